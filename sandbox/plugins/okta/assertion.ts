import { createHash, createPrivateKey, type KeyObject, randomUUID } from "node:crypto";

import { exportJWK, generateKeyPair, SignJWT } from "jose";

import type { Credentials } from "./settings";

const ASSERTION_LIFETIME_SECONDS = 300;
const PROOF_ALGORITHM = "RS256";

/** Makes the DPoP proofs (RFC 9449) of one key pair. */
export interface DpopProver {
    /** Makes the proof for one request, bound to a server's nonce or an access token when given. */
    prove(
        method: string,
        url: URL,
        bound?: { nonce?: string; accessToken?: string },
    ): Promise<string>;
}

/**
 * Returns a function that makes client assertions (RFC 7523) for a token endpoint, the audience.
 *
 * @throws Error when the private key is not in PEM form.
 */
export function signer(
    credentials: Extract<Credentials, { kind: "privateKey" }>,
): (audience: string) => Promise<string> {
    const { clientId, keyId } = credentials;
    const key = readKey(credentials.privateKey);
    const header = { alg: algorithmOf(key), ...(keyId === "" ? {} : { kid: keyId }) };
    return (audience) => {
        const now = Math.floor(Date.now() / 1000);
        return new SignJWT()
            .setProtectedHeader(header)
            .setIssuer(clientId)
            .setSubject(clientId)
            .setAudience(audience)
            .setIssuedAt(now)
            .setExpirationTime(now + ASSERTION_LIFETIME_SECONDS)
            .setJti(randomUUID())
            .sign(key);
    };
}

/** Generates an RSA key pair, and returns a prover that signs with it. */
export async function dpopProver(): Promise<DpopProver> {
    const pair = await generateKeyPair(PROOF_ALGORITHM);
    const { kty, n, e } = await exportJWK(pair.publicKey);
    const header = { alg: PROOF_ALGORITHM, typ: "dpop+jwt", jwk: { kty, n, e } };
    return {
        prove(method, url, { nonce, accessToken } = {}) {
            const claims = {
                htm: method,
                htu: url.origin + url.pathname,
                ...(nonce === undefined ? {} : { nonce }),
                ...(accessToken === undefined
                    ? {}
                    : { ath: createHash("sha256").update(accessToken).digest("base64url") }),
            };
            return new SignJWT(claims)
                .setProtectedHeader(header)
                .setIssuedAt()
                .setJti(randomUUID())
                .sign(pair.privateKey);
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

const EC_ALGORITHMS: Readonly<Record<string, string>> = {
    prime256v1: "ES256",
    secp384r1: "ES384",
    secp521r1: "ES512",
};

function algorithmOf(key: KeyObject): string {
    return EC_ALGORITHMS[key.asymmetricKeyDetails?.namedCurve ?? ""] ?? "RS256";
}
