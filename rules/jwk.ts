import { createHash, createPrivateKey, createPublicKey } from "node:crypto";

import { Checked, InputProblem, show } from "./problem";

/** A public signing key as a JSON Web Key (RFC 7517). */
export interface SigningJwk {
    /** Key type: "RSA" or "EC". */
    readonly kty: string;
    /** Key id: the RFC 7638 thumbprint of the key. */
    readonly kid: string;
    /** Always "sig". */
    readonly use: string;
    /** The JWS algorithm to sign with, such as "RS256" or "ES256". */
    readonly alg: string;
    /** Modulus of an RSA key. */
    readonly n?: string;
    /** Exponent of an RSA key. */
    readonly e?: string;
    /** Curve of an EC key: "P-256", "P-384" or "P-521". */
    readonly crv?: string;
    /** First coordinate of an EC key. */
    readonly x?: string;
    /** Second coordinate of an EC key. */
    readonly y?: string;
}

/** The members that make up a public key. Node's own type of a JWK moved between its versions. */
type PublicMembers = Partial<Pick<SigningJwk, "kty" | "n" | "e" | "crv" | "x" | "y">>;

/** Okta's limit for the keys of one app. */
const MOST_KEYS = 50;
const LEAST_RSA_BITS = 2048;
const MOST_RSA_BITS = 8192;
const BASE64URL = /^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2,4})$/;
/** The curves of RFC 7518 with the length of a coordinate. */
const COORDINATE_BYTES: Readonly<Record<string, number>> = {
    "P-256": 32,
    "P-384": 48,
    "P-521": 66,
};
/** The JWS algorithm of each curve (RFC 7518, 3.4). */
const ALGORITHMS: Readonly<Record<string, string>> = {
    "P-256": "ES256",
    "P-384": "ES384",
    "P-521": "ES512",
};
const PUBLIC_MEMBERS = ["kty", "kid", "use", "alg", "n", "e", "crv", "x", "y"];
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
export function thumbprint(key: PublicMembers): string {
    const required =
        key.kty === "RSA"
            ? { e: key.e, kty: key.kty, n: key.n }
            : { crv: key.crv, kty: key.kty, x: key.x, y: key.y };
    return createHash("sha256").update(JSON.stringify(required)).digest("base64url");
}

/**
 * Checks public keys by their content: RSA of 2048 to 8192 bits with an odd exponent from 3, or a
 * point on P-256, P-384 or P-521; for signatures; each `kid` once.
 */
export function checkJwks(jwks: unknown, propertyPath = "jwks"): Checked<SigningJwk[]> {
    if (!Array.isArray(jwks) || jwks.length === 0 || jwks.length > MOST_KEYS) {
        const reason = `got ${kindOf(jwks)}; wanted a list of 1 to ${MOST_KEYS} public JSON Web Keys.`;
        return { ok: false, problems: [{ propertyPath, reason }] };
    }
    const kids = jwks.map((key: SigningJwk | undefined) => key?.kid);
    const faults = jwks.flatMap((key: unknown, index): InputProblem[] => {
        const isSecond = Boolean(kids[index]) && kids.indexOf(kids[index]) < index;
        const reason = isSecond
            ? `has the kid ${show(kids[index])} of an earlier key; wanted each kid once.`
            : whatIsWrongWith(key);
        return reason === undefined ? [] : [{ propertyPath: `${propertyPath}[${index}]`, reason }];
    });
    if (faults.length > 0) {
        return { ok: false, problems: faults };
    }
    // Okta keeps the order it is given, and the plugin takes another order for a change.
    const value = [...(jwks as SigningJwk[])].sort((a, b) => (a.kid < b.kid ? -1 : 1));
    return { ok: true, value };
}

/** What was given in the place of a list; never the value, which may be a private key. */
function kindOf(value: unknown): string {
    if (Array.isArray(value)) {
        return `${value.length} keys`;
    }
    if (typeof value === "object" && value !== null && "keys" in value) {
        return 'a JWK Set; give the list that is its member "keys"';
    }
    return value === undefined ? "nothing" : value === null ? "null" : `a ${typeof value}`;
}

function whatIsWrongWith(key: unknown): string | undefined {
    if (typeof key !== "object" || key === null) {
        return `got ${key === null ? "null" : typeof key}; wanted a public JSON Web Key.`;
    }
    const jwk = key as Record<string, unknown>;
    const leaked = PRIVATE_MEMBERS.filter((member) => jwk[member] !== undefined);
    if (leaked.length > 0) {
        return `has private members (${leaked.join(", ")}); wanted the public key only. Remove them.`;
    }
    if (typeof jwk.kid !== "string" || jwk.kid === "") {
        return `got the kid ${show(jwk.kid)}; wanted a name by which a client picks the key.`;
    }
    if (jwk.use !== undefined && jwk.use !== "sig") {
        return `got the use ${show(jwk.use)}; wanted "sig", since Okta verifies signatures with it.`;
    }
    if (jwk.key_ops !== undefined && !isOnly(jwk.key_ops, "verify")) {
        return `got the key_ops ${show(jwk.key_ops)}; wanted ["verify"] or none, since Okta only verifies signatures with it (RFC 7517, 4.3).`;
    }
    if (jwk.kty === "RSA" && typeof jwk.n === "string" && typeof jwk.e === "string") {
        return rsaProblem(jwk.n, jwk.e);
    }
    if (jwk.kty === "EC" && typeof jwk.x === "string" && typeof jwk.y === "string") {
        return ecProblem(jwk.crv, jwk.x, jwk.y);
    }
    return `got the kty ${show(jwk.kty)}; wanted "RSA" with n and e, or "EC" with x and y.`;
}

function isOnly(list: unknown, wanted: string): boolean {
    return Array.isArray(list) && list.length === 1 && list[0] === wanted;
}

/** RFC 7518, 6.3.1: modulus and exponent are base64url without padding. */
function rsaProblem(n: string, e: string): string | undefined {
    const [modulus, exponent] = [integerOf(n), integerOf(e)];
    if (modulus === undefined || exponent === undefined) {
        const member = modulus === undefined ? "n" : "e";
        return `has a member ${member} that is not base64url without padding (RFC 7518, 6.3.1).`;
    }
    const bits = modulus === 0n ? 0 : modulus.toString(2).length;
    if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) {
        return `got an RSA key of ${bits} bits; wanted ${LEAST_RSA_BITS} to ${MOST_RSA_BITS}. Make another one.`;
    }
    if (modulus % 2n === 0n) {
        return "has an even modulus n, which no RSA key has. Export the key again.";
    }
    return exponent < 3n || exponent % 2n === 0n || exponent >= modulus
        ? `got the exponent ${exponent.toString().slice(0, 20)}; wanted an odd number from 3, such as 65537 ("AQAB").`
        : undefined;
}

/** RFC 7518, 6.2.1. Okta stores keys without `crv`, so the length of a coordinate may tell it. */
function ecProblem(crv: unknown, x: string, y: string): string | undefined {
    const wanted = `wanted one of ${Object.keys(COORDINATE_BYTES).join(", ")}`;
    if (!BASE64URL.test(x) || !BASE64URL.test(y)) {
        const member = BASE64URL.test(x) ? "y" : "x";
        return `has a member ${member} that is not base64url without padding (RFC 7518, 6.2.1).`;
    }
    const bytes = Buffer.from(x, "base64url").length;
    const curve = crv ?? curveOf(x);
    if (typeof curve !== "string" || COORDINATE_BYTES[curve] === undefined) {
        const got = crv === undefined ? `coordinates of ${bytes} bytes` : `the crv ${show(crv)}`;
        return `got ${got}; ${wanted}.`;
    }
    try {
        createPublicKey({ key: { kty: "EC", crv: curve, x, y }, format: "jwk" });
        return undefined;
    } catch {
        return `has a point x, y that is not on the curve ${curve}. Export the key again.`;
    }
}

/** The public members of a key, and no others. */
export function publicMembers<K extends object>(key: K): K {
    const members = Object.entries(key).filter(([name]) => PUBLIC_MEMBERS.includes(name));
    return Object.fromEntries(members) as K;
}

/** A key that passed checkJwks, with `use` and `alg` where it left them open. */
export function asSigningJwk(key: Partial<SigningJwk>): SigningJwk {
    const { kty, kid, n, e, x, y } = key;
    const crv = key.crv ?? (x === undefined ? undefined : curveOf(x));
    const alg = key.alg ?? (kty === "RSA" ? "RS256" : (ALGORITHMS[crv ?? ""] ?? "ES256"));
    const shared = { kty: String(kty), kid: String(kid), use: "sig", alg };
    return kty === "RSA" ? { ...shared, n, e } : { ...shared, crv, x, y };
}

function curveOf(coordinate: string): string | undefined {
    const bytes = Buffer.from(coordinate, "base64url").length;
    return Object.keys(COORDINATE_BYTES).find((name) => COORDINATE_BYTES[name] === bytes);
}

function integerOf(text: string): bigint | undefined {
    return BASE64URL.test(text)
        ? BigInt(`0x${Buffer.from(text, "base64url").toString("hex")}`)
        : undefined;
}

function describe(key: PublicMembers): SigningJwk {
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
