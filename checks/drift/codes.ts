import { type CodeText, TWIN } from "../verify/codes";

/** Every code that `doctor` gives. */
export const doctorCodes = {
    ok: {
        meaning: "State and org agree on this.",
        hint: "Nothing to do.",
    },
    stack_locked: {
        meaning:
            "The stack is locked by a process that was killed: every operation on it is refused, also those of doctor --fix.",
        hint: "See first that nothing of it runs any more: its plugins (`pgrep -fl pulumi-resource`) are processes of their own, and may still be sending a call to Okta. Then remove the lock with `pulumi cancel --yes`, and run doctor again.",
    },
    stack_in_use: {
        meaning:
            "The stack is locked: an operation is under way, and what is found here may change under it.",
        hint: "Wait until the operation ends, then run doctor again. Only if its process is gone, remove the lock with `pulumi cancel --yes`.",
    },
    nothing_deployed: {
        meaning: "The stack's state holds nothing that gives Rezonate access.",
        hint: "Run `pulumi up` first.",
    },
    destroy_interrupted: {
        meaning:
            "A destroy of the stack ended early: what it has deleted in Okta may still be in the state, so that it fails again, and the rest is still in Okta.",
        hint: "The lines of the findings above take what is gone out of the state, and the line below ends the destroy. They give nobody access anew. To keep the stack after all, run `pulumi up` in the place of the last line.",
    },
    deletion_interrupted: {
        meaning:
            "Pulumi ended early while it deleted something of the stack. The state does not tell whether a destroy was meant, or an `up`.",
        hint: "Say which it was. To end a destroy: `npx rezonate-okta doctor --fix --destroy`. To have all that the program says: `npx rezonate-okta doctor --fix`, which takes out of the state what is gone in Okta, then `pulumi up`.",
    },
    app_deleted: {
        meaning:
            "The app was deleted in Okta. The state still has it, so that refresh and destroy fail hard, and preview sees nothing.",
        hint: "Take the app and what hangs on it out of the state, then make it anew, by the lines below. Nothing is deleted in Okta. The new app has a new application id: hand it to Rezonate.",
    },
    answer_lost: {
        meaning:
            "Okta has this, and the state does not know it: the call that made it took effect, and its answer was lost. Every `pulumi up` is refused, or makes a second one.",
        hint: "The lines below take it into the state, in the place that the program gives it. Nothing changes in Okta. Then run `pulumi up`.",
    },
    twin: TWIN,
    leftover: {
        meaning:
            "Okta has another service app that signs in with a key and is called like the stack's or like Rezonate's script: it may be what the script, a person or a lost stack made.",
        hint: "See that no other stack of yours has it and that nobody needs it, then remove it: in the Admin Console, or by the lines below, where there are some, with an API token of a Super Admin in OKTA_API_TOKEN. The command never runs them. It prints none while the System Log does not show that the app has rested for a week: give Rezonate the stack's credentials first (`npx rezonate-okta handoff`).",
    },
    not_taken_over: {
        meaning:
            "The program makes this, the state does not know it, and what Okta has in its place may do more than the program wants, or may be somebody else's.",
        hint: "doctor takes over nothing of that kind. Take away in the Admin Console what is too much, or choose another name, then run doctor again.",
    },
    incomplete: {
        meaning:
            "The program makes this, and neither state nor Okta has it: an `up` or a destroy ended early.",
        hint: "Run `pulumi up` to make it.",
    },
    pending_delete: {
        meaning:
            "An `up` that ended early has still to delete this: the state marks it so, and Okta still has it, with the access that it had.",
        hint: "Run the command below, which deletes it and does all else that the program says.",
    },
    pending_delete_done: {
        meaning:
            "An `up` that ended early has still to delete this, and Okta does not have it any more: every `up`, refresh and destroy fails on it.",
        hint: "`npx rezonate-okta doctor --fix` takes the entry out of the state. Nothing is deleted in Okta. Then run `pulumi up`.",
    },
    app_inactive: {
        meaning: "The app was deactivated in Okta: no token is given to it.",
        hint: "Run the command below to refresh and activate the app again.",
    },
    grant_removed: {
        meaning: "A scope of the stack was revoked in Okta: Rezonate cannot read what it covers.",
        hint: "Run the command below to refresh and grant the scope again.",
    },
    grant_added: {
        meaning: "A scope was granted in Okta that the stack does not have.",
        hint: "To keep it, add it to the stack's scopes. To take it away, run the command below; it revokes the grant in Okta.",
    },
    role_removed: {
        meaning:
            "An admin role of the stack was taken away in Okta: reads answer 403 or with empty lists, and for an app refresh fails hard.",
        hint: "Have Pulumi assign the role again by the lines below; an app's assignment has to be taken out of the state before.",
    },
    role_added: {
        meaning: "Somebody gave an admin role in Okta that the stack does not have.",
        hint: "Take it away unless it is meant: in the Admin Console (the app or user > Admin roles), or by the line for it. To have Pulumi keep it, add it to the program's roles after you have taken it away: Okta takes no role twice, and an import without the component as parent is undone by the next up.",
    },
    excepted_reached: {
        meaning:
            "Somebody of a group in remediationExcept is in one of remediationGroups as well, so that Rezonate may act on this person: a resource set of Okta cannot leave anybody out.",
        hint: "Take the person out of one of the two groups, or name other groups in remediationGroups and run `pulumi up`.",
    },
    remediation_overdue: {
        meaning:
            "The day that remediationUntil names has come, and no `pulumi up` has taken remediation away since.",
        hint: "Run the command below, which takes it away: the role first, then the scopes. Reading goes on. If Rezonate is to act for longer, set a later day first.",
    },
    custom_role_changed: {
        meaning:
            "Somebody changed in Okta what a custom admin role of the stack allows, or what its resource set covers.",
        hint: "Find out who changed it: more than the stack has is more than Rezonate needs. Run the command below to refresh and go back to what the program says.",
    },
    custom_role_deleted: {
        meaning:
            "A custom admin role of the stack, or its resource set, was deleted in Okta, and what it allowed with it.",
        hint: "Take it and its assignment out of the state, then make them anew, by the lines below. Nothing is deleted in Okta.",
    },
    key_removed: {
        meaning: "A key of the stack is not on the app any more: its private half is refused.",
        hint: "Run the command below to refresh and put the stack's keys back.",
    },
    key_added: {
        meaning: "The app trusts a key that the stack does not have.",
        hint: "Find out who added it. To take it away, run the command below; it removes the key from the app in Okta.",
    },
    jwks_uri_changed: {
        meaning: "Okta fetches the app's public keys from another address than the stack has.",
        hint: "Find out who changed it: whoever holds the keys there can get tokens. The command below sets the stack's address again.",
    },
    key_inactive: {
        meaning: "A key of the stack was deactivated in Okta: its private half is refused.",
        hint: "Activate it in the Admin Console: the app > General > Public keys > Actions > Activate. Pulumi's okta plugin does not see the status of a key.",
    },
    dpop_on: {
        meaning:
            "The app insists on DPoP proofs. The okta plugin does not see the setting; some versions switch it off at their next change of the app.",
        hint: 'Switch it off in the Admin Console: the app > General > "Require Demonstrating Proof of Possession (DPoP) header in token requests".',
    },
    label_changed: {
        meaning: "The app was renamed in Okta.",
        hint: "To keep the new name, set it as `label`. To go back to the stack's, run the command below.",
    },
    integration_deleted: {
        meaning:
            "The integration was deleted in Okta. The state still has it, so that refresh and destroy fail hard, and preview sees nothing.",
        hint: "Take the integration and its client secret out of the state, then make them anew, by the lines below. Nothing is deleted in Okta. Client id and client secret are new: hand both to Rezonate (`npx rezonate-okta handoff`).",
    },
    integration_changed: {
        meaning:
            "The integration has other scopes in Okta than in the stack. Okta cannot change one: Pulumi replaces it.",
        hint: "To keep the scopes that are granted, set them as `scopes`. To go back to the stack's, run the command below, which replaces the integration: Rezonate is out until it has the new client id and client secret (`npx rezonate-okta handoff`). Where Okta takes one integration of a type only, the line fails and nothing has changed: take the component out of the program for one up, then put it back.",
    },
    secret_lost: {
        meaning:
            "The stack's client secret was deleted or deactivated: Rezonate gets no token with it.",
        hint: "Run the command below to refresh and make a new one, then hand that to Rezonate (`npx rezonate-okta handoff`). One that was only deactivated works again once it is activated in the Admin Console (Applications > API Service Integrations).",
    },
    secret_added: {
        meaning:
            "The integration has a client secret that the stack does not know: who has it gets in as Rezonate does.",
        hint: "Find out who made it, and delete it in the Admin Console (Applications > API Service Integrations). The next `secretGeneration` takes its place, too.",
    },
    user_deleted: {
        meaning:
            "The service user was deleted in Okta, and its API token with it. The state still has both, so that refresh fails hard.",
        hint: "Take the user and what hangs on it out of the state, then make it anew, by the lines below. Nothing is deleted in Okta. A person then has to make a new token; doctor says how.",
    },
    user_inactive: {
        meaning:
            "The service user is not active: Okta refuses its API token, and has revoked it if the user was deactivated.",
        hint: "Run the command below to refresh and activate the user again. Without a line here, do it in the Admin Console (Directory > People), where it may need a new password first.",
    },
    token_wanted: {
        meaning: "The stack waits for a person: an API token is made in the Admin Console only.",
        hint: "Activate the service user by the mail that Okta sent, sign in to the Admin Console as this user, and make the token in Security > API > Tokens > Create token. Then give the stack its value (`pulumi config set --secret apiKey`) and its id as `apiTokenId` (doctor prints the line), and run `pulumi up`.",
    },
    token_unrecorded: {
        meaning: "The service user has an API token that the stack does not record.",
        hint: "If Rezonate is to use it, give the stack its id by the line in the detail, and its value (`pulumi config set --secret apiKey`), then run `pulumi up`. If it is the one before, or nobody's, revoke it (Security > API > Tokens).",
    },
    token_revoked: {
        meaning:
            "The API token was revoked, or ended after 30 days without use: Rezonate is refused. Refresh fails hard.",
        hint: "Take it out of the state and out of the configuration or program. A person then has to make a new one; doctor says how.",
    },
    token_idle: {
        meaning:
            "Rezonate has stopped using the API token: Okta ends one after 30 days without use, and every use starts them anew.",
        hint: "Look in Rezonate whether the Okta integration is on and has this token. One use keeps the token.",
    },
    token_network_changed: {
        meaning: "The API token may be used from elsewhere than the stack says.",
        hint: "Run the command below to refresh and restrict the token again.",
    },
    network_changed: {
        meaning:
            "The app's network restriction was changed or removed in Okta: it gets tokens from elsewhere than the stack says, or not where it should.",
        hint: "To keep what is in Okta, set its zones as `zoneIds`: an `up` that changes the app may lift what the program does not name. Where the stack restricts the app, the command below goes back to that.",
    },
    zone_changed: {
        meaning:
            "The network zone of the app or API token was changed, deactivated or deleted in Okta: the credentials work from elsewhere, or not where they should.",
        hint: "Run the command below to refresh and bring back the stack's zone. To keep other gateways, set them as `gateways`.",
    },
    no_credentials: {
        meaning: "There are no credentials with which to look at the org.",
        hint: "Give the okta provider some: okta:apiToken in the stack's configuration or OKTA_API_TOKEN, okta:accessToken or OKTA_ACCESS_TOKEN, or okta:clientId, okta:privateKey and okta:scopes.",
    },
    bad_credentials: {
        meaning: "The org refuses the provider credentials.",
        hint: "After a rotation, give the configuration or the environment the new ones. The line below, where there is one, brings them from the program into the state, and changes nothing in Okta. Use an API token that is alive, or an access token or an OAuth app with the scopes for what the stack holds: okta.apps.read, okta.appGrants.read and okta.roles.read for a service app, okta.oauthIntegrations.read for an integration, and okta.users.read, okta.roles.read, okta.networkZones.read and okta.apiTokens.read for a service user.",
    },
    could_not_check: {
        meaning: "The provider credentials may not read this.",
        hint: "Run doctor with the credentials of a Super Admin.",
    },
    unreachable: {
        meaning: "The org could not be reached, was out of order, or did not answer in time.",
        hint: "Check name, proxy variables (HTTPS_PROXY, NO_PROXY) and firewall, and Okta's status page; then run doctor again. Where the org is only slow, allow more time with `--max-time`.",
    },
} as const satisfies Record<string, CodeText>;

/** A code that `doctor` gives. */
export type DoctorCode = keyof typeof doctorCodes;

/** Codes that say only that something could not be looked at. */
export const uncheckedDoctorCodes: ReadonlySet<string> = new Set<DoctorCode>([
    "stack_in_use",
    "no_credentials",
    "bad_credentials",
    "could_not_check",
    "unreachable",
]);
