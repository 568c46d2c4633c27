import { isLoopback } from "../rules/loopback";
import type { Environment } from "../rules/providerCredentials";
import { type Fetch, fetchWhole, type WholeAnswer } from "./fetchWhole";

/** Why a call got no usable answer. */
export type HttpFault =
    | "not_allowed"
    | "timeout"
    | "name"
    | "refused"
    | "tls"
    | "dropped"
    | "undecodable"
    | "too_big"
    | "too_many_pages";

/** A call that ended without an answer. The message names host and reason, never a header or body. */
export class HttpError extends Error {
    readonly fault: HttpFault;
    readonly host: string;

    constructor(fault: HttpFault, host: string, reason: string) {
        super(`${host}: ${reason}`);
        this.name = "HttpError";
        this.fault = fault;
        this.host = host;
    }
}

/** How this client names itself: the System Log then tells its calls from Rezonate's. */
export const USER_AGENT = "rezonate-okta";

/** One request. */
export interface HttpRequest {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
}

/** Where the proxy variables come from, and what ends an attempt early. */
export interface TransportOptions {
    readonly env: Environment;
    readonly signal: AbortSignal | undefined;
}

/** One attempt at one request, which may take so long: the whole answer, or an HttpError. */
export type Transport = (url: URL, request: HttpRequest, timeoutMs: number) => Promise<WholeAnswer>;

/**
 * Makes the function that puts requests on the wire, through a proxy when the environment names
 * one. The time limit holds until the last byte of the answer.
 */
export function createTransport(options: TransportOptions): Transport {
    const proxied = hasProxy(options.env) ? loadProxyFetch(options.env) : undefined;
    return async (url, request, timeoutMs) => {
        const headers = {
            accept: "application/json",
            ...request.headers,
            // The OAuth library would name itself in requests for a token.
            "user-agent": USER_AGENT,
        };
        checkHeaders(headers, url);
        try {
            const send =
                proxied !== undefined && !isLoopback(url) ? await proxied : (fetch as Fetch);
            return await fetchWhole(send, url, {
                method: request.method ?? "GET",
                headers,
                body: request.body,
                timeoutMs,
                signal: options.signal,
            });
        } catch (error) {
            options.signal?.throwIfAborted();
            throw explain(error, url.host);
        }
    };
}

/** fetch would show the whole header, the credential with it. */
function checkHeaders(headers: Readonly<Record<string, string>>, { host }: URL): void {
    const name = Object.keys(headers).find((key) => /[^\t\x20-\x7e]/.test(headers[key] ?? ""));
    if (name !== undefined) {
        const reason = `the header ${name} has a line break or another character that no header may have, so that nothing was sent; set the credential in it again`;
        throw new HttpError("not_allowed", host, reason);
    }
}

function hasProxy(env: TransportOptions["env"]): boolean {
    return ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"].some((name) => env[name]);
}

// Node's own fetch takes no notice of the proxy variables before Node 24.
async function loadProxyFetch(env: TransportOptions["env"]): Promise<Fetch> {
    const { EnvHttpProxyAgent, fetch: undiciFetch } = await import("undici");
    const dispatcher = new EnvHttpProxyAgent({
        httpProxy: env["http_proxy"] ?? env["HTTP_PROXY"],
        httpsProxy: env["https_proxy"] ?? env["HTTPS_PROXY"],
        noProxy: env["no_proxy"] ?? env["NO_PROXY"],
    });
    return (url, init) => undiciFetch(url, { ...init, dispatcher });
}

function explain(error: unknown, host: string): HttpError {
    if (error instanceof Error && error.name === "TimeoutError") {
        return new HttpError("timeout", host, error.message);
    }
    if (error instanceof Error && error.name === "SizeError") {
        return new HttpError("too_big", host, error.message);
    }
    const code = codeOf(error);
    if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
        return new HttpError("name", host, `the name cannot be resolved (${code})`);
    }
    if (code === "ECONNREFUSED" || code === "EHOSTUNREACH" || code === "ENETUNREACH") {
        return new HttpError("refused", host, `nothing accepts connections there (${code})`);
    }
    if (/CERT|TLS|SSL|SELF_SIGNED|ALTNAME|UNABLE_TO/.test(code)) {
        return new HttpError("tls", host, `its TLS certificate is not accepted (${code})`);
    }
    if (/^Z_|^ERR__ERROR|^ERR_BROTLI|DECODE/.test(code)) {
        return new HttpError("undecodable", host, `the answer cannot be decoded (${code})`);
    }
    return new HttpError("dropped", host, `the connection broke (${code || "no reason given"})`);
}

// fetch wraps what happened on the socket, sometimes more than once.
function codeOf(error: unknown): string {
    for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
        if ("code" in at && typeof at.code === "string") {
            return at.code;
        }
        if (at instanceof AggregateError && at.errors.length > 0) {
            return codeOf(at.errors[0]);
        }
    }
    return "";
}
