import { createHttpClient, type HttpClient } from "../okta/http";
import type { Environment } from "../rules/providerCredentials";

/** What a check reports while it works: each call to Okta, and each wait for a rate limit. */
export type CheckProgress =
    | {
          readonly kind: "call";
          readonly method: string;
          /** Address of the call, without its query. */
          readonly url: string;
          /** The status of the answer, or why there was none, such as "timeout". */
          readonly outcome: number | string;
          readonly milliseconds: number;
      }
    | { readonly kind: "rateLimit"; readonly url: string; readonly waitMs: number };

/** What every check takes. */
export interface CheckOptions {
    /**
     * The environment variables that the okta plugin reads, such as OKTA_API_TOKEN, and the proxy
     * variables. Defaults to `process.env`.
     */
    readonly env?: Environment | undefined;
    /** Another address of the org: https, or plain http on loopback. Defaults to the org's own. */
    readonly orgUrl?: string | undefined;
    /** Ends the check early: its promise is then rejected with the signal's reason. */
    readonly signal?: AbortSignal | undefined;
    /** Called for each call and each wait. It is never given a secret. */
    readonly onProgress?: ((progress: CheckProgress) => void) | undefined;
    /** How long a rate limit may make one call wait, in seconds. Defaults to 90. */
    readonly maxWaitSeconds?: number | undefined;
    /**
     * How long the whole check may take, in seconds. What Okta has not answered by then could not
     * be checked. Defaults to 600.
     */
    readonly maxTimeSeconds?: number | undefined;
}

/** How long a check may take where nothing else is said. */
export const MAX_TIME_SECONDS = 600;

/** The environment of a check. */
export function environmentOf({ env }: CheckOptions): Environment {
    return env ?? process.env;
}

/** The HTTP client of a check. */
export function httpOf(options: CheckOptions): HttpClient {
    const { signal, onProgress, maxWaitSeconds, maxTimeSeconds = MAX_TIME_SECONDS } = options;
    return createHttpClient({
        totalMs: maxTimeSeconds * 1000,
        env: environmentOf(options),
        ...(signal && { signal }),
        ...(maxWaitSeconds !== undefined && { maxRateLimitWaitMs: maxWaitSeconds * 1000 }),
        onCall: (call) => onProgress?.({ kind: "call", ...call }),
        onRateLimit: (waitMs, url) => onProgress?.({ kind: "rateLimit", url, waitMs }),
    });
}
