/** What an answer says about the rate limit of its bucket. */
export interface RateLimit {
    readonly limit: number | undefined;
    readonly remaining: number | undefined;
    /** How long to wait until the bucket is full again. */
    readonly waitMs: number;
}

/** Reads Okta's rate limit headers; the org's own Date is the clock, so that a skewed local one does no harm. */
export function readRateLimit(headers: Headers): RateLimit {
    const reset = numberOf(headers.get("x-rate-limit-reset"));
    const date = Date.parse(headers.get("date") ?? "");
    // Both are whole seconds, so a difference of 0 still means part of a second.
    const told =
        reset === undefined || Number.isNaN(date) ? 1000 : Math.max(250, reset * 1000 - date);
    return {
        limit: numberOf(headers.get("x-rate-limit-limit")),
        remaining: numberOf(headers.get("x-rate-limit-remaining")),
        waitMs: told,
    };
}

function numberOf(value: string | null): number | undefined {
    return value !== null && /^\d+$/.test(value.trim()) ? Number(value) : undefined;
}
