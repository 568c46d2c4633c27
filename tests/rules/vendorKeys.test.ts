import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";

import { asSigningJwk, publicMembers } from "../../rules/jwk";
import { checkAppKeys, checkVendorKeys, ecKeyWarnings } from "../../rules/vendorKeys";

const jwkOf = (type: "rsa" | "ec", which: "publicKey" | "privateKey", kid = type) => {
    const pair =
        type === "rsa"
            ? generateKeyPairSync("rsa", { modulusLength: 2048 })
            : generateKeyPairSync("ec", { namedCurve: "P-384" });
    return { ...pair[which].export({ format: "jwk" }), kid };
};
const rsa = jwkOf("rsa", "publicKey");
const URI = "https://keys.rezonate.example/jwks.json";

const problemsOf = (checked: ReturnType<typeof checkVendorKeys>): string[] =>
    checked.ok
        ? []
        : checked.problems.map(({ propertyPath, reason }) => `${propertyPath}: ${reason}`);

describe("keys that the vendor holds", () => {
    it("are public keys, or the address of a key set", () => {
        assert.deepEqual(checkVendorKeys({}), { ok: true, value: {} });
        assert.deepEqual(checkVendorKeys({ publicJwks: [rsa], areGenerated: true }), {
            ok: true,
            value: { publicJwks: [rsa] },
        });
        for (const jwksUri of [URI, "http://127.0.0.1:4280/keys", "http://localhost:1/x"]) {
            assert.deepEqual(checkVendorKeys({ jwksUri }), { ok: true, value: { jwksUri } });
        }
    });

    it("are refused where one is private, and nothing of it is shown", () => {
        for (const type of ["rsa", "ec"] as const) {
            const key = jwkOf(type, "privateKey") as Record<string, string>;
            for (const given of [[rsa, key], [key], key, { keys: [key] }, JSON.stringify(key)]) {
                const problems = problemsOf(checkVendorKeys({ publicJwks: given }));
                assert.equal(problems.length, 1);
                for (const member of ["d", "p", "q", "dp", "dq", "qi"]) {
                    const value = key[member] ?? "no such member";
                    assert.ok(!problems.join().includes(value.slice(0, 12)), member);
                }
            }
            assert.match(
                problemsOf(checkVendorKeys({ publicJwks: [key] }))[0] ?? "",
                /^publicJwks\[0\]: has private members \(d\b.*Remove them/,
            );
        }
    });

    it("name the list in a JWK Set as what is wanted", () => {
        const [problem] = problemsOf(checkVendorKeys({ publicJwks: { keys: [rsa] } }));
        assert.match(problem ?? "", /got a JWK Set; give the list that is its member "keys"/);
    });

    it("are refused where the address is none that Okta takes", () => {
        const cases: [unknown, RegExp][] = [
            [
                "http://keys.example.com/jwks.json",
                /got "http:\/\/keys.example.com"; wanted an https/,
            ],
            ["keys.example.com", /wanted an https address/],
            ["", /wanted an https address/],
            [5, /got number; wanted/],
            ["https://user:hunter2@keys.example.com/", /user name or password/],
        ];
        for (const [jwksUri, because] of cases) {
            const problems = problemsOf(checkVendorKeys({ jwksUri }));
            assert.equal(problems.length, 1);
            assert.match(problems[0] ?? "", because);
            assert.doesNotMatch(problems[0] ?? "", /hunter2/);
        }
    });

    it("are not both an address and keys, which Okta would delete", () => {
        for (const others of [{ publicJwks: [rsa] }, { areGenerated: true }]) {
            const [problem] = problemsOf(checkVendorKeys({ jwksUri: URI, ...others }));
            assert.match(problem ?? "", /^jwksUri: stands beside .*Okta deletes the keys/);
        }
        const checked = checkAppKeys({ jwks: [rsa], jwksUri: URI });
        assert.ok(!checked.ok);
        assert.ok(!checkAppKeys({}).ok);
        assert.deepEqual(checkAppKeys({ jwksUri: URI }), { ok: true, value: [] });
    });
});

describe("a public key of somebody else", () => {
    it("is told without what is no public member of it", () => {
        const key = { ...jwkOf("rsa", "privateKey"), use: "sig", note: "x" };
        assert.deepEqual(Object.keys(publicMembers(key)).sort(), ["e", "kid", "kty", "n", "use"]);
    });

    it("has the algorithm of its kind where it names none", () => {
        const { x, y } = jwkOf("ec", "publicKey");
        const bare = { kty: "EC", kid: "ec", x, y };
        assert.equal(asSigningJwk(bare).alg, "ES384");
        assert.equal(asSigningJwk(bare).crv, "P-384");
        assert.equal(asSigningJwk(rsa as never).alg, "RS256");
        assert.equal(asSigningJwk({ ...rsa, alg: "RS512" }).alg, "RS512");
    });

    it("is warned of where it is an EC key, with what to use instead", () => {
        assert.deepEqual(ecKeyWarnings([{ kty: "RSA", kid: "a" }]), []);
        const [warning] = ecKeyWarnings([{ kty: "EC", kid: "b" }]);
        assert.match(warning ?? "", /The key b is an EC key.*RSA key, or jwksUri/);
    });
});
