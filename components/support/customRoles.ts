import * as pulumi from "@pulumi/pulumi";

import { visibilityPermissions } from "../../rules/permissions";
import {
    hasRemediationRole,
    REMEDIATION_PERMISSIONS,
    remediationLabel,
} from "../../rules/remediation";
import { remediationResources, visibilityResources } from "../../rules/resourceNames";
import type { ServiceApp } from "../serviceApp";
import { addCustomRole } from "./customRole";
import type { RemediationArgs } from "./remediationArgs";

/** Assigns the custom admin roles that an integration asks for, with no more permissions than that takes. */
export function addCustomRoles(
    parent: pulumi.ComponentResource,
    name: string,
    app: ServiceApp,
    args: RemediationArgs & { readonly adminVisibility?: boolean },
    scopes: pulumi.Output<string[]>,
): void {
    if (args.adminVisibility) {
        addCustomRole(parent, name, app, {
            topic: "visibility",
            label: pulumi.interpolate`Rezonate visibility ${app.applicationId}`,
            description: "Lets Rezonate read what the role READ_ONLY_ADMIN may not show",
            permissions: scopes.apply(visibilityPermissions),
            covers: "What Rezonate reads: admin roles, apps, groups and users of this org",
            resources: visibilityResources,
            after: app,
        });
    }
    if (hasRemediationRole(args)) {
        const groups = pulumi.output(args.remediationGroups);
        addCustomRole(parent, name, app, {
            topic: "remediation",
            label: app.applicationId.apply(remediationLabel),
            description:
                "Lets Rezonate suspend people, end sessions, reset credentials and change group membership",
            permissions: [...REMEDIATION_PERMISSIONS],
            covers: "The people and groups that Rezonate may act on",
            resources: (orgId, orgUrl) =>
                groups.apply((ids) => remediationResources(orgId, orgUrl, ids)),
            after: app,
        });
    }
}
