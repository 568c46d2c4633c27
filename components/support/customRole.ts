import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";

import { childName } from "../../rules/childNames";
import { CUSTOM_ROLE } from "../../rules/roles";
import type { ServiceApp } from "../serviceApp";

/** One custom admin role of an app, and what it is assigned on. */
export interface CustomRole {
    /** What it is for, as one word: a part of the names of what is made. */
    readonly topic: string;
    readonly label: pulumi.Output<string>;
    readonly description: string;
    readonly permissions: pulumi.Input<string[]>;
    /** What the resource set says that it holds. */
    readonly covers: string;
    /** The resources by ORN, of an org and its original address. */
    readonly resources: (orgId: string, orgUrl: string) => pulumi.Input<string[]>;
    /** What has to be there before the assignment, and goes only after it. */
    readonly after: pulumi.Resource;
}

/**
 * Makes a custom admin role and a resource set, and assigns them to an app. Role and resource set
 * are to be named after the app's id, since an org takes each name once.
 */
export function addCustomRole(
    parent: pulumi.ComponentResource,
    name: string,
    app: ServiceApp,
    { topic, label, description, permissions, covers, resources, after }: CustomRole,
): void {
    const org = okta.getOrgMetadataOutput({}, { parent });
    const role = new okta.AdminRoleCustom(
        childName.customRole(name, topic),
        { label, description, permissions },
        { parent },
    );
    const set = new okta.ResourceSet(
        childName.resourceSet(name, topic),
        {
            label,
            description: covers,
            resourcesOrns: org.apply(({ id, domains }) =>
                pulumi.output(resources(id, domains?.organization ?? "")),
            ),
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
        { parent, dependsOn: after },
    );
}
