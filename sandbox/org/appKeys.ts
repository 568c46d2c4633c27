import { createPublicKey } from "node:crypto";

import * as z from "zod";

import { invalid } from "./errors";
import type { AppKey } from "./model";
import { newId } from "./store";

const MOST_KEYS = 50;

/** A JSON Web Key that a client sends. */
export const keySchema = z.looseObject({
    kty: z.enum(["RSA", "EC"]),
    kid: z.string().nullish(),
    use: z.enum(["sig", "enc"]).nullish(),
    alg: z.enum(["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"]).nullish(),
    status: z.enum(["ACTIVE", "INACTIVE"]).optional(),
    e: z.string().nullish(),
    n: z.string().nullish(),
    x: z.string().nullish(),
    y: z.string().nullish(),
    crv: z.string().nullish(),
});

/** A JSON Web Key as a client sends it. */
export type KeyInput = z.infer<typeof keySchema>;

/** The keys of an app from a JWKS in a body. A key that was there before keeps its id. */
export function keysFrom(inputs: readonly KeyInput[], before: readonly AppKey[], now: string) {
    if (inputs.length > MOST_KEYS) {
        throw invalid(
            "JsonWebKey",
            `You've reached the maximum number of keys allowed (${MOST_KEYS}) in the 'jwks'.`,
        );
    }
    const keys = inputs.map((input) => {
        const known = before.find((key) => key.kid === (input.kid ?? null));
        return keyFrom(input, now, known);
    });
    checkKeyIds(keys);
    return keys;
}

/** One key from a body, checked to be a usable public key. */
export function keyFrom(input: KeyInput, now: string, known?: AppKey): AppKey {
    if (["d", "p", "q", "dp", "dq", "qi", "oth", "k"].some((member) => member in input)) {
        // What Okta does with a private key is unconfirmed; taking it would be the worse choice.
        throw invalid("JsonWebKey", "A JSON Web Key must hold the public members only.");
    }
    const key: AppKey = {
        id: known?.id ?? newId("pks"),
        kid: input.kid ?? null,
        kty: input.kty,
        use: input.use ?? null,
        ...(input.alg ? { alg: input.alg } : {}),
        status: input.status ?? "ACTIVE",
        ...(input.kty === "RSA"
            ? { e: input.e ?? "", n: input.n ?? "" }
            : { x: input.x ?? "", y: input.y ?? "", crv: input.crv ?? null }),
        created: known?.created ?? now,
        lastUpdated: now,
    };
    checkKey(key);
    return key;
}

/**
 * Checks the key ids of an app.
 *
 * @throws HttpError 400 when one of several keys has none, or two have the same.
 */
export function checkKeyIds(keys: readonly AppKey[]): void {
    if (keys.length > 1 && keys.some((key) => !key.kid)) {
        throw invalid(
            "JsonWebKey",
            "Each key should have a unique kid when adding multiple keys to the 'jwks'.",
        );
    }
    if (new Set(keys.map((key) => key.kid)).size < keys.length) {
        throw invalid("JsonWebKey", "All keys in the 'jwks' must have a unique `kid`.");
    }
}

/** The address of a client's key set must be https, except on the machine the sandbox runs on. */
export function isAllowedKeyAddress(address: string): boolean {
    if (!URL.canParse(address)) {
        return false;
    }
    const { protocol, hostname } = new URL(address);
    const isLoopback = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
    return protocol === "https:" || (protocol === "http:" && isLoopback);
}

/** A JWK that node:crypto takes; the official plugin sends EC keys without `crv`. */
export function jwkOf(key: AppKey) {
    if (key.kty === "RSA") {
        return { kty: "RSA", e: key.e ?? "", n: key.n ?? "" };
    }
    return { kty: "EC", x: key.x ?? "", y: key.y ?? "", crv: key.crv ?? curveOf(key.x ?? "") };
}

function curveOf(coordinate: string): string {
    const bytes = Buffer.from(coordinate, "base64url").length;
    return { 32: "P-256", 48: "P-384", 66: "P-521" }[bytes] ?? "";
}

function checkKey(key: AppKey): void {
    let details;
    try {
        details = createPublicKey({ key: jwkOf(key), format: "jwk" }).asymmetricKeyDetails;
    } catch {
        throw invalid("JsonWebKey", `The ${key.kty} key in the 'jwks' is not a valid public key.`);
    }
    if (key.kty === "RSA" && (details?.modulusLength ?? 0) < 2048) {
        throw invalid(
            "JsonWebKey",
            "RSA key length in the 'jwks' is less than '2,048' bits for the given key.",
        );
    }
}
