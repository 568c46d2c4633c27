import assert from "node:assert/strict";
import { createPrivateKey, generateKeyPairSync } from "node:crypto";

import * as jose from "jose";

import { checkJwks, privateJwk, publicJwk, thumbprint } from "../../rules/jwk";

const PKCS8 = { format: "pem", type: "pkcs8" } as const;
const SPKI = { format: "pem", type: "spki" } as const;

function ecKey(namedCurve: string) {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve });
    return { ...publicKey.export({ format: "jwk" }), kid: namedCurve };
}

describe("JSON Web Keys", () => {
    const pairs = {
        "RSA 2048": generateKeyPairSync("rsa", { modulusLength: 2048 }),
        "RSA 3072": generateKeyPairSync("rsa", { modulusLength: 3072 }),
        "ECDSA P-256": generateKeyPairSync("ec", { namedCurve: "P-256" }),
        "ECDSA P-384": generateKeyPairSync("ec", { namedCurve: "P-384" }),
    };
    for (const [kind, { publicKey, privateKey }] of Object.entries(pairs)) {
        it(`has the public members of ${kind}, and the thumbprint jose computes as kid`, async () => {
            const jwk = publicJwk(String(publicKey.export(SPKI)));
            const members = kind.startsWith("RSA") ? ["e", "n"] : ["crv", "x", "y"];
            assert.deepEqual(
                Object.keys(jwk).sort(),
                [...members, "alg", "kid", "kty", "use"].sort(),
            );
            assert.equal(jwk.kid, await jose.calculateJwkThumbprint(jwk));
        });

        it(`has a private form of ${kind} that is the same key with the same kid`, () => {
            const pem = String(privateKey.export(PKCS8));
            const jwk = JSON.parse(privateJwk(pem)) as jose.JWK;
            assert.equal(jwk.kid, publicJwk(String(publicKey.export(SPKI))).kid);
            assert.equal(createPrivateKey({ key: jwk, format: "jwk" }).export(PKCS8), pem);
        });
    }

    it("has the thumbprint of the example in RFC 7638", () => {
        const n =
            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        assert.equal(
            thumbprint({ kty: "RSA", n, e: "AQAB" }),
            "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
        );
    });

    const good = publicJwk(String(pairs["RSA 2048"].publicKey.export(SPKI)));
    const short = generateKeyPairSync("rsa", { modulusLength: 1024 });
    const ec = ecKey("P-256");
    const koblitz = ecKey("secp256k1");
    const refused: Record<string, [jwks: unknown, because: RegExp]> = {
        "no list": [undefined, /wanted a list of 1 to 50/],
        "an empty list": [[], /got 0 keys/],
        "51 keys": [
            Array.from({ length: 51 }, (_, i) => ({ ...good, kid: `${i}` })),
            /got 51 keys/,
        ],
        "a kid twice": [[good, good], /earlier key/],
        "key_ops to sign": [[{ ...good, key_ops: ["sign"] }], /key_ops \["sign"\]; wanted/],
        "key_ops to verify and more": [
            [{ ...good, key_ops: ["verify", "encrypt"] }],
            /wanted \["verify"\]/,
        ],
        "key_ops with one twice": [[{ ...good, key_ops: ["verify", "verify"] }], /key_ops/],
        "no key_ops at all": [[{ ...good, key_ops: [] }], /key_ops \[\]/],
        "key_ops that are no list": [[{ ...good, key_ops: "verify" }], /key_ops "verify"/],
        "no kid": [[{ ...good, kid: undefined }], /got the kid nothing/],
        "RSA under 2048": [[publicJwk(String(short.publicKey.export(SPKI)))], /1024 bits/],
        "a private key": [[{ ...good, d: "AQAB" }], /private members \(d\)/],
        "a symmetric key": [[{ kid: "a", kty: "oct" }], /the kty "oct"/],
        "null for a key": [[null], /got null; wanted a public/],
        "a key for encryption": [[{ ...good, use: "enc" }], /the use "enc"/],
        "a modulus in standard base64": [[{ ...good, n: `${good.n}==` }], /member n .* base64url/],
        "a modulus in hex of 4096 digits and more": [
            [{ ...good, n: "f".repeat(6001) }],
            /member n .* base64url|bits; wanted 2048 to 8192/,
        ],
        "a modulus of 1,000,000 bits": [
            [{ ...good, n: Buffer.alloc(125_000, 255).toString("base64url") }],
            /1000000 bits; wanted 2048 to 8192/,
        ],
        "an exponent as a number in text": [[{ ...good, e: "65537" }], /member e|exponent/],
        "an exponent of 0": [[{ ...good, e: "AA" }], /the exponent 0/],
        "an exponent of 1": [[{ ...good, e: "AQ" }], /the exponent 1/],
        "an even exponent": [[{ ...good, e: "AQAA" }], /the exponent 65536/],
        "a point off its curve": [[{ ...ec, y: ec.x }], /not on the curve P-256/],
        "a point of secp256k1": [[{ ...koblitz, crv: undefined }], /not on the curve P-256/],
        "the curve secp256k1": [[koblitz], /the crv "secp256k1"/],
        "a point whose curve is another": [[{ ...ec, crv: "P-384" }], /not on the curve P-384/],
    };
    for (const [what, [jwks, because]] of Object.entries(refused)) {
        it(`refuses ${what}, without repeating key material`, () => {
            const checked = checkJwks(jwks);
            assert.ok(!checked.ok);
            assert.match(checked.problems[0]?.reason ?? "", because);
            assert.ok(!JSON.stringify(checked.problems).includes(String(good.n)));
        });
    }

    it("tells two keys without kid that each wants one", () => {
        for (const kid of [undefined, ""]) {
            const checked = checkJwks([{ ...good, kid }, { ...good, kid }, null]);
            assert.ok(!checked.ok);
            const reasons = checked.problems.map(({ reason }) => reason);
            assert.match(reasons.join("\n"), /got the kid .*\n.*got the kid .*\ngot null/s);
            assert.doesNotMatch(reasons.join(), /earlier key/);
        }
    });

    it("takes RSA up to 8192 bits, and points of three curves with or without their name", () => {
        const accepted = [
            good,
            { ...good, use: undefined, e: "Aw" },
            { ...good, key_ops: ["verify"] },
            ...["P-256", "P-384", "P-521"].flatMap((curve) => [
                ecKey(curve),
                { ...ecKey(curve), crv: undefined },
            ]),
        ];
        for (const key of accepted) {
            assert.deepEqual(checkJwks([key]), { ok: true, value: [key] });
        }
    });

    it("puts keys in one order, whatever order they come in", () => {
        const [a, b] = [
            { ...good, kid: "a" },
            { ...good, kid: "b" },
        ];
        assert.deepEqual(checkJwks([b, a]), checkJwks([a, b]));
    });
});
