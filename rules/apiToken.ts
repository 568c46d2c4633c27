/** Days without use after which Okta ends an API token; each use starts them anew. */
export const TOKEN_DAYS = 30;

/** Fewer left than this: nobody uses the token any more. */
export const WARN_BELOW_DAYS = 10;

const DAY = 24 * 60 * 60 * 1000;

/** A number of days in words. */
export function inDays(days: number): string {
    return days === 1 ? "1 day" : `${days} days`;
}

/** Whole days until an API token ends unless it is used before; below 0 once it has ended. */
export function daysLeft(expiresAt: string, now: number): number {
    return Math.floor((Date.parse(expiresAt) - now) / DAY);
}
