import assert from "node:assert/strict";
import { generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";

import { privateJwk, publicJwk } from "../../rules/jwk";
import { KnownSecrets } from "../../rules/knownSecrets";
import { keyForms } from "../support/keyForms";
import { leakSearch, secretFormsOf } from "../support/leakSearch";

const pem = { type: "pkcs8", format: "pem" } as const;
const keys: Record<string, () => { privateKey: KeyObject; publicKey: KeyObject }> = {
    "RSA 2048": () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
    "EC P-256": () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
    "EC P-384": () => generateKeyPairSync("ec", { namedCurve: "P-384" }),
};
const base64 = (text: string | Buffer) => Buffer.from(text).toString("base64");

describe("secrets known by their value", () => {
    for (const [kind, make] of Object.entries(keys)) {
        const { privateKey, publicKey } = make();
        const text = privateKey.export(pem).toString();

        it(`takes out a private key in every form: ${kind}`, () => {
            const jwk = privateJwk(text);
            const leaksIn = leakSearch([text]);
            for (const given of [text, jwk, JSON.stringify({ private_key: text })]) {
                const known = new KnownSecrets();
                known.add(given);
                const wrapped = base64(text).replace(/.{76}/g, "$&\n");
                const forms = {
                    ...keyForms(privateKey),
                    ...Object.fromEntries(
                        secretFormsOf(text).map((form) => [form.name, form.text]),
                    ),
                    JWK: jwk,
                    "JWK in JSON in JSON": JSON.stringify(JSON.stringify({ jwk })),
                    "PEM in JSON in JSON": JSON.stringify(JSON.stringify({ text })),
                    "base64, wrapped": wrapped,
                    "base64, wrapped, in JSON": JSON.stringify(wrapped),
                    "base64 of base64 of PEM": base64(base64(text)),
                    "base64 of JSON with PEM": base64(JSON.stringify({ id: "x", key: text })),
                    "base64url of JSON with JWK": Buffer.from(`{"a":${jwk}}`).toString("base64url"),
                    "URL-encoded": encodeURIComponent(text),
                    "PEM in upper hexadecimal": Buffer.from(text).toString("hex").toUpperCase(),
                };
                for (const [name, form] of Object.entries(forms)) {
                    const redacted = known.redact(`resp: a,b,${form},c`);
                    assert.deepEqual(leaksIn([redacted]), [], `${name}: ${redacted}`);
                    assert.match(redacted, /^resp: a,b,.*\[secret\]/s, name);
                    assert.match(redacted, /,c$/, name);
                }
            }
        });

        it(`leaves its public half, and the digests of both: ${kind}`, () => {
            const known = new KnownSecrets();
            known.add(text);
            const jwk = publicJwk(publicKey.export({ type: "spki", format: "pem" }).toString());
            for (const harmless of [
                publicKey.export({ type: "spki", format: "pem" }).toString(),
                base64(publicKey.export({ type: "spki", format: "der" })),
                JSON.stringify(jwk),
                base64(JSON.stringify(jwk)),
                randomBytes(32).toString("hex"),
                "urn:pulumi:dev::rezonate-okta::tls:index/privateKey:PrivateKey::rezonate-keys-1",
            ]) {
                assert.equal(known.redact(harmless), harmless);
            }
        });
    }

    it("takes out tokens, short ones too, and pieces of long ones", () => {
        const token = `00${randomBytes(20).toString("hex")}`;
        const secret = randomBytes(48).toString("base64url");
        const known = new KnownSecrets();
        for (const each of [token, secret, "hunter22", "pässwörd of mine", "x"]) {
            known.add(each);
        }
        const cases: readonly (readonly [string, string])[] = [
            [`t=${token};`, "t=[secret];"],
            [`${token}${secret}`, "[secret]"],
            [`${token}, ${secret}`, "[secret], [secret]"],
            [`is ${token.slice(5, 25)}.`, "is [secret]."],
            [`is ${Buffer.from(token).toString("hex")}.`, "is [secret]."],
            [`is hunter22, x and pässwörd of mine.`, "is [secret], x and [secret]."],
            [`apart: ${token.slice(0, 8)}`, `apart: ${token.slice(0, 8)}`],
            ["", ""],
        ];
        for (const [text, wanted] of cases) {
            assert.equal(known.redact(text), wanted);
        }
        for (const text of [`0oa1:${secret}`, `{"token":"${token}"}`, "pässwörd of mine"]) {
            for (const form of [base64(text), base64(base64(text))]) {
                const redacted = known.redact(`Basic ${form} end`);
                assert.match(redacted, /^Basic .*\[secret\]\S{0,8} end$/);
            }
        }
    });

    it("forgets the oldest of thousands of secrets, and none of the newest", () => {
        const known = new KnownSecrets();
        const tokens = Array.from({ length: 3500 }, () => randomBytes(20).toString("hex"));
        tokens.forEach((token) => {
            known.add(token);
        });
        const count = tokens.filter((token) => known.redact(token) === "[secret]").length;
        assert.equal(count, 3000);
        assert.equal(known.redact(String(tokens.at(-1))), "[secret]");
    });
});
