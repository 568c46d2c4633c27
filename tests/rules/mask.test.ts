import assert from "node:assert/strict";
import { createHash } from "node:crypto";

import { maskDebugMessage, maskSecrets } from "../../rules/mask";
import { rsaKey } from "../sandbox/support";

describe("masking", () => {
    it("takes out keys, tokens and passwords, known or not", () => {
        const pem = rsaKey().privateKey.export({ type: "pkcs8", format: "pem" }).toString();
        const jwt = ["eyJhbGciOiJSUzI1NiJ9", "eyJpc3MiOiJ4In0", "c2ln"].join(".");
        const texts = [
            `key ${pem} end`,
            JSON.stringify({ private_key: pem }),
            `Authorization: Bearer ${jwt}`,
            "Authorization: SSWS 00abcdefghijklmnop",
            `client_assertion=${jwt}&scope=x`,
            '{"client_secret":"s3cret-s3cret"}',
            "known: hunter22",
        ];
        for (const text of texts) {
            const masked = maskSecrets(text, ["hunter22"]);
            assert.match(masked, /\[secret\]/, text);
            for (const secret of [pem.slice(60, 100), jwt, "00abcdefghij", "s3cret", "hunter22"]) {
                assert.ok(!masked.includes(secret), masked);
            }
        }
        const urn = "urn:pulumi:dev::x::a$okta:index/apiToken:ApiToken::rezonate-token";
        for (const harmless of ["private_key: cannot be read", `pulumi state delete '${urn}'`]) {
            assert.equal(maskSecrets(harmless), harmless);
        }
    });

    it("takes out the private members of a JSON Web Key, and leaves the public ones", () => {
        const jwk = rsaKey().privateKey.export({ format: "jwk" });
        const { d = "", p = "", n = "" } = jwk as Record<string, string>;
        for (const text of [JSON.stringify(jwk), JSON.stringify({ jwk: JSON.stringify(jwk) })]) {
            const masked = maskSecrets(text);
            assert.ok(masked.includes(n) && !masked.includes(d) && !masked.includes(p), masked);
        }
    });

    it("takes out Okta's tokens by their form, and no digest or name", () => {
        for (const token of [`00${"y".repeat(40)}`, "eyJhbGciOiJ9.eyJpc3MiOiJ4In0.c2ln"]) {
            assert.equal(maskDebugMessage(`is ${token}.`), "is [secret].");
            assert.equal(maskSecrets(`is ${token}.`), "is [secret].");
        }
        for (const hash of ["md5", "sha1", "sha256", "sha512"]) {
            for (const encoding of ["hex", "base64", "base64url"] as const) {
                const digest = createHash(hash).update("x").digest(encoding);
                const text = `etag=${digest}, file=/nix/store/${digest}-okta`;
                assert.deepEqual([maskDebugMessage(text), maskSecrets(text)], [text, text]);
            }
        }
    });

    it("cuts the properties from a debug message that has what Pulumi marks as secret", () => {
        const mark = "4dabf18193072939515e22adb298388d,1b47061264138c4ac30d75fd1eb44270";
        for (const [text, wanted] of [
            [
                `finished: okta; err: null, resp: urn,a,${mark},value,p4ss`,
                "finished: okta; err: null, resp: [secret]",
            ],
            [`, obj={"4d":"1b47061264138c4ac30d75fd1eb44270","value":"p4ss"}`, ", obj=[secret]"],
            [
                `Invoking function: tok=x, props={"a":${mark}}`,
                "Invoking function: tok=x, props=[secret]",
            ],
            [`of another SDK: 1b47061264138c4ac30d75fd1eb44270 p4ss`, "of another SDK: [secret]"],
            ["finished: x; err: null, resp: urn,plain", "finished: x; err: null, resp: urn,plain"],
        ] as const) {
            assert.equal(maskDebugMessage(text), wanted);
        }
    });
});
