/** What an answer says about the rate limit of its bucket. */
export interface RateLimit {
    readonly limit: number | undefined;
    readonly remaining: number | undefined;
    /** How long to wait until the bucket is full again. */
    readonly waitMs: number;
}

/**
 * Reads Okta's rate limit headers. `attempt` counts the 429 answers before this one, from 0: where
 * the headers do not tell when to go on, each wait is twice as long as the one before.
 */
export function readRateLimit(headers: Headers, attempt = 0): RateLimit {
    const reset = headers.get("x-rate-limit-reset");
    return {
        limit: numberOf(headers.get("x-rate-limit-limit")),
        remaining: numberOf(headers.get("x-rate-limit-remaining")),
        waitMs: rateLimitWait(reset, headers.get("date"), attempt),
    };
}

/**
 * Milliseconds to wait until a bucket is full again, by the header X-Rate-Limit-Reset and the org's
 * own clock, so that a skewed local one does no harm. Of several values the latest counts; values
 * in milliseconds are recognized. A reset that is missing, past, or more than ten minutes away
 * tells nothing, and leads to an exponential backoff from 1 to 64 seconds. Uses nothing from
 * outside, since Pulumi serializes it with the dynamic provider.
 */
export function rateLimitWait(reset: string | null, date: string | null, attempt: number): number {
    const backoff = 1000 * 2 ** Math.min(attempt, 6);
    const now = Date.parse(date ?? "");
    const resets = (reset ?? "")
        .split(",")
        .map((value) => value.trim())
        .filter((value) => /^\d+$/.test(value))
        // Seconds since 1970 have 10 digits until the year 2286, milliseconds have 13.
        .map((value) => (value.length > 11 ? Number(value) : Number(value) * 1000));
    if (resets.length === 0 || Number.isNaN(now)) {
        return backoff;
    }
    const wait = Math.max(...resets) - now;
    if (wait < 0 || wait > 600_000) {
        return backoff;
    }
    // Both are whole seconds, so a difference of 0 still means part of a second.
    return Math.max(250, wait);
}

function numberOf(value: string | null): number | undefined {
    return value !== null && /^\d+$/.test(value.trim()) ? Number(value) : undefined;
}
