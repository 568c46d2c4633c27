import type * as pulumi from "@pulumi/pulumi";

import type { RemediationRole } from "../../rules/remediation";

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
}
