import type * as pulumi from "@pulumi/pulumi";

/** What Rezonate may see of the org, and by which admin roles. */
export interface VisibilityArgs {
    /**
     * Shows Rezonate what READ_ONLY_ADMIN may not, all apps, API tokens and admin roles: assigns a
     * custom admin role beside it, with only the read permissions that the scopes call for. Not an
     * Input. Defaults to false, until it is confirmed on a live org.
     */
    readonly adminVisibility?: boolean;
    /**
     * Assigns the role READ_ONLY_ADMIN. With false the custom roles alone serve the scopes, and a
     * scope that none of them serves is refused. Not an Input. Defaults to true.
     */
    readonly readOnlyAdmin?: boolean;
    /**
     * Ids of the only groups that Rezonate is shown, with the people in them: a custom admin role
     * takes the place of READ_ONLY_ADMIN. Scopes for other things are refused. Defaults to all.
     */
    readonly visibilityGroups?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * The only apps that Rezonate is shown, each by its Okta Resource Name, the member `orn` of an
     * app in Okta's API, in the same way as visibilityGroups. Defaults to all.
     */
    readonly visibilityApps?: pulumi.Input<pulumi.Input<string>[]>;
}
