import {
    createHash,
    createPrivateKey,
    generateKeyPair,
    type JsonWebKey,
    type KeyObject,
    randomUUID,
    sign as signBytes,
} from "node:crypto";
import { promisify } from "node:util";

import type { Credentials } from "./settings";

const ASSERTION_LIFETIME_SECONDS = 300;
const PROOF_KEY_BITS = 2048;

export interface DpopProver {
    /** A DPoP proof (RFC 9449) for one request. */
    prove(method: string, url: URL, bound?: { nonce?: string; accessToken?: string }): string;
}

/** Makes client assertions (RFC 7523) for the token endpoint with this audience. */
export function signer(
    credentials: Extract<Credentials, { kind: "privateKey" }>,
): (audience: string) => string {
    const { clientId, keyId } = credentials;
    const key = readKey(credentials.privateKey);
    return (audience) => {
        const now = Math.floor(Date.now() / 1000);
        const claims = {
            iss: clientId,
            sub: clientId,
            aud: audience,
            iat: now,
            exp: now + ASSERTION_LIFETIME_SECONDS,
            jti: randomUUID(),
        };
        return jwt(keyId === "" ? {} : { kid: keyId }, claims, key);
    };
}

/** Makes DPoP proofs with a key of its own. */
export async function dpopProver(): Promise<DpopProver> {
    const pair = await promisify(generateKeyPair)("rsa", { modulusLength: PROOF_KEY_BITS });
    const { kty, n, e }: JsonWebKey = pair.publicKey.export({ format: "jwk" });
    return {
        prove(method, url, { nonce, accessToken } = {}) {
            const claims = {
                htm: method,
                htu: url.origin + url.pathname,
                iat: Math.floor(Date.now() / 1000),
                jti: randomUUID(),
                ...(nonce === undefined ? {} : { nonce }),
                ...(accessToken === undefined
                    ? {}
                    : { ath: createHash("sha256").update(accessToken).digest("base64url") }),
            };
            return jwt({ typ: "dpop+jwt", jwk: { kty, n, e } }, claims, pair.privateKey);
        },
    };
}

function readKey(pem: string): KeyObject {
    try {
        return createPrivateKey(pem);
    } catch {
        throw new Error(
            "Provider Configuration Error: okta:privateKey is not a private key in PEM form; give the whole file, with its first and last line",
        );
    }
}

const EC_ALGORITHMS: Readonly<Record<string, { alg: string; hash: string }>> = {
    prime256v1: { alg: "ES256", hash: "sha256" },
    secp384r1: { alg: "ES384", hash: "sha384" },
    secp521r1: { alg: "ES512", hash: "sha512" },
};

function jwt(header: object, claims: object, key: KeyObject): string {
    const curve = key.asymmetricKeyDetails?.namedCurve ?? "";
    const { alg, hash } = EC_ALGORITHMS[curve] ?? { alg: "RS256", hash: "sha256" };
    const part = (value: object): string =>
        Buffer.from(JSON.stringify(value)).toString("base64url");
    const input = `${part({ alg, ...header })}.${part(claims)}`;
    const signature = signBytes(hash, Buffer.from(input), { key, dsaEncoding: "ieee-p1363" });
    return `${input}.${signature.toString("base64url")}`;
}
