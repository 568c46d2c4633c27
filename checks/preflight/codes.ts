import type { CodeText } from "../verify/codes";

/** Every code that `preflight` gives. */
export const preflightCodes = {
    ok: {
        meaning: "This will not stand in the way of `pulumi up`.",
        hint: "Nothing to do.",
    },
    bad_config: {
        meaning: "A configuration value is not accepted, so that `pulumi up` would stop at once.",
        hint: "Set the value as the detail says.",
    },
    wrong_host: {
        meaning: "The address does not answer as an Okta org does.",
        hint: "Set `oktaDomain` to the org's own domain, such as acme.okta.com, without -admin.",
    },
    unreachable: {
        meaning: "The org could not be reached, was out of order, or did not answer in time.",
        hint: "Check name, proxy variables (HTTPS_PROXY, NO_PROXY) and firewall, and Okta's status page; then run preflight again. Where the org is only slow, allow more time with `--max-time`.",
    },
    no_credentials: {
        meaning:
            "There are no credentials for the okta provider, with which Pulumi creates resources in Okta.",
        hint: "Give an API token of a Super Admin (`pulumi config set okta:apiToken --secret`, or OKTA_API_TOKEN), an access token (okta:accessToken or OKTA_ACCESS_TOKEN), or an OAuth app with okta:clientId, okta:privateKey and okta:scopes.",
    },
    bad_credentials: {
        meaning: "The org refuses the provider credentials.",
        hint: "API tokens end after 30 days without use or with their owner's account: make a new one in Security > API > Tokens. Access tokens end after an hour or so: get a new one. For an OAuth app see what the detail says.",
    },
    missing_scope: {
        meaning:
            "The provider credentials are an OAuth app or an access token, and lack scopes that are needed.",
        hint: "Grant them to the OAuth app (Okta API Scopes > Grant) and add them to okta:scopes, or ask for them when you get the access token.",
    },
    not_super_admin: {
        meaning:
            "The provider credentials are not those of a Super Admin, and only a Super Admin may grant scopes, install integrations and assign admin roles: `pulumi up` would fail, perhaps half-way.",
        hint: "Use an API token of a Super Admin, or give the OAuth app the role SUPER_ADMIN for the time of `pulumi up`.",
    },
    public_client_admins_on: {
        meaning:
            'The org setting "Public client app admins" is on: Okta would make the read-only app a Super Admin as soon as scopes are granted.',
        hint: 'Switch off Settings > Account > "Public client app admins" in the Admin Console, or accept it with `--allow-public-client-admins` and take the role away afterwards.',
    },
    no_custom_roles: {
        meaning:
            "The org has no custom admin roles, which `adminVisibility`, `visibilityGroups`, `visibilityApps` and `remediation` make: `pulumi up` would fail half-way.",
        hint: "Ask Okta for custom admin roles, or leave these three out and set `remediationRole` to USER_ADMIN.",
    },
    excepted_reached: {
        meaning:
            "Somebody of a group in remediationExcept is in one of remediationGroups as well, so that Rezonate could act on this person: a resource set of Okta cannot leave anybody out.",
        hint: "Take the person out of one of the two groups, or name other groups in remediationGroups and run `pulumi up`.",
    },
    label_taken: {
        meaning: "An app with this label is there already; Okta would allow a second one.",
        hint: "Choose another name (set `label`), or take the app over: `npx rezonate-okta adopt` lists those that fit. Do not import it by hand: an app under another name or parent is deleted by the next `pulumi up`.",
    },
    integration_installed: {
        meaning:
            "An integration of this type is installed already, and not by this stack. Whether Okta takes a second one is unconfirmed.",
        hint: "Take it over with its client id: `npx rezonate-okta adopt` lists those that fit. If nobody uses it, remove it in the Admin Console (Applications > API Service Integrations).",
    },
    login_taken: {
        meaning: "A user with this login is there already, and Okta takes no second one.",
        hint: "Take the user over where it is Rezonate's: `npx rezonate-okta adopt` lists those that fit. Otherwise choose another: set `login`. If nobody uses the user, deactivate and delete it instead (Directory > People).",
    },
    verify_blocked: {
        meaning:
            "The program is to prove access (`verify: true`), and the org would refuse it from here: Rezonate's app gets tokens from certain network zones only.",
        hint: "Add the address of this machine to `gateways`, or to a zone of `zoneIds`; or leave `verify` out, and run `npx rezonate-okta verify` from inside.",
    },
    rate_limit_low: {
        meaning: "What is left of the rate limit does not cover the calls that `pulumi up` makes.",
        hint: "Wait a minute and run preflight again, stop other clients with the same credentials, or raise their share of the rate limit.",
    },
    clock_skew: {
        meaning: "The clock of this machine and that of the org are more than a minute apart.",
        hint: "Set this machine's clock by NTP.",
    },
    could_not_check: {
        meaning: "The provider credentials may not read this.",
        hint: "Look at it in the Admin Console as the detail says, or run preflight as a Super Admin.",
    },
} as const satisfies Record<string, CodeText>;

/** A code that `preflight` gives. */
export type PreflightCode = keyof typeof preflightCodes;

/** Codes that say only that something could not be looked at. */
export const uncheckedPreflightCodes: ReadonlySet<string> = new Set<PreflightCode>([
    "unreachable",
    "could_not_check",
]);
