import { authenticateClient, type Client, failed } from "../clientAuthentication";
import { checkProof } from "../dpop";
import { HttpError, oauthError } from "../errors";
import type { LogEvent, LogParty } from "../logEvent";
import { isAllowedFrom } from "../network";
import type { Call, Reply, Route } from "../route";
import { randomCharacters } from "../store";
import { appParty, logEvent, party } from "../systemLog";
import { allowedScopes } from "../tokenScopes";

const TOKEN_LIFETIME = 3600;
const NOT_CACHED = { "Cache-Control": "no-cache, no-store", Pragma: "no-cache" };

async function issueToken(call: Call): Promise<Reply> {
    let client: Client | undefined;
    try {
        const form = formOf(call);
        client = await authenticateClient(call, form);
        const boundTo = await checkClient(call, client);
        const scopes = allowedScopes(form.get("scope"), scopesGrantedTo(call, client));
        const body = {
            token_type: boundTo === undefined ? "Bearer" : "DPoP",
            expires_in: TOKEN_LIFETIME,
            access_token: await accessToken(call, clientIdOf(client), scopes, boundTo),
            scope: scopes.join(" "),
        };
        log(call, client, "app.oauth2.token.grant.access_token", "OAuth access token is granted", {
            debugData: {
                clientAuthType: client.kind === "app" ? "private_key_jwt" : "client_secret_basic",
                grantType: "client_credentials",
                // The recorded event lists scopes in this way.
                requestedScopes: scopesIn(form.get("scope")).join(", "),
                grantedScopes: scopes.join(", "),
                requestUri: "/oauth2/v1/token",
            },
        });
        return { status: 200, body, headers: NOT_CACHED };
    } catch (error) {
        if (error instanceof HttpError) {
            log(call, client, "app.oauth2.token.grant", "OAuth token request", {
                failure: reasonOf(error),
            });
        }
        throw error;
    }
}

function formOf(call: Call): URLSearchParams {
    if (["client_id", "client_secret", "client_assertion"].some((name) => call.query.has(name))) {
        throw oauthError(
            400,
            "invalid_request",
            "Client credentials cannot be supplied via query parameters.",
        );
    }
    const form = new URLSearchParams(call.text);
    if (new Set(form.keys()).size < form.size) {
        throw oauthError(
            400,
            "invalid_request",
            "The request contained multiple parameters with the same name.",
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
    return form;
}

/** The rules that hold for the client whatever it asks for; returns the key its token is bound to. */
async function checkClient(call: Call, client: Client): Promise<string | undefined> {
    const settings = client.kind === "app" ? client.app.settings.oauthClient : undefined;
    if (client.kind === "app") {
        if (client.app.status !== "ACTIVE") {
            // The text for an inactive app is unconfirmed.
            throw failed();
        }
        if (settings?.application_type !== "service") {
            throw oauthError(
                401,
                "invalid_client",
                "Only clients with 'application_type' of 'service' may use the client_credentials 'grant_type' with the Org Authorization Server.",
            );
        }
        if (!settings.grant_types.includes("client_credentials")) {
            throw oauthError(
                400,
                "unauthorized_client",
                "The client is not authorized to use the provided grant type. Configured grant types: [].",
            );
        }
    }
    if (!isAllowedFrom(call.org, settings?.network, call.ip)) {
        throw oauthError(
            403,
            "access_denied",
            "The request is made from outside the client's permitted network zones.",
        );
    }
    // A client that sends a proof gets a bound token, also where it need not.
    const proof = call.headers.get("dpop") ?? undefined;
    if (proof === undefined && settings?.dpop_bound_access_tokens !== true) {
        return undefined;
    }
    return checkProof(call.org, proof, { method: "POST", path: call.path, nonce: true });
}

function scopesGrantedTo(call: Call, client: Client): readonly string[] {
    if (client.kind === "service") {
        return client.service.grantedScopes;
    }
    const { app } = client;
    return call.org.store.grants
        .filter((grant) => grant.appId === app.id)
        .map((grant) => grant.scopeId);
}

function accessToken(
    call: Call,
    clientId: string,
    scopes: readonly string[],
    boundTo: string | undefined,
): Promise<string> {
    const { base, org } = call;
    const now = org.seconds();
    return org.signingKey.sign({
        ver: 1,
        jti: `AT.${randomCharacters(43)}`,
        iss: base,
        aud: base,
        sub: clientId,
        iat: now,
        exp: now + TOKEN_LIFETIME,
        cid: clientId,
        scp: scopes,
        ...(boundTo === undefined ? {} : { cnf: { jkt: boundTo } }),
    });
}

function clientIdOf(client: Client): string {
    return client.kind === "app" ? client.app.clientId : client.service.id;
}

function log(
    call: Call,
    client: Client | undefined,
    eventType: string,
    message: string,
    details: { readonly failure?: string; readonly debugData?: LogEvent["debugData"] },
): void {
    const { failure, debugData } = details;
    const principal =
        client === undefined
            ? call.principal
            : ({ kind: "client", clientId: clientIdOf(client), scopes: [] } as const);
    const outcome =
        failure === undefined
            ? ({ result: "SUCCESS", reason: null } as const)
            : ({ result: "FAILURE", reason: failure } as const);
    logEvent({ ...call, principal }, eventType, message, targetsOf(client), outcome, debugData);
}

function scopesIn(text: string | null): string[] {
    return (text ?? "").split(" ").filter(Boolean);
}

function targetsOf(client: Client | undefined): LogParty[] {
    switch (client?.kind) {
        case "app":
            return [appParty(client.app)];
        case "service":
            return [party("PublicClientApp", client.service.id, client.service.name)];
        case undefined:
            return [];
    }
}

function reasonOf(refusal: HttpError): string {
    const { body } = refusal;
    return typeof body === "object" && body !== null && "error" in body
        ? String(body.error)
        : "invalid_client";
}

export const tokenRoutes: Route[] = [
    {
        method: "POST",
        path: "/oauth2/v1/token",
        scope: "public",
        roles: "any",
        supported:
            "client_credentials: private_key_jwt (keys in the app or behind jwks_uri, fetched at most once a minute), client_secret_basic for API service integrations, DPoP, network zones. The order of checks, the text for an inactive app, the status for several credentials (401) and the texts for an 'nbf' in the future and an unknown 'crit' are unconfirmed; of the scopes asked for, those not granted are left out. A scope that is neither on the sandbox's list (specification 2026.06.3) nor granted to the client is unknown: invalid_scope.",
        source: "OERR, DD:guides/implement-oauth-for-okta-serviceapp, DD:guides/dpop, OAS",
        handle: issueToken,
    },
];
