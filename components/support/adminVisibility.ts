import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";

import { visibilityPermissions, visibilityResources } from "../../rules/permissions";
import { CUSTOM_ROLE } from "../../rules/roles";
import type { ServiceApp } from "../serviceApp";

/**
 * Assigns a custom admin role with just the read permissions that READ_ONLY_ADMIN may lack, on the
 * org's admin roles, apps, groups and users. Role and resource set are named after the app's id, since
 * an org takes each name once.
 */
export function addAdminVisibility(
    parent: pulumi.ComponentResource,
    name: string,
    app: ServiceApp,
    scopes: pulumi.Output<string[]>,
): void {
    const org = okta.getOrgMetadataOutput({}, { parent });
    const label = pulumi.interpolate`Rezonate visibility ${app.applicationId}`;
    const role = new okta.AdminRoleCustom(
        `${name}-visibility-role`,
        {
            label,
            description: "Lets Rezonate read what the role READ_ONLY_ADMIN may not show",
            permissions: scopes.apply(visibilityPermissions),
        },
        { parent },
    );
    const resources = new okta.ResourceSet(
        `${name}-visibility-resources`,
        {
            label,
            description: "What Rezonate reads: admin roles, apps, groups and users of this org",
            resourcesOrns: org.apply(({ id, domains }) =>
                visibilityResources(id, domains?.organization ?? ""),
            ),
        },
        { parent },
    );
    new okta.app.OauthRoleAssignment(
        `${name}-visibility`,
        {
            clientId: app.applicationId,
            type: CUSTOM_ROLE,
            role: role.id,
            resourceSet: resources.id,
        },
        // Okta refuses changes of an app's roles that overlap (E0000268).
        { parent, dependsOn: app },
    );
}
