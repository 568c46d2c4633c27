import { setTimeout as sleep } from "node:timers/promises";

import { parseJson } from "../rules/json";
import { isLoopback } from "../rules/loopback";
import type { Environment } from "../rules/providerCredentials";
import type { WholeAnswer } from "./fetchWhole";
import { type RateLimit, readRateLimit } from "./rateLimit";
import { createTransport, HttpError, type HttpFault, type HttpRequest } from "./transport";

export { HttpError, type HttpFault, type HttpRequest, USER_AGENT } from "./transport";

/** What one attempt looked like, for --debug and for tests. Holds no header, no query and no body. */
export interface HttpCall {
    readonly method: string;
    readonly url: string;
    readonly outcome: number | HttpFault;
    readonly milliseconds: number;
}

/** Settings of a client; all have defaults. */
export interface HttpOptions {
    /** How long one attempt may take, in milliseconds. Defaults to 15000. */
    readonly timeoutMs?: number;
    /** How long all calls together may take, in milliseconds from now. Defaults to no limit. */
    readonly totalMs?: number;
    /** How long 429 answers may make one call wait in all, in milliseconds. Defaults to 90000. */
    readonly maxRateLimitWaitMs?: number;
    /** How often a read is tried again after a dropped connection or a 5xx. Defaults to 2. */
    readonly retries?: number;
    /** The environment with the proxy variables. Defaults to process.env. */
    readonly env?: Environment;
    readonly signal?: AbortSignal;
    readonly onCall?: (call: HttpCall) => void;
    readonly onRateLimit?: (waitMs: number, url: string) => void;
}

/** One answer, read to its end. */
export interface HttpResponse {
    readonly url: string;
    readonly status: number;
    readonly headers: Headers;
    readonly body: string;
    /** The body as JSON, or undefined when it is none. */
    readonly json: unknown;
    readonly rateLimit: RateLimit;
    /** How long 429 answers made this call wait before this answer. */
    readonly waitedMs: number;
    /** The org's clock minus ours in seconds, from its Date header, when it sent one. */
    readonly clockOffsetSeconds: number | undefined;
}

/** Sends requests with care: timeouts, proxies, rate limits, no redirect followed, no secret in an error. */
export interface HttpClient {
    send(url: string | URL, request?: HttpRequest): Promise<HttpResponse>;
}

const safeMethods = new Set(["GET", "HEAD"]);

/** Makes a client. HTTPS_PROXY, HTTP_PROXY and NO_PROXY are honoured; loopback is reached directly. */
export function createHttpClient(options: HttpOptions = {}): HttpClient {
    const retries = options.retries ?? 2;
    const maxWaitMs = options.maxRateLimitWaitMs ?? 90_000;
    const { timeoutMs = 15_000, totalMs = Infinity } = options;
    const end = performance.now() + totalMs;
    const transport = createTransport({
        env: options.env ?? process.env,
        signal: options.signal,
    });

    async function attempt(url: URL, request: HttpRequest): Promise<WholeAnswer | HttpError> {
        const started = performance.now();
        const left = end - started;
        if (left <= 0) {
            throw outOfTime(url);
        }
        const outcome = await transport(url, request, Math.min(timeoutMs, left)).catch(
            (error: unknown) => {
                if (error instanceof HttpError) {
                    return error;
                }
                throw error;
            },
        );
        options.onCall?.({
            method: request.method ?? "GET",
            url: url.origin + url.pathname,
            outcome: outcome instanceof HttpError ? outcome.fault : outcome.status,
            milliseconds: Math.round(performance.now() - started),
        });
        const isCut =
            outcome instanceof HttpError && outcome.fault === "timeout" && left < timeoutMs;
        return isCut ? outOfTime(url) : outcome;
    }

    const outOfTime = ({ host }: URL): HttpError =>
        new HttpError(
            "timeout",
            host,
            `no answer within ${totalMs / 1000} s, the time of all calls`,
        );

    /** Waits before another attempt; throws at once where there is no time for it. */
    const pause = (milliseconds: number, url: URL): Promise<void> => {
        if (performance.now() + milliseconds >= end) {
            throw outOfTime(url);
        }
        return sleep(milliseconds, undefined, { signal: options.signal });
    };

    async function send(address: string | URL, request: HttpRequest = {}): Promise<HttpResponse> {
        const url = checkAddress(new URL(address));
        const failuresAllowed = safeMethods.has(request.method ?? "GET") ? retries : 0;
        let waitedMs = 0;
        let refusals = 0;
        for (let failures = 0; ;) {
            const outcome = await attempt(url, request);
            if (!(outcome instanceof HttpError) && outcome.status === 429) {
                // A 429 was not acted upon, so that any method may be sent again.
                const { waitMs } = readRateLimit(outcome.headers, refusals);
                refusals += 1;
                if (waitedMs + waitMs > maxWaitMs) {
                    return toResponse(url, outcome, waitedMs);
                }
                options.onRateLimit?.(waitMs, url.origin + url.pathname);
                await pause(waitMs, url);
                waitedMs += waitMs;
                continue;
            }
            if (failures >= failuresAllowed || !isPassing(outcome)) {
                if (outcome instanceof HttpError) {
                    throw outcome;
                }
                return toResponse(url, outcome, waitedMs);
            }
            failures += 1;
            await pause(100 * 2 ** failures, url);
        }
    }

    return { send };
}

/**
 * The address of a call at an org.
 *
 * @throws HttpError where the path leads to another origin, as `//other.example` does: a credential
 *     goes to the org that it is for, and nowhere else.
 */
export function urlInOrg(org: URL, path: string): URL {
    const url = new URL(path, org);
    if (url.origin !== org.origin) {
        const reason = `a link of the org leads to ${url.host}, where its credentials do not go`;
        throw new HttpError("not_allowed", org.host, reason);
    }
    return url;
}

function checkAddress(url: URL): URL {
    if (url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url))) {
        return url;
    }
    const reason = "plain http goes to loopback only; use https";
    throw new HttpError("not_allowed", url.host, reason);
}

// What a second try may fix: a broken connection, or an org that is briefly out of order.
function isPassing(outcome: WholeAnswer | HttpError): boolean {
    return outcome instanceof HttpError ? outcome.fault === "dropped" : outcome.status >= 500;
}

function toResponse(url: URL, answer: WholeAnswer, waitedMs: number): HttpResponse {
    const date = Date.parse(answer.headers.get("date") ?? "");
    return {
        url: url.href,
        ...answer,
        json: parseJson(answer.body),
        rateLimit: readRateLimit(answer.headers),
        waitedMs,
        clockOffsetSeconds: Number.isNaN(date) ? undefined : Math.round((date - Date.now()) / 1000),
    };
}
