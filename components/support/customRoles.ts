import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";

import { childName } from "../../rules/childNames";
import { customRolesFor, type WantedCustomRole } from "../../rules/customRoles";
import type { CoveredLists } from "../../rules/resourceNames";
import { CUSTOM_ROLE } from "../../rules/roles";
import type { ServiceApp } from "../serviceApp";
import type { RemediationArgs } from "./remediationArgs";
import type { VisibilityArgs } from "./visibilityArgs";

/** What Okta's Admin Console says of a role, and of what it covers. */
const TEXTS = {
    visibility: {
        description: "Lets Rezonate read what the role READ_ONLY_ADMIN may not show",
        covers: "What Rezonate reads: admin roles, apps, groups and users of this org",
    },
    limited: {
        description: "Lets Rezonate read some groups, the people in them and some apps",
        covers: "The groups, the people in them and the apps that Rezonate may read",
    },
    remediation: {
        description:
            "Lets Rezonate suspend people, end sessions, reset credentials and change group membership",
        covers: "The people and groups that Rezonate may act on",
    },
};

/** What decides on the permissions of custom roles, and on what they cover. */
interface Access {
    readonly scopes: pulumi.Output<string[]>;
    readonly lists: pulumi.Output<CoveredLists>;
}

/** Assigns the custom admin roles that an integration asks for, with no more permissions than that takes. */
export function addCustomRoles(
    parent: pulumi.ComponentResource,
    name: string,
    app: ServiceApp,
    args: RemediationArgs & VisibilityArgs,
    scopes: pulumi.Output<string[]>,
): void {
    const { remediationGroups, visibilityGroups, visibilityApps } = args;
    const lists = pulumi.output({ remediationGroups, visibilityGroups, visibilityApps });
    for (const wanted of customRolesFor(args)) {
        addCustomRole(parent, name, app, wanted, { scopes, lists });
    }
}

function addCustomRole(
    parent: pulumi.ComponentResource,
    name: string,
    app: ServiceApp,
    { topic, isLimited, label: labelOf, permissions, resources }: WantedCustomRole,
    { scopes, lists }: Access,
): void {
    const { description, covers } = TEXTS[isLimited ? "limited" : topic];
    const label = app.applicationId.apply(labelOf);
    const org = okta.getOrgMetadataOutput({}, { parent });
    const role = new okta.AdminRoleCustom(
        childName.customRole(name, topic),
        { label, description, permissions: scopes.apply(permissions) },
        { parent },
    );
    const set = new okta.ResourceSet(
        childName.resourceSet(name, topic),
        {
            label,
            description: covers,
            resourcesOrns: pulumi
                .all([org, lists])
                .apply(([{ id, domains }, all]) => resources(id, domains?.organization ?? "", all)),
        },
        { parent },
    );
    new okta.app.OauthRoleAssignment(
        childName.customAssignment(name, topic),
        {
            clientId: app.applicationId,
            type: CUSTOM_ROLE,
            role: role.id,
            resourceSet: set.id,
        },
        // Okta refuses changes of an app's roles that overlap (E0000268).
        { parent, dependsOn: app },
    );
}
