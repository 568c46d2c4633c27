import { setTimeout as timer } from "node:timers/promises";

import type { Answer } from "./http";
import type { Settings } from "./settings";

export interface RetryPolicy {
    /** Sends again after 429 and 5xx, and after a lost connection where that cannot do harm. */
    retry(
        method: string,
        attempt: (headers: Readonly<Record<string, string>>) => Promise<Answer>,
    ): Promise<Answer>;
    pause(milliseconds: number): Promise<void>;
}

export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** Really waits, until the signal ends it. */
export const realSleep: Sleep = (milliseconds, signal) =>
    timer(milliseconds, undefined, { signal });

/** The official client's way to wait and to try again. */
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
                // Nobody can tell whether a POST took effect whose answer was lost.
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
 * Runs an operation again until it works or `limitMs` of waiting is used up: half a second at
 * first, then half as long again each time.
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
