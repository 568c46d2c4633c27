import * as oauth from "oauth4webapi";

import { clientAssertion } from "./clientAssertion";
import { recordExchange, requestOptions } from "./exchange";
import {
    createHttpClient,
    type HttpClient,
    HttpError,
    type HttpRequest,
    type HttpResponse,
    urlInOrg,
} from "./http";
import { readSigningKey } from "./privateKey";
import { explainHttpError, explainRefusal, type TokenFailure } from "./tokenFailure";

export type { TokenFailure, TokenFailureCode } from "./tokenFailure";

/** What the client proves itself with: private_key_jwt or client_secret_basic. */
export type ClientCredential =
    | {
          readonly privateKeyPem: string;
          /** The `kid` of the key. Defaults to its RFC 7638 thumbprint, and to none if the org does not know that. */
          readonly keyId?: string;
      }
    | { readonly clientSecret: string };

/** What it takes to get a token by client_credentials. */
export type MintTokenOptions = TokenRequest & ClientCredential;

interface TokenRequest {
    /** Address the org is reached at, such as https://acme.okta.com or a loopback sandbox. */
    readonly orgUrl: string;
    /** Address the assertion is made out to. Defaults to orgUrl. */
    readonly audienceUrl?: string;
    readonly clientId: string;
    readonly scopes: readonly string[];
    /** Whether to send DPoP proofs: never, always, or (the default) when the org asks for them. */
    readonly dpop?: "auto" | "never" | "always";
    /** Seconds to add to the local clock. Defaults to 0. */
    readonly clockOffsetSeconds?: number;
    readonly http?: HttpClient;
}

/** A token, together with the way to use it. */
export interface AccessToken {
    readonly accessToken: string;
    readonly tokenType: "Bearer" | "DPoP";
    /** The scopes the org really put into it. */
    readonly scopes: readonly string[];
    readonly expiresIn: number;
    /** True when the org insisted on DPoP. */
    readonly dpopRequired: boolean;
    /** The org's clock minus ours in seconds. */
    readonly clockOffsetSeconds: number | undefined;
    /** Sends one API call with this token, with a proof where the token requires one. */
    readonly send: (path: string, request?: HttpRequest) => Promise<HttpResponse>;
}

/** A token, or why there is none. */
export type MintResult =
    | { readonly ok: true; readonly token: AccessToken }
    | { readonly ok: false; readonly failure: TokenFailure };

/** Goes Rezonate's way to a token: client assertion or client secret, token endpoint. */
export async function mintToken(options: MintTokenOptions): Promise<MintResult> {
    const session = await openSession(options);
    const first = await session.request(session.kid, options.dpop === "always");
    if (first.ok || options.dpop === "never" || first.failure.code !== "dpop_required") {
        const unknownKid = !first.ok && /kid is invalid/i.test(first.failure.description ?? "");
        return unknownKid && session.isGuess
            ? session.request(undefined, options.dpop === "always")
            : first;
    }
    return session.request(session.kid, true);
}

interface Session {
    readonly kid: string | undefined;
    /** Whether nobody has named the kid. */
    readonly isGuess: boolean;
    request(kid: string | undefined, withDpop: boolean): Promise<MintResult>;
}

async function openSession(options: MintTokenOptions): Promise<Session> {
    const http = options.http ?? createHttpClient();
    const origin = new URL(options.orgUrl).origin;
    const server: oauth.AuthorizationServer = {
        issuer: origin,
        token_endpoint: `${origin}/oauth2/v1/token`,
    };
    const client: oauth.Client = {
        client_id: options.clientId,
        [oauth.clockSkew]: options.clockOffsetSeconds ?? 0,
    };
    const audience = `${new URL(options.audienceUrl ?? origin).origin}/oauth2/v1/token`;
    const { kid, isGuess, authentication } = await clientOf(options, audience);

    async function request(kid: string | undefined, withDpop: boolean): Promise<MintResult> {
        const proof = withDpop
            ? oauth.DPoP(client, await oauth.generateKeyPair("ES256"))
            : undefined;
        // The first proof lacks the nonce that only the org can give.
        for (let attempt = 0; ; attempt += 1) {
            const exchange = recordExchange(http);
            try {
                const answer = await oauth.clientCredentialsGrantRequest(
                    server,
                    client,
                    authentication(kid),
                    { scope: options.scopes.join(" ") },
                    requestOptions(exchange.fetch, proof),
                );
                const result = await oauth.processClientCredentialsResponse(server, client, answer);
                const recorded = exchange.last();
                const token = toAccessToken(result, origin, http, proof, options.scopes, recorded);
                return { ok: true, token };
            } catch (error) {
                if (error instanceof HttpError) {
                    return { ok: false, failure: explainHttpError(error) };
                }
                const refused = exchange.last();
                if (refused === undefined) {
                    throw error;
                }
                const failure = explainRefusal(refused);
                if (attempt > 1 || !mayPass(failure, proof !== undefined)) {
                    return { ok: false, failure };
                }
            }
        }
    }

    return { kid, isGuess, request };
}

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

interface ClientProof {
    readonly kid: string | undefined;
    readonly isGuess: boolean;
    readonly authentication: (kid: string | undefined) => oauth.ClientAuth;
}

async function clientOf(options: MintTokenOptions, audience: string): Promise<ClientProof> {
    if ("clientSecret" in options) {
        const authentication = (): oauth.ClientAuth =>
            oauth.ClientSecretBasic(options.clientSecret);
        return { kid: undefined, isGuess: false, authentication };
    }
    const key = await readSigningKey(options.privateKeyPem);
    const { clientId, clockOffsetSeconds } = options;
    const subject = { clientId, privateKeyPem: key.pem, audience, clockOffsetSeconds };
    return {
        kid: options.keyId ?? key.thumbprint,
        isGuess: options.keyId === undefined,
        // A fresh assertion each time: the org takes the jti of one only once.
        authentication: (keyId) => (_server, _client, body) => {
            body.set("client_assertion_type", ASSERTION_TYPE);
            body.set("client_assertion", clientAssertion({ ...subject, keyId }));
        },
    };
}

function mayPass(failure: TokenFailure, withDpop: boolean): boolean {
    const nonceAsked = withDpop && failure.error === "use_dpop_nonce";
    return nonceAsked || (failure.status ?? 0) >= 500;
}

function toAccessToken(
    result: oauth.TokenEndpointResponse,
    origin: string,
    http: HttpClient,
    proof: oauth.DPoPHandle | undefined,
    asked: readonly string[],
    recorded: HttpResponse | undefined,
): AccessToken {
    const accessToken = result.access_token;
    const bound = result.token_type.toLowerCase() === "dpop";
    async function send(path: string, request: HttpRequest = {}): Promise<HttpResponse> {
        const url = urlInOrg(new URL(origin), path);
        if (!bound) {
            const headers = { ...request.headers, authorization: `Bearer ${accessToken}` };
            return http.send(url, { ...request, headers });
        }
        const answer = await sendWithProof(accessToken, url, request, http, proof);
        // A proof is good once: where the client had to send it again, a fresh one is needed.
        return answer.status === 400 && /already been used/.test(answer.body)
            ? sendWithProof(accessToken, url, request, http, proof)
            : answer;
    }
    return {
        accessToken,
        tokenType: bound ? "DPoP" : "Bearer",
        // RFC 6749 lets the scope out when it is what was asked for.
        scopes: result.scope === undefined ? asked : result.scope.split(" ").filter(Boolean),
        expiresIn: result.expires_in ?? 3600,
        dpopRequired: bound,
        clockOffsetSeconds: recorded?.clockOffsetSeconds,
        send,
    };
}

async function sendWithProof(
    accessToken: string,
    url: URL,
    request: HttpRequest,
    http: HttpClient,
    proof: oauth.DPoPHandle | undefined,
): Promise<HttpResponse> {
    const exchange = recordExchange(http);
    const headers = new Headers(request.headers);
    const options = requestOptions(exchange.fetch, proof);
    const { method = "GET", body = null } = request;
    // A refusal is thrown, but its answer is what callers evaluate.
    await oauth
        .protectedResourceRequest(accessToken, method, url, headers, body, options)
        .catch((error: unknown) => {
            if (exchange.last() === undefined) {
                throw error;
            }
        });
    const answer = exchange.last();
    if (answer === undefined) {
        throw new HttpError("dropped", url.host, "no answer was recorded");
    }
    return answer;
}
