import { oauthError } from "./errors";
import { OKTA_SCOPES } from "./oktaScopes";

const OIDC_SCOPES = [
    "openid",
    "profile",
    "email",
    "address",
    "phone",
    "offline_access",
    "device_sso",
];

/**
 * Of the scopes asked for, those granted: Okta leaves the others out without a word. Throws an
 * OAuth error where a scope is unknown or none is granted.
 */
export function allowedScopes(requested: string | null, granted: readonly string[]): string[] {
    const scopes = [...new Set((requested ?? "").split(" ").filter((scope) => scope !== ""))];
    if (scopes.length === 0) {
        throw oauthError(400, "invalid_scope", "No scopes were requested.");
    }
    const oidc = scopes.find((scope) => OIDC_SCOPES.includes(scope));
    if (oidc !== undefined) {
        throw oauthError(
            400,
            "invalid_scope",
            `Cannot request '${oidc}' scopes using client credentials.`,
        );
    }
    if (scopes.some((scope) => scope.endsWith(".self"))) {
        throw oauthError(
            400,
            "client_credentials_self_scope_requested",
            "The 'client_credentials' grant type may not request .self scopes.",
        );
    }
    // A name newer than our list counts as known once it is granted.
    if (!scopes.every((scope) => OKTA_SCOPES.has(scope) || granted.includes(scope))) {
        throw oauthError(
            400,
            "invalid_scope",
            "One or more scopes are not configured for the authorization server resource.",
        );
    }
    const allowed = scopes.filter((scope) => granted.includes(scope));
    if (allowed.length === 0) {
        throw oauthError(
            400,
            "consent_required",
            "You are not allowed any of the requested scopes.",
        );
    }
    return allowed;
}

/** Whether a name has the form of an Okta API scope; the list of names changes with every release. */
export function isOktaScope(scope: string): boolean {
    return /^okta(\.[A-Za-z0-9]+){2,}$/.test(scope);
}
