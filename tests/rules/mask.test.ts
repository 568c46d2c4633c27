import assert from "node:assert/strict";

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

    it("takes out what may be a client secret where nobody needs the text", () => {
        const secret = "x".repeat(64);
        assert.equal(maskDebugMessage(`is ${secret}, of 64`), "is [secret], of 64");
        // In a line for the shell it may be a name.
        const line = `pulumi state delete ${secret}`;
        assert.equal(maskSecrets(line), line);
        for (const token of [`00${"y".repeat(40)}`, "eyJhbGciOiJ9.eyJpc3MiOiJ4In0.c2ln"]) {
            assert.equal(maskDebugMessage(`is ${token}.`).includes(token), false);
            assert.equal(maskSecrets(`is ${token}.`).includes(token), false);
        }
    });
});
