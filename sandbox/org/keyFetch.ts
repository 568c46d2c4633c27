import * as z from "zod";

import { keyFrom, keySchema } from "./appKeys";
import { oauthError } from "./errors";
import type { AppKey } from "./model";

// Okta fetches a key set again at most every so often; the exact interval is unpublished.
const CACHE_MILLISECONDS = 60_000;
const TIMEOUT_MILLISECONDS = 5_000;
const LARGEST_KEY_SET = 200_000;
const keySetSchema = z.looseObject({ keys: z.array(keySchema) });

interface CachedKeys {
    readonly keys: readonly AppKey[];
    readonly fetchedAt: number;
}

/** Fetches and keeps the key sets behind `jwks_uri`. */
export class KeyFetcher {
    private readonly cache = new Map<string, CachedKeys>();

    constructor(private readonly now: () => number) {}

    async keysAt(address: string): Promise<readonly AppKey[]> {
        const cached = this.cache.get(address);
        if (cached !== undefined && this.now() - cached.fetchedAt < CACHE_MILLISECONDS) {
            return cached.keys;
        }
        const keys = usable(await fetchKeys(address));
        this.cache.set(address, { keys, fetchedAt: this.now() });
        return keys;
    }

    clear(): void {
        this.cache.clear();
    }
}

async function fetchKeys(address: string): Promise<readonly AppKey[]> {
    try {
        const answer = await fetch(address, {
            headers: { accept: "application/json" },
            redirect: "error",
            signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
        });
        const text = await answer.text();
        if (!answer.ok || text.length > LARGEST_KEY_SET) {
            throw new Error("no key set there");
        }
        const { keys } = keySetSchema.parse(JSON.parse(text));
        return keys.map((key) => keyFrom(key, ""));
    } catch {
        throw oauthError(
            401,
            "invalid_client",
            "Error retrieving the client JWKSet from jwks_uri.",
        );
    }
}

function usable(keys: readonly AppKey[]): readonly AppKey[] {
    if (keys.length === 0) {
        throw oauthError(
            401,
            "invalid_client",
            "The client JWKSet from jwks_uri must contain at least one key.",
        );
    }
    if (new Set(keys.map((key) => key.kid)).size < keys.length) {
        throw oauthError(
            401,
            "invalid_client",
            "All keys in the client JWKSet from jwks_uri must have a unique kid.",
        );
    }
    return keys;
}
