import { text } from "../provider/value";
import { type DpopProver, dpopProver, signer } from "./assertion";
import { type Answer, jsonOf, send } from "./http";
import { OktaError } from "./oktaError";
import type { RetryPolicy } from "./retry";
import type { Credentials, Settings } from "./settings";

/** Returns the headers that authenticate one request. */
export type Authorization = (method: string, url: URL) => Promise<Record<string, string>>;

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const EXPIRY_MARGIN_MS = 60_000;

/**
 * Returns how a provider instance authenticates: SSWS, Bearer, or an OAuth access token that is
 * requested on first use and renewed a minute before it expires.
 */
export function authorizationOf(
    settings: Settings,
    retryPolicy: RetryPolicy,
    signal: AbortSignal,
): Authorization {
    const { credentials } = settings;
    if (credentials.kind === "apiToken") {
        return () => Promise.resolve({ Authorization: `SSWS ${credentials.token}` });
    }
    if (credentials.kind === "accessToken") {
        return () => Promise.resolve({ Authorization: `Bearer ${credentials.token}` });
    }
    let current: Promise<Token> | undefined;
    return async (method, url): Promise<Record<string, string>> => {
        const cached = await current?.catch(() => undefined);
        if (!cached || cached.expires < Date.now() + EXPIRY_MARGIN_MS) {
            current = requestToken(settings, credentials, retryPolicy, signal);
        }
        const token = await (current as Promise<Token>);
        if (!token.prover) {
            return { Authorization: `Bearer ${token.value}` };
        }
        // The proof names the org even when the request goes through a proxy.
        const target = new URL(url.pathname, settings.org);
        const proof = await token.prover.prove(method, target, { accessToken: token.value });
        return { Authorization: `DPoP ${token.value}`, DPoP: proof };
    };
}

interface Token {
    readonly value: string;
    readonly expires: number;
    readonly prover: DpopProver | undefined;
}

async function requestToken(
    settings: Settings,
    credentials: Extract<Credentials, { kind: "privateKey" }>,
    retryPolicy: RetryPolicy,
    signal: AbortSignal,
): Promise<Token> {
    const sign = signer(credentials);
    const url = new URL("/oauth2/v1/token", settings.proxy || settings.org);
    // The audience names the org even when the request goes through a proxy.
    const audience = `${settings.org}/oauth2/v1/token`;

    const ask = (proof: string | undefined): Promise<Answer> =>
        retryPolicy.retry("POST", async (headers) => {
            const body = new URLSearchParams({
                grant_type: "client_credentials",
                scope: credentials.scopes.join(" "),
                client_assertion_type: ASSERTION_TYPE,
                client_assertion: await sign(audience),
            }).toString();
            return send({
                method: "POST",
                url,
                proxy: settings.proxy,
                headers: {
                    Accept: "application/json",
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Content-Length": String(Buffer.byteLength(body)),
                    ...(proof === undefined ? {} : { DPoP: proof }),
                    ...headers,
                },
                body,
                timeoutMs: settings.requestTimeoutMs,
                signal,
            });
        });

    let prover: DpopProver | undefined;
    let answer = await ask(undefined);
    if (text(jsonOf(answer), "error") === "invalid_dpop_proof") {
        prover = await dpopProver();
        answer = await ask(await prover.prove("POST", new URL(audience)));
        const nonce = answer.headers["dpop-nonce"];
        if (text(jsonOf(answer), "error") === "use_dpop_nonce" && typeof nonce === "string") {
            answer = await ask(await prover.prove("POST", new URL(audience), { nonce }));
        }
    }
    const { access_token: value, expires_in: lifetime } = jsonOf(answer);
    if (answer.status !== 200 || typeof value !== "string") {
        throw new Error(
            `Okta gave no access token to client ${credentials.clientId}: ${new OktaError(answer).message}`,
        );
    }
    return { value, expires: Date.now() + Number(lifetime) * 1000, prover };
}
