import {
    createPrivateKey,
    createPublicKey,
    generateKeyPairSync,
    type JsonWebKey,
    type KeyObject,
} from "node:crypto";

import {
    calculateJwkThumbprint,
    compactVerify,
    decodeJwt,
    decodeProtectedHeader,
    importJWK,
    type JWK,
    type JWTPayload,
    type ProtectedHeaderParameters,
    SignJWT,
} from "jose";

/** A parsed compact JWT. Nothing about it is verified yet. */
export interface ParsedJwt {
    readonly compact: string;
    readonly header: ProtectedHeaderParameters;
    readonly payload: Record<string, unknown>;
}

/** The algorithms Okta takes in client assertions and DPoP proofs. */
export const ASYMMETRIC_ALGORITHMS: readonly string[] = [
    "RS256",
    "RS384",
    "RS512",
    "ES256",
    "ES384",
    "ES512",
];

/** Parses a compact JWT, or returns undefined when it is none. */
export function parseJwt(compact: string): ParsedJwt | undefined {
    try {
        const payload: Record<string, unknown> = decodeJwt(compact);
        return { compact, header: decodeProtectedHeader(compact), payload };
    } catch {
        return undefined;
    }
}

/** Whether `alg` names one of Okta's asymmetric algorithms. */
export function isAsymmetric(alg: unknown): boolean {
    return typeof alg === "string" && ASYMMETRIC_ALGORITHMS.includes(alg);
}

/**
 * Whether the JWT was signed with the private part of this JWK, by the algorithm its header names.
 * A header with an unknown critical parameter makes a signature invalid (RFC 7515, section 4.1.11).
 */
export async function isSignedBy(jwt: ParsedJwt, jwk: JWK): Promise<boolean> {
    try {
        const key = await importJWK(jwk, jwt.header.alg);
        await compactVerify(jwt.compact, key, { algorithms: [...ASYMMETRIC_ALGORITHMS] });
        return true;
    } catch {
        return false;
    }
}

/** The RSA key pair with which an org signs access tokens. It is generated when first used. */
export class SigningKey {
    private privateKey: KeyObject | undefined;

    /** Returns the public key. Its `kid` is the RFC 7638 thumbprint. */
    async publicJwk(): Promise<JWK & { kid: string }> {
        const jwk = createPublicKey(this.key()).export({ format: "jwk" }) as JWK;
        return { ...jwk, kid: await calculateJwkThumbprint(jwk) };
    }

    /** Returns a compact JWT with these claims, signed with RS256. */
    async sign(claims: JWTPayload): Promise<string> {
        const { kid } = await this.publicJwk();
        return new SignJWT(claims).setProtectedHeader({ kid, alg: "RS256" }).sign(this.key());
    }

    /** Returns the private key, or undefined before its first use. For the state file. */
    toJwk(): JsonWebKey | undefined {
        return this.privateKey?.export({ format: "jwk" });
    }

    /** Takes the key of a state file, so that its tokens stay valid after a restart. */
    restore(jwk: JsonWebKey): void {
        this.privateKey = createPrivateKey({ key: jwk, format: "jwk" });
    }

    private key(): KeyObject {
        this.privateKey ??= generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
        return this.privateKey;
    }
}
