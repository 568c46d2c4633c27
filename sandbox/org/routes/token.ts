import { clientOfAssertion } from "../clientAssertion";
import { oauthError, Refusal } from "../errors";
import { signJwt } from "../jwt";
import type { App } from "../model";
import type { Org } from "../org";
import type { Call, Reply, Route } from "../route";
import { randomCharacters } from "../store";
import { appParty, logEvent } from "../systemLog";

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const TOKEN_LIFETIME = 3600;
const OIDC_SCOPES = [
    "openid",
    "profile",
    "email",
    "address",
    "phone",
    "offline_access",
    "device_sso",
];

async function issueToken(call: Call): Promise<Reply> {
    const { org } = call;
    const form = new URLSearchParams(call.text);
    checkGrantType(call, form);
    const app = await authenticateClient(org, form);
    const asClient = {
        ...call,
        principal: { kind: "client", clientId: app.clientId, scopes: [] },
    } as const;
    try {
        checkClient(app);
        const scopes = grantedScopes(org, app, form.get("scope") ?? "");
        const token = accessToken(call, app.clientId, scopes);
        logEvent(asClient, "app.oauth2.token.grant.access_token", "OAuth access token is granted", [
            appParty(app),
        ]);
        return {
            status: 200,
            body: {
                token_type: "Bearer",
                expires_in: TOKEN_LIFETIME,
                access_token: token,
                scope: scopes.join(" "),
            },
            headers: { "Cache-Control": "no-cache, no-store", Pragma: "no-cache" },
        };
    } catch (error) {
        if (error instanceof Refusal) {
            logEvent(asClient, "app.oauth2.token.grant", "OAuth token request", [appParty(app)], {
                result: "FAILURE",
                reason: reasonOf(error),
            });
        }
        throw error;
    }
}

function checkGrantType(call: Call, form: URLSearchParams): void {
    if (["client_id", "client_secret", "client_assertion"].some((name) => call.query.has(name))) {
        throw oauthError(
            400,
            "invalid_request",
            "Client credentials cannot be supplied via query parameters.",
        );
    }
    const grantType = form.get("grant_type") ?? "";
    if (grantType === "") {
        throw oauthError(
            400,
            "invalid_request",
            "The token request must specify a 'grant_type'. Valid values: [client_credentials].",
        );
    }
    if (grantType !== "client_credentials") {
        throw oauthError(
            400,
            "unsupported_grant_type",
            "The grant type in the request isn't supported.",
        );
    }
}

async function authenticateClient(org: Org, form: URLSearchParams): Promise<App> {
    const assertion = form.get("client_assertion") ?? "";
    if (assertion === "") {
        throw oauthError(401, "invalid_client", "No client credentials found.");
    }
    if (form.get("client_assertion_type") !== ASSERTION_TYPE) {
        throw oauthError(400, "invalid_request", "The client_assertion_type is invalid.");
    }
    return clientOfAssertion(org, assertion, (app) => Promise.resolve(app.keys));
}

function checkClient(app: App): void {
    if (app.status !== "ACTIVE") {
        // The text for an inactive app is unconfirmed.
        throw oauthError(
            401,
            "invalid_client",
            "Client authentication failed. Either the client or the client credentials are invalid.",
        );
    }
    if (app.settings.oauthClient?.application_type !== "service") {
        throw oauthError(
            401,
            "invalid_client",
            "Only clients with 'application_type' of 'service' may use the client_credentials 'grant_type' with the Org Authorization Server.",
        );
    }
}

/** Of the scopes asked for, those granted: Okta leaves the others out without a word. */
function grantedScopes(org: Org, app: App, requested: string): string[] {
    const scopes = [...new Set(requested.split(" ").filter((scope) => scope !== ""))];
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
    if (scopes.some((scope) => !/^okta\.[A-Za-z0-9]+(\.[A-Za-z0-9]+)*$/.test(scope))) {
        throw oauthError(
            400,
            "invalid_scope",
            "One or more scopes are not configured for the authorization server resource.",
        );
    }
    const held = org.store.grants.filter((grant) => grant.appId === app.id);
    const granted = scopes.filter((scope) => held.some((grant) => grant.scopeId === scope));
    if (granted.length === 0) {
        throw oauthError(
            400,
            "consent_required",
            "You are not allowed any of the requested scopes.",
        );
    }
    return granted;
}

function accessToken(call: Call, clientId: string, scopes: readonly string[]): string {
    const { base, org } = call;
    const now = org.seconds();
    const { signingKey } = org;
    return signJwt(
        { kid: signingKey.publicJwk.kid, alg: "RS256" },
        {
            ver: 1,
            jti: `AT.${randomCharacters(43)}`,
            iss: base,
            aud: base,
            sub: clientId,
            iat: now,
            exp: now + TOKEN_LIFETIME,
            cid: clientId,
            scp: scopes,
        },
        signingKey.privateKey,
    );
}

function reasonOf(refusal: Refusal): string {
    const { body } = refusal;
    return typeof body === "object" && body !== null && "error" in body
        ? String(body.error)
        : "refused";
}

export const tokenRoutes: Route[] = [
    {
        method: "POST",
        path: "/oauth2/v1/token",
        scope: "public",
        roles: "any",
        supported: "client_credentials with private_key_jwt",
        source: "OERR, DD:guides/implement-oauth-for-okta-serviceapp, OAS",
        handle: issueToken,
    },
];
