/** What a code means and what fixes it: the same words in the terminal and in docs/troubleshooting.md. */
export interface CodeText {
    readonly meaning: string;
    readonly hint: string;
}

/** Something that Okta has a second time: a code that `verify` and `doctor` share. */
export const TWIN = {
    meaning:
        "Okta has another one of this, which the state does not know: the call that made it was sent twice, or its answer was lost.",
    hint: "See in Okta that nobody uses it, then remove it: in the Admin Console, or by the lines below, with an API token of a Super Admin in OKTA_API_TOKEN. The command never runs them.",
} as const satisfies CodeText;

/** Every code that `verify` gives. */
export const verifyCodes = {
    ok: {
        meaning: "Access was given, and a call that needs this scope was answered.",
        hint: "Nothing to do.",
    },
    missing_scope: {
        meaning: "This scope is not granted to the app, so the token does not carry it.",
        hint: "Run `pulumi up --refresh --run-program`, which grants the scopes of the stack, also those revoked by hand; in the Admin Console: the app > Okta API Scopes > Grant. A Super Admin has to do it. A Marketplace integration gets other scopes only by being replaced, which the same command does.",
    },
    missing_role: {
        meaning:
            "The credentials are good, but the app, or the user of the API key, holds no admin role that lets it see or do this.",
        hint: "Assign the role to the app or user (READ_ONLY_ADMIN for reads, for remediation the custom role, or USER_ADMIN): `pulumi up` does it for the stack's roles, `npx rezonate-okta doctor` shows how to bring back one that was taken away by hand. A new role takes a few minutes to spread: `npx rezonate-okta verify --watch` waits for it.",
    },
    empty_but_200: {
        meaning:
            "The org answered 200 with an empty list where every org has entries: it hides them from this app.",
        hint: "Treat it as a role that is missing or limited to other resources: look at the app's admin roles and their targets, then run verify again.",
    },
    partial_view: {
        meaning:
            "Rezonate is shown fewer of these than the provider credentials are: its admin roles hide the rest from it.",
        hint: "For apps, API tokens and admin roles set `adminVisibility` to true and run `pulumi up`. For anything else look at the targets and resource sets of the app's admin roles in the Admin Console. Then run verify again; a new role takes a few minutes to spread.",
    },
    twin: TWIN,
    dpop_required: {
        meaning:
            "The app insists on DPoP proofs, which a client with plain bearer tokens cannot give.",
        hint: 'Switch it off in the Admin Console: the app > General > "Require Demonstrating Proof of Possession (DPoP) header in token requests".',
    },
    key_not_registered: {
        meaning: "The org does not accept this private key: its public half is not on the app.",
        hint: "Run `pulumi up --refresh --run-program`, which registers the stack's key, and hand the private key that the stack gives now to Rezonate: `npx rezonate-okta handoff`.",
    },
    ec_key_refused: {
        meaning:
            "The org refuses what is signed with this EC key. Okta may not be able to use it: the okta plugin registers an EC key without its curve (crv).",
        hint: "Use an RSA key: set `keyAlgorithm` to RSA, add a generation to `keyGenerations`, and run `pulumi up`. Or have Rezonate host the key: `jwksUri` carries complete keys.",
    },
    key_inactive: {
        meaning: "The public half of this key is on the app, but it was deactivated.",
        hint: "Activate it in the Admin Console: the app > General > Public keys > Actions > Activate. Pulumi's okta plugin does not see the status of a key.",
    },
    vendor_held_key: {
        meaning: "Rezonate holds the private key, so only Rezonate can get a token.",
        hint: "Have Rezonate test the connection. `npx rezonate-okta doctor` compares the app, its keys, scopes and roles with the stack.",
    },
    credential_refused: {
        meaning:
            "The org does not accept this client secret or API key: it was deleted, deactivated or revoked, or has ended.",
        hint: "A client secret: run `pulumi up --refresh --run-program`, which makes a new one where the stack's is gone, and hand over what the stack gives now. An API key: `npx rezonate-okta doctor` says what became of it; a person has to create another.",
    },
    clock_skew: {
        meaning:
            "The clock of this machine and that of the org are too far apart for an assertion.",
        hint: "Set this machine's clock by NTP, then run verify again.",
    },
    wrong_host: {
        meaning: "The address is not that of the org these credentials belong to.",
        hint: "Give the org's own address with `--org-url`, such as https://acme.okta.com, without -admin and without a path, or set `oktaDomain` in the stack's configuration.",
    },
    network_blocked: {
        meaning:
            "The app or API key may be used from certain network zones only, and this is not one of them.",
        hint: "Run verify from inside, or let in the address it comes from: add it to `gateways` and run `pulumi up`, or to a zone of `zoneIds` (Security > Networks). The System Log tells which address the org saw: client.ipAddress of the refused event.",
    },
    rate_limited: {
        meaning: "The org still answered 429 after verify had waited as long as it may.",
        hint: "Wait a minute and run verify again, or allow longer waits with `--max-wait`. If it lasts, raise the app's share of the rate limit.",
    },
    unreachable: {
        meaning: "The org could not be reached, was out of order, or did not answer in time.",
        hint: "Check name, proxy variables (HTTPS_PROXY, NO_PROXY) and firewall, and Okta's status page; then run verify again. Where the org is only slow, allow more time with `--max-time`.",
    },
    app_inactive: {
        meaning:
            "The org knows no active app or integration with this client id: deactivated, deleted or of another org.",
        hint: "Activate the app in the Admin Console; if it was deleted, run `npx rezonate-okta doctor`, which shows how to bring the stack back. Credentials of another org need its address: `--org-url`.",
    },
    too_much_access: {
        meaning: "The app or API key may do more than was asked for.",
        hint: 'Take the extra role or grant away (the app > Admin roles, or Okta API Scopes > Revoke), make the API key one of the service user, and switch off Settings > Account > "Public client app admins" so that it does not come back.',
    },
} as const satisfies Record<string, CodeText>;

/** A code that `verify` gives. */
export type VerifyCode = keyof typeof verifyCodes;

/** Codes that say nothing about the access, only that it could not be looked at. */
export const uncheckedCodes: ReadonlySet<string> = new Set<VerifyCode>([
    "rate_limited",
    "unreachable",
    "vendor_held_key",
]);
