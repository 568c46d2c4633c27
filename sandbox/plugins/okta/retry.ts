import { setTimeout as timer } from "node:timers/promises";

import type { Answer } from "./http";
import type { Settings } from "./settings";

/** When a request is sent again, and how long to wait before that. */
export interface RetryPolicy {
    /** Retries 429 and 5xx. Retries a lost connection for every method but POST. */
    retry(
        method: string,
        attempt: (headers: Readonly<Record<string, string>>) => Promise<Answer>,
    ): Promise<Answer>;
    /** Waits. Rejects when the engine cancels. */
    pause(milliseconds: number): Promise<void>;
}

/** Waits for so long. Rejects when the signal aborts. */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** A `Sleep` on the real clock. */
export const realSleep: Sleep = (milliseconds, signal) =>
    timer(milliseconds, undefined, { signal });

/** Returns the retry policy of the official Okta client, with the limits of `settings`. */
export function retryPolicy(settings: Settings, signal: AbortSignal, sleep: Sleep): RetryPolicy {
    const pause = (milliseconds: number): Promise<void> => sleep(milliseconds, signal);

    async function retry(
        method: string,
        attempt: (headers: Readonly<Record<string, string>>) => Promise<Answer>,
    ): Promise<Answer> {
        let headers: Readonly<Record<string, string>> = {};
        for (let count = 1; ; count++) {
            const last = count > settings.maxRetries;
            const backoff = Math.min(settings.minWaitMs * 2 ** (count - 1), settings.maxWaitMs);
            let answer: Answer;
            try {
                answer = await attempt(headers);
            } catch (error) {
                // A POST may have taken effect although its response was lost.
                if (last || method === "POST" || signal.aborted) {
                    throw error;
                }
                await pause(backoff);
                continue;
            }
            const wait = waitAfter(answer, backoff);
            if (wait === undefined || last) {
                return answer;
            }
            await pause(wait);
            const requestId = String(answer.headers["x-okta-request-id"] ?? "");
            headers = { "X-Okta-Retry-For": requestId, "X-Okta-Retry-Count": String(count) };
        }
    }
    return { retry, pause };
}

/**
 * Retries an operation until it succeeds or has been waited for longer than `limitMs`. The first
 * wait is 500 ms; each following one is 1.5 times as long.
 *
 * @throws the operation's last error.
 */
export async function retryFor(
    operation: () => Promise<unknown>,
    limitMs: number,
    pause: (milliseconds: number) => Promise<void>,
): Promise<void> {
    const FIRST_MS = 500;
    const FACTOR = 1.5;
    let waited = 0;
    for (let wait = FIRST_MS; ; wait *= FACTOR) {
        try {
            await operation();
            return;
        } catch (error) {
            if (waited > limitMs) {
                throw error;
            }
            await pause(wait);
            waited += wait;
        }
    }
}

function waitAfter(answer: Answer, backoff: number): number | undefined {
    if (answer.status >= 500) {
        return backoff;
    }
    if (answer.status !== 429) {
        return undefined;
    }
    const reset = Number(answer.headers["x-rate-limit-reset"]);
    const now = Date.parse(answer.headers.date ?? "");
    // Without both headers the official client gives up as well.
    if (!Number.isFinite(reset) || !Number.isFinite(now)) {
        return undefined;
    }
    return Math.max(0, reset * 1000 - now) + 1000;
}
