import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";

import { childName } from "../../rules/childNames";
import { customRolesFor, type WantedCustomRole } from "../../rules/customRoles";
import { CUSTOM_ROLE } from "../../rules/roles";
import type { ServiceApp } from "../serviceApp";
import type { RemediationArgs } from "./remediationArgs";

/** What Okta's Admin Console says of a role, and of what it covers. */
const TEXTS = {
    visibility: {
        description: "Lets Rezonate read what the role READ_ONLY_ADMIN may not show",
        covers: "What Rezonate reads: admin roles, apps, groups and users of this org",
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
    /** Ids of the only groups that remediation covers. */
    readonly groups: pulumi.Output<string[] | undefined>;
}

/** Assigns the custom admin roles that an integration asks for, with no more permissions than that takes. */
export function addCustomRoles(
    parent: pulumi.ComponentResource,
    name: string,
    app: ServiceApp,
    args: RemediationArgs & { readonly adminVisibility?: boolean },
    scopes: pulumi.Output<string[]>,
): void {
    const groups = pulumi.output(args.remediationGroups);
    for (const wanted of customRolesFor(args)) {
        addCustomRole(parent, name, app, wanted, { scopes, groups });
    }
}

function addCustomRole(
    parent: pulumi.ComponentResource,
    name: string,
    app: ServiceApp,
    { topic, label: labelOf, permissions, resources }: WantedCustomRole,
    { scopes, groups }: Access,
): void {
    const { description, covers } = TEXTS[topic];
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
                .all([org, groups])
                .apply(([{ id, domains }, ids]) => resources(id, domains?.organization ?? "", ids)),
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
