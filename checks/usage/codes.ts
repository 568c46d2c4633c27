import type { CodeText } from "../verify/codes";

/** Every code that `usage` gives. */
export const usageCodes = {
    ok: {
        meaning:
            "A token with this scope was given in the period, or calls came from this address and no fence keeps it out.",
        hint: "Nothing to do.",
    },
    scope_unused: {
        meaning:
            "The scope is granted, and no token of the period carries it, so that nobody can have used it.",
        hint: "Ask Rezonate first whether a feature that you plan to use needs the scope. To take it away, take it out of the program's `scopes`: by the lines below, where there are some, then `pulumi up`.",
    },
    outside_fence: {
        meaning:
            "Calls with Rezonate's credentials came from an address that the app's network zones do not let in now.",
        hint: "Find out whose address it is. Where it is one of Rezonate's, add it to the zone (`gateways`). Where it is nobody's that you know, the credentials are known there: change them (`npx rezonate-okta rotate`). A call of the time before the fence was set is told here, too.",
    },
    could_not_check: {
        meaning:
            "The System Log, the grants or the fence do not tell this. Nothing is to be taken away on the strength of it.",
        hint: "Do what the detail says, then run usage again. The provider credentials need to read the System Log, apps and grants: an API token of a Super Admin, or an OAuth app with okta.logs.read, okta.apps.read, okta.appGrants.read and okta.networkZones.read.",
    },
    no_credentials: {
        meaning: "There are no credentials with which to read the System Log.",
        hint: "Give the okta provider some: okta:apiToken in the stack's configuration or OKTA_API_TOKEN, okta:accessToken or OKTA_ACCESS_TOKEN, or okta:clientId, okta:privateKey and okta:scopes.",
    },
    bad_credentials: {
        meaning: "The org refuses the provider credentials.",
        hint: "Give the configuration or the environment credentials that are alive, then run usage again.",
    },
    nothing_deployed: {
        meaning: "The stack's state holds nothing whose scopes could be used.",
        hint: "Run `pulumi up` first.",
    },
    unreachable: {
        meaning: "The org could not be reached, was out of order, or did not answer in time.",
        hint: "Check name, proxy variables (HTTPS_PROXY, NO_PROXY) and firewall, and Okta's status page; then run usage again. Where the log is long, look less far back with `--since`, or allow more time with `--max-time`.",
    },
} as const satisfies Record<string, CodeText>;

/** A code that `usage` gives. */
export type UsageCode = keyof typeof usageCodes;

/** Codes that say only that something could not be looked at. */
export const uncheckedUsageCodes: ReadonlySet<string> = new Set<UsageCode>([
    "could_not_check",
    "no_credentials",
    "bad_credentials",
    "unreachable",
]);
