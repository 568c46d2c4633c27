import * as pulumi from "@pulumi/pulumi";

import { describeNetwork, type NetworkRestriction } from "../../rules/networkRestriction";
import type { OktaOrg } from "../../rules/oktaDomain";
import { OktaType } from "../../rules/resourceTypes";
import type { RequestedRoles } from "../../rules/roles";
import { hasLimitedView, roleTypesFor } from "../../rules/roles";
import type { SigningKeys } from "../signingKeys";
import { verifyAfterChange } from "./verifyHook";

const CANNOT_VERIFY =
    "verify: true has no effect here: Rezonate holds the private keys, so only Rezonate can get a token. Have it test the connection.";

/** What access is proven with, and what is expected of it. */
interface Proof {
    readonly org: pulumi.Output<OktaOrg>;
    /** Undefined where the vendor holds all keys. */
    readonly own: SigningKeys | undefined;
    readonly scopes: pulumi.Output<string[]>;
    readonly permissions: pulumi.Output<string[]>;
    readonly restriction: pulumi.Output<NetworkRestriction>;
}

/** Transforms that prove an OAuth integration's access whenever its app or its grants change, if it asks for that. */
export function oauthProof(
    component: pulumi.ComponentResource,
    name: string,
    args: RequestedRoles & { readonly verify?: boolean },
    { org, own, scopes, permissions, restriction }: Proof,
): pulumi.ResourceTransform[] {
    if (!args.verify) {
        return [];
    }
    if (own === undefined) {
        void pulumi.log.warn(CANNOT_VERIFY, component);
        return [];
    }
    const credentials = pulumi.output({
        tenantId: org.tenantId,
        oktaDomain: org.domain,
        credential: {
            method: "oauth" as const,
            privateKey: own.privateKeyPemPkcs8,
            keyId: own.keyId,
        },
        scopes,
        expectedRoles: roleTypesFor(args),
        expectedPermissions: permissions,
        isViewLimited: hasLimitedView(args),
        allowedFrom: restriction.apply(describeNetwork),
    });
    // Access changes with the app's keys and with its grants.
    return verifyAfterChange(component, name, credentials, {
        [OktaType.App]: ["afterUpdate"],
        [OktaType.AppScopes]: ["afterCreate", "afterUpdate"],
    });
}
