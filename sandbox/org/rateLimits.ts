import { HttpError, oktaError } from "./errors";
import type { Store } from "./store";
import type { Principal } from "./types";

/** Okta's limits for a free org, those for enterprise orgs, or none. */
export type RateLimitPreset = "free" | "enterprise" | "off";

/** The X-Rate-Limit headers of one answer. */
export type RateLimitHeaders = Record<string, string>;

interface Bucket {
    readonly name: string;
    readonly matches: (method: string, path: string) => boolean;
    readonly perMinute: Readonly<Record<"free" | "enterprise", number>>;
}

interface Window {
    endsAt: number;
    used: number;
}

const WINDOW_SECONDS = 60;
const USUAL_PERCENTAGE = 50;
const CONCURRENT = { free: 35, enterprise: 75 } as const;
// Without limits the headers are sent all the same: clients read them.
const UNLIMITED = 10_000;

// The last numbers Okta published. The first bucket that matches counts.
const BUCKETS: readonly Bucket[] = [
    bucket("/oauth2/v1/token", 300, 1200, (_, path) => path === "/oauth2/v1/token"),
    bucket("/oauth2/v1/clients", 25, 100, (_, path) => path.startsWith("/oauth2/v1/clients")),
    bucket("/oauth2/v1", 300, 1200, (_, path) => path.startsWith("/oauth2/")),
    bucket("/api/v1/apps/{id}", 100, 600, (_, path) => /^\/api\/v1\/apps\/[^/]+$/.test(path)),
    bucket("/api/v1/apps", 20, 100, (_, path) => path.startsWith("/api/v1/apps")),
    bucket("/api/v1/logs", 20, 50, (_, path) => path === "/api/v1/logs"),
    bucket("/api/v1/users", 100, 600, (_, path) => path === "/api/v1/users"),
    bucket(
        "/api/v1/users/{id}",
        100,
        1000,
        (method, path) => method === "GET" && /^\/api\/v1\/users\/[^/]+$/.test(path),
    ),
    bucket("/api/v1", 100, 600, () => true),
];

function bucket(
    name: string,
    free: number,
    enterprise: number,
    matches: Bucket["matches"],
): Bucket {
    return { name, perMinute: { free, enterprise }, matches };
}

/** Counts the calls of each bucket, for the whole org and for each principal. */
export class RateLimiter {
    private readonly windows = new Map<string, Window>();
    private inFlight = 0;

    constructor(
        private readonly store: Pick<Store, "principalRateLimits">,
        /** The org's clock, in seconds. */
        private readonly seconds: () => number,
        private readonly preset: RateLimitPreset,
    ) {}

    /** Refuses a call beyond the simultaneous ones allowed; whoever enters has to leave. */
    enter(): void {
        this.inFlight += 1;
        if (this.preset === "off" || this.inFlight <= CONCURRENT[this.preset]) {
            return;
        }
        throw tooMany(headersOf(0, 0, this.seconds() + 1));
    }

    leave(): void {
        this.inFlight -= 1;
    }

    /** Counts one call; returns the headers of its answer or refuses it. */
    count(method: string, path: string, principal: Principal): RateLimitHeaders {
        if (path.startsWith("/.well-known/") || path === "/oauth2/v1/keys") {
            return {};
        }
        const now = this.seconds();
        if (this.preset === "off") {
            return headersOf(UNLIMITED, UNLIMITED - 1, now + WINDOW_SECONDS);
        }
        const { name, perMinute } =
            BUCKETS.find((each) => each.matches(method, path)) ?? bucket("", 1, 1, () => true);
        const whole = perMinute[this.preset];
        const id = principalId(principal);
        const counts = [{ window: this.window(name, now), limit: whole }];
        if (id !== undefined) {
            const share = Math.max(1, Math.floor((whole * this.percentageOf(id)) / 100));
            counts.push({ window: this.window(`${name} ${id}`, now), limit: share });
        }
        let tightest = { limit: whole, remaining: Infinity, endsAt: now };
        for (const { window, limit } of counts) {
            window.used += 1;
            const remaining = limit - window.used;
            if (remaining < tightest.remaining) {
                tightest = { limit, remaining, endsAt: window.endsAt };
            }
        }
        const { limit, remaining, endsAt } = tightest;
        const headers = headersOf(limit, Math.max(0, remaining), endsAt);
        if (remaining < 0) {
            throw tooMany(headers);
        }
        return headers;
    }

    clear(): void {
        this.windows.clear();
    }

    private window(name: string, now: number): Window {
        const known = this.windows.get(name);
        if (known !== undefined && known.endsAt > now) {
            return known;
        }
        // A window starts with its first call, not with the minute.
        const fresh = { endsAt: now + WINDOW_SECONDS, used: 0 };
        this.windows.set(name, fresh);
        return fresh;
    }

    private percentageOf(id: string): number {
        const { principalRateLimits } = this.store;
        const set = principalRateLimits.find((limit) => limit.principalId === id);
        return set?.defaultPercentage ?? USUAL_PERCENTAGE;
    }
}

/** Returns the X-Rate-Limit headers. `reset` is in seconds since the epoch. */
export function headersOf(limit: number, remaining: number, reset: number): RateLimitHeaders {
    return {
        "X-Rate-Limit-Limit": String(limit),
        "X-Rate-Limit-Remaining": String(remaining),
        "X-Rate-Limit-Reset": String(reset),
    };
}

function tooMany(headers: RateLimitHeaders): HttpError {
    const { body } = oktaError("E0000047");
    return new HttpError(429, body, headers);
}

function principalId(principal: Principal): string | undefined {
    switch (principal.kind) {
        case "user":
            return principal.tokenId;
        case "client":
            return principal.clientId;
        case "nobody":
            return undefined;
    }
}
