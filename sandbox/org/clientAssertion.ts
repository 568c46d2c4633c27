import { jwkOf } from "./appKeys";
import { oauthError } from "./errors";
import { isAsymmetric, isSignedBy, type ParsedJwt, parseJwt } from "./jwt";
import type { App, AppKey } from "./model";
import type { Org } from "./org";
import { hashOf } from "./store";

const LONGEST_LIFETIME = 3600;

function invalidClient(description: string) {
    return oauthError(401, "invalid_client", description);
}

/** The app whose client assertion this is. Which check Okta makes first is unconfirmed. */
export async function clientOfAssertion(
    org: Org,
    assertion: string,
    keysOf: (app: App) => Promise<readonly AppKey[]>,
): Promise<App> {
    const jwt = parseJwt(assertion);
    if (jwt === undefined) {
        throw invalidClient("The parsing of the client_assertion failed.");
    }
    if (!isAsymmetric(jwt.header.alg)) {
        throw invalidClient("The client_assertion JWT signature algorithm is invalid.");
    }
    const { iss, sub } = jwt.payload;
    const app = org.store.apps.find((each) => each.clientId === iss);
    if (app === undefined) {
        throw invalidClient("The issuer claim for client_assertion is not a valid client_id.");
    }
    if (sub !== app.clientId) {
        throw invalidClient("The subject claim for client_assertion is not a valid client_id.");
    }
    await checkSignature(org, jwt, await keysOf(app));
    checkClaims(org, jwt);
    return app;
}

async function checkSignature(org: Org, jwt: ParsedJwt, keys: readonly AppKey[]): Promise<void> {
    if (keys.length === 0) {
        throw invalidClient(
            "The client does not have a JWKSet configured, but the client_assertion requires one.",
        );
    }
    const active = keys.filter((key) => key.status === "ACTIVE");
    const { kid } = jwt.header;
    // A single key needs no kid; with several, Okta's support names it mandatory.
    const key =
        kid === undefined && active.length === 1
            ? active[0]
            : active.find((each) => each.kid === kid);
    if (key === undefined) {
        throw invalidClient("The client_assertion JWT kid is invalid.");
    }
    if (key.use !== null && key.use !== "sig") {
        throw invalidClient(
            "The public key being used for client assertion has an invalid 'use' parameter. Valid values for the 'use' parameter are sig.",
        );
    }
    // Okta stores such a key with `crv` null, and what it then does with a signature is unconfirmed.
    const isWithoutCurve = key.kty === "EC" && !key.crv && !org.inferCurve;
    if (isWithoutCurve || !(await isSignedBy(jwt, jwkOf(key)))) {
        throw invalidClient("The client_assertion signature is invalid.");
    }
}

function checkClaims(org: Org, jwt: ParsedJwt): void {
    const { aud, iat, jti, nbf } = jwt.payload;
    const now = org.seconds();
    const audiences = Array.isArray(aud) ? aud : [aud];
    if (!org.urls.some((url) => audiences.includes(`${url}/oauth2/v1/token`))) {
        throw invalidClient(
            "The audience claim for client_assertion must be the endpoint invoked for the request.",
        );
    }
    const expiry = secondsOf(jwt.payload["exp"]);
    if (expiry === undefined) {
        throw invalidClient(
            "The client_assertion must contain the 'exp' claim as seconds since epoch.",
        );
    }
    if (expiry <= now) {
        throw invalidClient("The client_assertion token is expired.");
    }
    if (expiry > now + LONGEST_LIFETIME) {
        throw invalidClient(
            "The client_assertion token has an expiration too far into the future.",
        );
    }
    // Okta's text for a future `nbf` is unconfirmed.
    const isInFuture = (time: unknown) => time !== undefined && (secondsOf(time) ?? Infinity) > now;
    if (isInFuture(iat) || isInFuture(nbf)) {
        throw invalidClient("The client_assertion token must be issued before the current time.");
    }
    if (jti !== undefined) {
        const id = hashOf(JSON.stringify([jwt.payload["iss"], jti]));
        if (!org.useTokenId(id, expiry)) {
            throw invalidClient("The client_assertion token has already been used.");
        }
    }
}

// Okta's guide shows `exp` as a string; what SDKs send is a number.
function secondsOf(value: unknown): number | undefined {
    const seconds = typeof value === "string" && value !== "" ? Number(value) : value;
    return typeof seconds === "number" && Number.isFinite(seconds) ? seconds : undefined;
}
