import assert from "node:assert/strict";
import { createPublicKey, generateKeyPairSync, type KeyObject, verify } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { clientAssertion } from "../../okta/clientAssertion";
import { readSigningKey } from "../../okta/privateKey";
import { thumbprint } from "../../rules/jwk";
import { isPluginPrivateKey } from "../../rules/providerKey";
import { UserError } from "../../rules/userError";
import { keyForms } from "../support/keyForms";

const ec = (namedCurve: string): KeyObject => generateKeyPairSync("ec", { namedCurve }).privateKey;
const keys = {
    RSA: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey,
    "P-256": ec("P-256"),
    "P-384": ec("P-384"),
    "P-521": ec("P-521"),
};
const thumbprintOf = (key: KeyObject): string =>
    thumbprint(createPublicKey(key).export({ format: "jwk" }));

describe("a private key", () => {
    for (const [kind, key] of Object.entries(keys)) {
        for (const [form, text] of Object.entries(keyForms(key))) {
            it(`${kind} is read: ${form}`, async () => {
                assert.equal((await readSigningKey(text)).thumbprint, thumbprintOf(key));
            });
        }
    }

    it("is read from the file that is named, in any form", async () => {
        const folder = await mkdtemp(join(tmpdir(), "rezonate-okta-test-"));
        try {
            const path = join(folder, "key.pem");
            for (const text of Object.values(keyForms(keys.RSA))) {
                await writeFile(path, text);
                assert.equal((await readSigningKey(path)).thumbprint, thumbprintOf(keys.RSA));
            }
            await writeFile(path, "x".repeat(100_000));
            await assert.rejects(readSigningKey(path), UserError);
            await assert.rejects(readSigningKey(folder), UserError);
        } finally {
            await rm(folder, { recursive: true });
        }
    });

    it("that is none is refused without showing it", async () => {
        const pem = keys.RSA.export({ type: "pkcs8", format: "pem" }).toString();
        const middle = pem.slice(100, 140);
        const encrypted = keys.RSA.export({
            type: "pkcs8",
            format: "pem",
            cipher: "aes-256-cbc",
            passphrase: "p",
        }).toString();
        const { publicKey, privateKey: edKey } = generateKeyPairSync("ed25519");
        const wrong = [
            "",
            "some text",
            "/no/such/file",
            `\0${middle}`,
            encrypted,
            pem.slice(0, 500),
            pem.replace(middle, ""),
            publicKey.export({ type: "spki", format: "pem" }).toString(),
            edKey.export({ type: "pkcs8", format: "pem" }).toString(),
            ec("secp256k1").export({ type: "pkcs8", format: "pem" }).toString(),
        ];
        for (const text of wrong) {
            await assert.rejects(readSigningKey(text), (error) => {
                assert.ok(error instanceof UserError);
                assert.match(
                    error.message,
                    /^private_key: .*(Wanted the whole text|Okta takes RSA)/,
                );
                assert.ok(text === "" || !error.message.includes(text));
                assert.ok(!error.message.includes(middle));
                return true;
            });
        }
    });

    it("is known to the okta plugin in the forms that Go reads, and in no others", () => {
        const readByGo = [
            "PKCS#8",
            "PKCS#1 or SEC1",
            "literal \\n",
            "literal \\n, then a real line end",
            "literal \\n mixed with real ones",
            "CRLF",
            "blank lines between",
            "blanks around",
            "text before",
        ];
        const found = Object.entries(keyForms(keys.RSA)).filter(([, text]) =>
            isPluginPrivateKey(text),
        );
        assert.deepEqual(
            found.map(([form]) => form),
            readByGo,
        );
        const sec1 = keyForms(keys["P-256"])["PKCS#1 or SEC1"] ?? "";
        assert.equal(isPluginPrivateKey(sec1), false);
    });
});

describe("a client assertion", () => {
    const audience = "https://acme.okta.com/oauth2/v1/token";
    const part = (jwt: string, index: number): Record<string, unknown> =>
        JSON.parse(Buffer.from(jwt.split(".")[index] ?? "", "base64url").toString()) as Record<
            string,
            unknown
        >;

    it("names the client, lives five minutes and is signed by the key's own algorithm", () => {
        const algorithms = { RSA: "RS256", "P-256": "ES256", "P-384": "ES384", "P-521": "ES512" };
        for (const [kind, alg] of Object.entries(algorithms)) {
            const key = keys[kind as keyof typeof keys];
            const privateKeyPem = key.export({ type: "pkcs8", format: "pem" }).toString();
            const before = Math.floor(Date.now() / 1000);
            const jwt = clientAssertion({ clientId: "0oa1", privateKeyPem, audience, keyId: "k" });
            assert.deepEqual(part(jwt, 0), { alg, kid: "k" });
            const { iat, exp, jti, ...claims } = part(jwt, 1);
            assert.deepEqual(claims, { iss: "0oa1", sub: "0oa1", aud: audience });
            assert.ok(Number(iat) <= before && Number(exp) >= before + 300);
            assert.match(String(jti), /^[0-9a-f-]{36}$/);
            const [head, body, signature = ""] = jwt.split(".");
            const isSigned = verify(
                `sha${alg.slice(2)}`,
                Buffer.from(`${head}.${body}`),
                { key: createPublicKey(key), dsaEncoding: "ieee-p1363" },
                Buffer.from(signature, "base64url"),
            );
            assert.ok(isSigned, kind);
        }
    });

    it("has no kid where none is known, and follows the org's clock", () => {
        const privateKeyPem = keys.RSA.export({ type: "pkcs1", format: "pem" }).toString();
        const options = { clientId: "0oa1", privateKeyPem, audience };
        assert.deepEqual(part(clientAssertion(options), 0), { alg: "RS256" });
        const ahead = part(clientAssertion({ ...options, clockOffsetSeconds: 3600 }), 1);
        assert.ok(Number(ahead["iat"]) > Date.now() / 1000 + 3500);
    });

    it("is not made with what is no key, and the error shows nothing of it", () => {
        const options = { clientId: "0oa1", privateKeyPem: "not a key", audience };
        assert.throws(
            () => clientAssertion(options),
            /^Error: the private key cannot be read as a PEM key without a passphrase$/,
        );
    });
});
