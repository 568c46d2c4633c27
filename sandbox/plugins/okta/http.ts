import * as http from "node:http";

import type { Values } from "../provider/value";
import { isRecord } from "../provider/value";

/** One HTTP request. */
export interface Request {
    readonly method: string;
    readonly url: URL;
    /** Where to send the request instead of the URL's own host; plain HTTP, absolute form. */
    readonly proxy: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | undefined;
    /** 0 means no limit. */
    readonly timeoutMs: number;
    readonly signal: AbortSignal;
}

/** The response to a request, with its whole body. */
export interface Answer {
    readonly status: number;
    readonly statusText: string;
    readonly headers: http.IncomingHttpHeaders;
    readonly text: string;
}

/** Sends one request. Any status resolves; a lost connection, a timeout or an abort rejects. */
export async function send(request: Request): Promise<Answer> {
    const { method, url, proxy, headers, body, timeoutMs, signal } = request;
    const options = { method, headers: { ...headers }, signal, timeout: timeoutMs || undefined };
    if (proxy !== "") {
        return exchange(http.request(proxyOptions(url, proxy, options)), body);
    }
    const https = await import("node:https");
    return exchange(https.request(url, options), body);
}

function proxyOptions(url: URL, proxy: string, options: http.RequestOptions): http.RequestOptions {
    const target = new URL(proxy);
    return {
        ...options,
        hostname: target.hostname,
        port: target.port || 80,
        path: `${proxy}${url.pathname}${url.search}`,
        agent: AGENT,
    };
}

const AGENT = new http.Agent({ keepAlive: true });

function exchange(request: http.ClientRequest, body: string | undefined): Promise<Answer> {
    return new Promise((resolve, reject) => {
        request.on("error", reject);
        request.on("timeout", () => request.destroy(new Error("the request timed out")));
        request.on("response", (response) => {
            const chunks: Buffer[] = [];
            response.on("data", (chunk: Buffer) => chunks.push(chunk));
            response.on("error", reject);
            response.on("end", () =>
                resolve({
                    status: response.statusCode ?? 0,
                    statusText: response.statusMessage ?? "",
                    headers: response.headers,
                    text: Buffer.concat(chunks).toString("utf8"),
                }),
            );
        });
        request.end(body);
    });
}

/** Parses the body as a JSON object. Returns {} for anything else. */
export function jsonOf(answer: Answer): Values {
    try {
        const parsed: unknown = JSON.parse(answer.text);
        return isRecord(parsed) ? parsed : {};
    } catch {
        return {};
    }
}
