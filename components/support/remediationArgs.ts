import type * as pulumi from "@pulumi/pulumi";

import type { RemediationRole } from "../../rules/remediation";
import { REMEDIATION_SCOPES } from "../../rules/scopes";
import type { SigningKeysArgs } from "../signingKeys";
import type { NetworkArgs } from "./networkRestriction";

/** Whether Rezonate may act, by which role and on whom. */
export interface RemediationArgs {
    /**
     * Lets Rezonate respond: adds the scopes okta.users.manage and okta.groups.manage, and a custom
     * admin role that may suspend people and lift it, end sessions, reset credentials and change
     * group membership, but not create, change or delete anything. Not an Input. Defaults to false.
     */
    readonly remediation?: boolean;
    /**
     * The role by which Rezonate acts: "CUSTOM", or "USER_ADMIN", which may also create, change
     * and delete users and groups. Only with remediation. Not an Input. Defaults to "CUSTOM".
     */
    readonly remediationRole?: RemediationRole;
    /**
     * Ids of the groups that Rezonate may act on, with the people in them: no others. Only with
     * the custom role. Defaults to all groups and people; admins are left to super admins by Okta.
     */
    readonly remediationGroups?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Ids of groups whose people Rezonate must not act on, such as those of break-glass accounts.
     * Okta's resource sets cannot leave anybody out, so that this is refused without
     * remediationGroups. Defaults to none.
     */
    readonly remediationExcept?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * The first day, in UTC, on which Rezonate may not act any more, such as "2026-12-31": the next
     * `up` from then on takes remediation away. The clock is read once in each run of the program.
     * Only with remediation. Not an Input. Defaults to no end.
     */
    readonly remediationUntil?: string;
    /**
     * Gives remediation an app of its own, with its own key and nothing to read but what it acts
     * on, so that taking it away does not touch the other. Only with remediation. Not an Input.
     * Defaults to false.
     */
    readonly remediationApp?: boolean;
    /**
     * Generations of the key that the app of remediation trusts. Only with remediationApp. Defaults
     * to one RSA key with 2048 bits.
     */
    readonly remediationKeys?: SigningKeysArgs;
}

/** What the app of an integration's remediation takes over from its args. */
interface SharedArgs extends RemediationArgs, NetworkArgs {
    readonly oktaDomain: pulumi.Input<string>;
    readonly tenantId?: pulumi.Input<string>;
    readonly verify?: boolean;
}

/** The args of an app of its own for an integration's remediation: it acts, and reads what it acts on. */
export function remediationAppArgs(given: SharedArgs) {
    const { oktaDomain, tenantId, gateways, zoneIds, verify, remediationKeys: keys } = given;
    const { remediationRole, remediationGroups, remediationExcept, remediationUntil } = given;
    return {
        oktaDomain,
        tenantId,
        gateways,
        zoneIds,
        verify,
        keys,
        scopes: [...REMEDIATION_SCOPES],
        readOnlyAdmin: false,
        remediation: true,
        remediationRole,
        remediationGroups,
        remediationExcept,
        remediationUntil,
    };
}
