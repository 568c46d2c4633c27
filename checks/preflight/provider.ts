import { type CallResult, isGone } from "../../okta/call";
import type { TokenFailure } from "../../okta/tokenFailure";
import { PROVIDER_ROLE } from "../providerAccess";
import type { PreflightCode } from "./codes";
import { finding, type PreflightFinding } from "./finding";
import type { PreflightSnapshot } from "./snapshot";

/** What the finding about the admin role of the provider credentials is called. */
export const ROLE_SUBJECT = "runner role";

const inWords = {
    accessToken: "access token",
    apiToken: "API token",
    oauth: "OAuth app",
} as const;

/** Whether the org takes the provider credentials. */
export function evaluateCredentials(snapshot: PreflightSnapshot): PreflightFinding {
    const { credentials, tokenFailure, signIn } = snapshot;
    if (credentials === "none") {
        const detail = "Neither the stack's configuration nor the environment has any.";
        return finding("credentials", "no_credentials", detail);
    }
    if (tokenFailure !== undefined) {
        return finding("credentials", codeOf(tokenFailure), tokenFailure.detail);
    }
    if (signIn?.status === 401) {
        const detail = `The org answered 401: ${signIn.reason}`;
        return finding("credentials", "bad_credentials", detail);
    }
    if (signIn !== undefined && (signIn.status === undefined || signIn.status >= 429)) {
        const detail = signIn.reason || `The org answered ${signIn.status}.`;
        return finding("credentials", "unreachable", detail);
    }
    if (signIn !== undefined && !isAccepted(signIn)) {
        const detail = `The host answered ${signIn.status}, but not as Okta does. ${signIn.reason}`;
        return finding("credentials", "could_not_check", detail.trimEnd());
    }
    return finding("credentials", "ok", `The provider's ${inWords[credentials]} is accepted.`);
}

/** An org that gave no answer to a request for a token has not refused the credentials. */
function codeOf({ code }: TokenFailure): PreflightCode {
    switch (code) {
        case "unreachable":
        case "rate_limited":
            return "unreachable";
        case "wrong_host":
            return "could_not_check";
        default:
            return "bad_credentials";
    }
}

// That Okta refuses this one call, or knows no such thing, says that it knows the credentials.
function isAccepted(answer: CallResult): boolean {
    const { status, errorCode, challenge, foreign } = answer;
    const isRefusal = status === 403 && (errorCode ?? challenge) !== undefined;
    return (status === 200 && !foreign) || isRefusal || isGone(answer);
}

/** Whether they hold the scopes that the first `up` needs. */
export function evaluateProviderScopes({
    plan,
    grantedScopes: held,
}: PreflightSnapshot): PreflightFinding {
    const subject = "runner scopes";
    const { providerScopes: needed } = plan;
    if (held === undefined) {
        const detail = `The access token does not tell its scopes; wanted: ${needed.join(", ")}.`;
        return finding(subject, "could_not_check", detail);
    }
    const missing = needed.filter((scope) => !held.includes(scope));
    return missing.length === 0
        ? finding(subject, "ok", `It holds ${needed.join(", ")}.`)
        : finding(subject, "missing_scope", `Missing: ${missing.join(", ")}.`);
}

/** Whether they are a Super Admin's. */
export function evaluateProviderRole({
    ownRoles,
    superAdminRead,
}: PreflightSnapshot): PreflightFinding {
    if (ownRoles?.includes(PROVIDER_ROLE)) {
        return finding(ROLE_SUBJECT, "ok", "It is a Super Admin.");
    }
    // A role that comes with a group is not listed, but shows in what may be read.
    const isShown = superAdminRead?.status === 200 && !superAdminRead.foreign;
    if (isShown || (superAdminRead !== undefined && isGone(superAdminRead))) {
        return finding(ROLE_SUBJECT, "ok", "It may read role assignments, as a Super Admin.");
    }
    // A scope that the method has no need of says nothing about the role.
    if (superAdminRead?.status !== 403 || superAdminRead.challenge === "insufficient_scope") {
        const detail = `Roles cannot be read (${superAdminRead?.status ?? "no answer"}).`;
        return finding(ROLE_SUBJECT, "could_not_check", detail);
    }
    const roles = ownRoles?.length ? ownRoles.join(", ") : "none that can be seen";
    return finding(ROLE_SUBJECT, "not_super_admin", `Its roles: ${roles}.`);
}
