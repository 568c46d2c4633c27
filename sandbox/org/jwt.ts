import {
    createHash,
    createPrivateKey,
    createPublicKey,
    generateKeyPairSync,
    type JsonWebKey,
    type KeyObject,
    sign,
    verify,
} from "node:crypto";

/** A parsed compact JWT. Nothing about it is verified yet. */
export interface ParsedJwt {
    readonly header: Record<string, unknown>;
    readonly payload: Record<string, unknown>;
    readonly signed: string;
    readonly signature: Buffer;
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

export function parseJwt(compact: string): ParsedJwt | undefined {
    const parts = compact.split(".");
    const [header, payload, signature] = parts;
    if (parts.length !== 3 || !header || !payload || signature === undefined) {
        return undefined;
    }
    const parsedHeader = parseObject(header);
    const parsedPayload = parseObject(payload);
    if (parsedHeader === undefined || parsedPayload === undefined) {
        return undefined;
    }
    return {
        header: parsedHeader,
        payload: parsedPayload,
        signed: `${header}.${payload}`,
        signature: Buffer.from(signature, "base64url"),
    };
}

/** Whether the JWT was signed by the private part of this JWK, with the algorithm its header names. */
export function isSignedBy(jwt: ParsedJwt, jwk: JsonWebKey): boolean {
    const algorithm = String(jwt.header["alg"]);
    if (algorithm.startsWith("RS") !== (jwk.kty === "RSA")) {
        return false;
    }
    try {
        return verify(
            `sha${algorithm.slice(2)}`,
            Buffer.from(jwt.signed),
            { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" },
            jwt.signature,
        );
    } catch {
        return false;
    }
}

export function signJwt(
    header: Record<string, unknown>,
    payload: Record<string, unknown>,
    key: KeyObject,
): string {
    const signed = `${encode(header)}.${encode(payload)}`;
    return `${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
}

/** The thumbprint of a public JWK by RFC 7638. */
export function thumbprint(jwk: JsonWebKey): string {
    const members =
        jwk.kty === "RSA"
            ? { e: jwk.e, kty: jwk.kty, n: jwk.n }
            : { crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y };
    return createHash("sha256").update(JSON.stringify(members)).digest("base64url");
}

/** The key pair with which the org signs access tokens, made at first use: it takes a tenth of a second. */
export class SigningKey {
    private pair: { privateKey: KeyObject; publicJwk: JsonWebKey & { kid: string } } | undefined;

    get privateKey(): KeyObject {
        return this.keys().privateKey;
    }

    get publicJwk(): JsonWebKey & { kid: string } {
        return this.keys().publicJwk;
    }

    /** For the state file, so that tokens stay good across a restart. */
    toJwk(): JsonWebKey | undefined {
        return this.pair?.privateKey.export({ format: "jwk" });
    }

    restore(jwk: JsonWebKey): void {
        this.use(createPrivateKey({ key: jwk, format: "jwk" }));
    }

    private keys() {
        return (
            this.pair ?? this.use(generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey)
        );
    }

    private use(privateKey: KeyObject) {
        const jwk = createPublicKey(privateKey).export({ format: "jwk" });
        this.pair = { privateKey, publicJwk: { ...jwk, kid: thumbprint(jwk) } };
        return this.pair;
    }
}

function encode(value: Record<string, unknown>): string {
    return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function parseObject(part: string): Record<string, unknown> | undefined {
    try {
        const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
        return isObject(value) ? value : undefined;
    } catch {
        return undefined;
    }
}

export function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
