import { createHash, createPrivateKey, createPublicKey, type JsonWebKey } from "node:crypto";

import { Checked, checkedValue, InputProblem, show } from "./problem";

/** A public signing key as a JSON Web Key (RFC 7517). */
export interface SigningJwk {
    /** Key type: "RSA" or "EC". */
    readonly kty: string;
    /** Key id: the RFC 7638 thumbprint of the key. */
    readonly kid: string;
    /** Always "sig". */
    readonly use: string;
    /** The JWS algorithm to sign with: "RS256", "ES256" or "ES384". */
    readonly alg: string;
    /** Modulus of an RSA key. */
    readonly n?: string;
    /** Exponent of an RSA key. */
    readonly e?: string;
    /** Curve of an EC key: "P-256" or "P-384". */
    readonly crv?: string;
    /** First coordinate of an EC key. */
    readonly x?: string;
    /** Second coordinate of an EC key. */
    readonly y?: string;
}

/** Okta's limit for the keys of one app. */
const MOST_KEYS = 50;
const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/** The public JWK of a key given as PEM, with its RFC 7638 thumbprint as `kid`. */
export function publicJwk(publicKeyPem: string): SigningJwk {
    return describe(createPublicKey(publicKeyPem).export({ format: "jwk" }));
}

/** The private JWK of a key given as PEM, as JSON text, with the `kid` of its public half. */
export function privateJwk(privateKeyPem: string): string {
    const key = createPrivateKey(privateKeyPem).export({ format: "jwk" });
    return JSON.stringify({ ...key, ...describe(key) });
}

/** The RFC 7638 thumbprint of a key: SHA-256, base64url, over its required members in order. */
export function thumbprint(key: JsonWebKey): string {
    const required =
        key.kty === "RSA"
            ? { e: key.e, kty: key.kty, n: key.n }
            : { crv: key.crv, kty: key.kty, x: key.x, y: key.y };
    return createHash("sha256").update(JSON.stringify(required)).digest("base64url");
}

/** Checks public keys as Okta takes them: RSA of 2048 bits or more, or EC; each `kid` once. */
export function checkJwks(jwks: unknown): Checked<SigningJwk[]> {
    if (!Array.isArray(jwks) || jwks.length === 0 || jwks.length > MOST_KEYS) {
        const got = Array.isArray(jwks) ? `${jwks.length} keys` : show(jwks);
        const reason = `got ${got}; wanted a list of 1 to ${MOST_KEYS} public JSON Web Keys.`;
        return { ok: false, problems: [{ propertyPath: "jwks", reason }] };
    }
    const kids = jwks.map((key: SigningJwk | undefined) => key?.kid);
    const faults = jwks.flatMap((key: unknown, index): InputProblem[] => {
        const reason =
            kids.indexOf(kids[index]) < index
                ? `has the kid ${show(kids[index])} of an earlier key; wanted each kid once.`
                : whatIsWrongWith(key);
        return reason === undefined ? [] : [{ propertyPath: `jwks[${index}]`, reason }];
    });
    // Okta keeps the order it is given, and the plugin takes another order for a change.
    const sorted = [...(jwks as SigningJwk[])].sort((a, b) => (a.kid < b.kid ? -1 : 1));
    return checkedValue(sorted, faults);
}

function whatIsWrongWith(key: unknown): string | undefined {
    if (typeof key !== "object" || key === null) {
        return `got ${typeof key}; wanted a public JSON Web Key.`;
    }
    const jwk = key as Record<string, unknown>;
    const leaked = PRIVATE_MEMBERS.filter((member) => jwk[member] !== undefined);
    if (leaked.length > 0) {
        return `has private members (${leaked.join(", ")}); wanted the public key only. Remove them.`;
    }
    if (typeof jwk.kid !== "string" || jwk.kid === "") {
        return `got the kid ${show(jwk.kid)}; wanted a name by which a client picks the key.`;
    }
    if (jwk.kty === "RSA" && typeof jwk.n === "string" && typeof jwk.e === "string") {
        const bits = modulusBits(jwk.n);
        return bits < 2048
            ? `got an RSA key of ${bits} bits; wanted 2048 or more. Make a longer one.`
            : undefined;
    }
    if (jwk.kty === "EC" && typeof jwk.x === "string" && typeof jwk.y === "string") {
        return undefined;
    }
    return `got the kty ${show(jwk.kty)}; wanted "RSA" with n and e, or "EC" with x and y.`;
}

function modulusBits(n: string): number {
    const hex = Buffer.from(n, "base64url").toString("hex").replace(/^0+/, "");
    return hex === "" ? 0 : hex.length * 4 - Math.clz32(parseInt(hex.charAt(0), 16)) + 28;
}

function describe(key: JsonWebKey): SigningJwk {
    const shared = { kty: String(key.kty), kid: thumbprint(key), use: "sig" };
    return key.kty === "RSA"
        ? { ...shared, alg: "RS256", n: key.n, e: key.e }
        : {
              ...shared,
              alg: key.crv === "P-384" ? "ES384" : "ES256",
              crv: key.crv,
              x: key.x,
              y: key.y,
          };
}
