import { maskSecrets } from "../rules/mask";
import { visibleText } from "../rules/visible";
import { HttpError, type HttpResponse } from "./http";

/** Why no token came: the part of the finding codes that the token endpoint can cause. */
export type TokenFailureCode =
    | "missing_scope"
    | "dpop_required"
    | "key_not_registered"
    | "key_inactive"
    | "credential_refused"
    | "clock_skew"
    | "wrong_host"
    | "network_blocked"
    | "rate_limited"
    | "unreachable"
    | "app_inactive";

/** Why the org gave no token. */
export interface TokenFailure {
    readonly code: TokenFailureCode;
    /** One sentence with what the org said, free of secrets. */
    readonly detail: string;
    readonly status?: number;
    /** The OAuth error, such as invalid_client. */
    readonly error?: string;
    readonly description?: string;
    /** The org's clock minus ours in seconds. */
    readonly clockOffsetSeconds?: number;
}

// Okta gives most assertion faults the same error, invalid_client; only the text tells them apart.
const byDescription: readonly (readonly [RegExp, TokenFailureCode])[] = [
    [
        /must be issued before the current time|token is expired|too far into the future/i,
        "clock_skew",
    ],
    [/audience claim/i, "wrong_host"],
    [/\b(key|kid|JWK)\b.*\b(inactive|not active|deactivated)/i, "key_inactive"],
    [/signature is invalid|kid is invalid|JWKSet configured|invalid 'use'/i, "key_not_registered"],
    [/private_key_jwt|signature algorithm is invalid/i, "key_not_registered"],
    [/client secret\b.*\binvalid/i, "credential_refused"],
    [/network zones/i, "network_blocked"],
];

const byError: Readonly<Record<string, TokenFailureCode>> = {
    consent_required: "missing_scope",
    invalid_scope: "missing_scope",
    invalid_dpop_proof: "dpop_required",
    use_dpop_nonce: "dpop_required",
    access_denied: "network_blocked",
    // An unknown client id and a deactivated app get the same kind of answer.
    invalid_client: "app_inactive",
    unauthorized_client: "app_inactive",
};

/** Tells what a refused token request means. */
export function explainRefusal(response: HttpResponse): TokenFailure {
    const { error, description } = readOAuthError(response.json);
    const facts = {
        status: response.status,
        error,
        description,
        clockOffsetSeconds: response.clockOffsetSeconds,
    };
    const said = `The org answered ${response.status}${error ? ` ${error}` : ""}${
        description ? `: ${description}` : "."
    }`;
    if (response.status === 429) {
        const detail = `The token endpoint still answered 429 after ${Math.round(response.waitedMs / 1000)} s of waiting as told.`;
        return { code: "rate_limited", detail, ...facts };
    }
    if (response.status >= 500) {
        return { code: "unreachable", detail: said, ...facts };
    }
    if (error === undefined) {
        const where = response.headers.get("location");
        const detail = where
            ? `The host answered ${response.status} and points to ${originOf(where)} instead.`
            : `The host answered ${response.status}, and not as an Okta token endpoint does.`;
        return { code: "wrong_host", detail, ...facts };
    }
    const told = byDescription.find(([pattern]) => pattern.test(description ?? ""));
    return { code: told?.[1] ?? byError[error] ?? "unreachable", detail: said, ...facts };
}

/** Tells what a call without an answer means. */
export function explainHttpError(error: HttpError): TokenFailure {
    return { code: "unreachable", detail: `${error.message}.` };
}

// Okta answers an unknown client_id in its own error form, everything else in the form of RFC 6749.
function readOAuthError(body: unknown): { error?: string; description?: string } {
    if (typeof body !== "object" || body === null) {
        return {};
    }
    const text = (name: string): string | undefined => {
        const value: unknown = Object.entries(body).find(([key]) => key === name)?.[1];
        return typeof value === "string" ? visibleText(maskSecrets(value)) : undefined;
    };
    const error = text("error") ?? text("errorCode");
    const description = text("error_description") ?? text("errorSummary");
    return {
        error,
        description,
    };
}

function originOf(location: string): string {
    return URL.canParse(location) ? new URL(location).origin : "another page";
}
