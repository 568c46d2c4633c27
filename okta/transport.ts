import { isLoopback } from "./address";

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

/** One request. */
export interface HttpRequest {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
}

/** An answer as it came over the wire. */
export interface RawAnswer {
    readonly status: number;
    readonly headers: Headers;
    readonly body: string;
}

/** Where the proxy variables come from, how long an attempt may take, and what ends it early. */
export interface TransportOptions {
    readonly timeoutMs: number;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly signal: AbortSignal | undefined;
}

/** The most that is read of one answer, decoded. A page of 200 entries of Okta has about 1 MiB. */
const MAX_BODY_BYTES = 16 * 2 ** 20;

/** One attempt at one request: the whole answer, or an HttpError. */
export type Transport = (url: URL, request: HttpRequest) => Promise<RawAnswer>;

/**
 * Makes the function that puts requests on the wire, through a proxy when the environment names
 * one. The time limit holds until the last byte of the answer.
 */
export function createTransport(options: TransportOptions): Transport {
    const proxied = hasProxy(options.env) ? loadProxyFetch(options.env) : undefined;
    return async (url, request) => {
        const limit = startTimeLimit(options);
        const init = {
            method: request.method ?? "GET",
            headers: { accept: "application/json", ...request.headers },
            body: request.body,
            redirect: "manual" as const,
            signal: limit.signal,
        };
        const exchange = async (): Promise<RawAnswer> => {
            const send = proxied !== undefined && !isLoopback(url) ? await proxied : fetch;
            const answer = await send(url, init);
            const headers = new Headers([...answer.headers]);
            return { status: answer.status, headers, body: await readBody(answer, url.host) };
        };
        try {
            return await Promise.race([exchange(), limit.exceeded]);
        } catch (error) {
            options.signal?.throwIfAborted();
            throw error instanceof HttpError ? error : explain(error, url.host, options.timeoutMs);
        } finally {
            limit.stop();
        }
    };
}

// AbortSignal.timeout() does not keep the process alive. While a broken body leaves fetch waiting
// for nothing, Node would exit with code 0 before the limit is reached.
function startTimeLimit({ timeoutMs, signal: outer }: TransportOptions): {
    readonly signal: AbortSignal;
    readonly exceeded: Promise<never>;
    readonly stop: () => void;
} {
    const controller = new AbortController();
    const timer = setTimeout(() => {
        controller.abort(new DOMException("no answer", "TimeoutError"));
    }, timeoutMs);
    const signal = outer ? AbortSignal.any([controller.signal, outer]) : controller.signal;
    const exceeded = new Promise<never>((_resolve, reject) => {
        signal.addEventListener("abort", () => {
            reject(signal.reason as Error);
        });
    });
    const stop = (): void => {
        clearTimeout(timer);
    };
    return { signal, exceeded, stop };
}

async function readBody({ body }: WireAnswer, host: string): Promise<string> {
    const decoder = new TextDecoder();
    let text = "";
    let size = 0;
    for await (const chunk of body ?? []) {
        size += chunk.byteLength;
        if (size > MAX_BODY_BYTES) {
            const reason = `the answer is bigger than ${MAX_BODY_BYTES / 2 ** 20} MiB`;
            throw new HttpError("too_big", host, reason);
        }
        text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
}

interface WireAnswer {
    readonly status: number;
    readonly headers: Iterable<[string, string]>;
    readonly body: AsyncIterable<Uint8Array> | null;
}

type WireFetch = (url: URL, init: { method: string; signal: AbortSignal }) => Promise<WireAnswer>;

function hasProxy(env: TransportOptions["env"]): boolean {
    return ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"].some((name) => env[name]);
}

// Node's own fetch takes no notice of the proxy variables before Node 24.
async function loadProxyFetch(env: TransportOptions["env"]): Promise<WireFetch> {
    const { EnvHttpProxyAgent, fetch: undiciFetch } = await import("undici");
    const dispatcher = new EnvHttpProxyAgent({
        httpProxy: env["http_proxy"] ?? env["HTTP_PROXY"],
        httpsProxy: env["https_proxy"] ?? env["HTTPS_PROXY"],
        noProxy: env["no_proxy"] ?? env["NO_PROXY"],
    });
    return (url, init) => undiciFetch(url, { ...init, dispatcher });
}

function explain(error: unknown, host: string, timeoutMs: number): HttpError {
    if (error instanceof Error && error.name === "TimeoutError") {
        return new HttpError("timeout", host, `no answer within ${timeoutMs / 1000} s`);
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
