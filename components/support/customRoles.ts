import * as pulumi from "@pulumi/pulumi";

import { customRolesFor } from "../../rules/customRoles";
import type { ServiceApp } from "../serviceApp";
import { addCustomRole } from "./customRole";
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

/** Assigns the custom admin roles that an integration asks for, with no more permissions than that takes. */
export function addCustomRoles(
    parent: pulumi.ComponentResource,
    name: string,
    app: ServiceApp,
    args: RemediationArgs & { readonly adminVisibility?: boolean },
    scopes: pulumi.Output<string[]>,
): void {
    const groups = pulumi.output(args.remediationGroups);
    for (const { topic, label, permissions, resources } of customRolesFor(args)) {
        addCustomRole(parent, name, app, {
            topic,
            ...TEXTS[topic],
            label: app.applicationId.apply(label),
            permissions: scopes.apply(permissions),
            resources: (orgId, orgUrl) => groups.apply((ids) => resources(orgId, orgUrl, ids)),
            after: app,
        });
    }
}
