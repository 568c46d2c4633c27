import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { stackConfig } from "../../components/index";

/** The stack's configuration as the program reads it. */
function read(config: Record<string, string>, secretKeys: string[] = []) {
    const full = (key: string) => `rezonate-okta:${key}`;
    const values = { oktaDomain: "acme.okta.com", ...config };
    pulumi.runtime.setAllConfig(
        Object.fromEntries(Object.entries(values).map(([key, value]) => [full(key), value])),
        secretKeys.map(full),
    );
    process.env.PULUMI_CONFIG_SECRET_KEYS = JSON.stringify(secretKeys.map(full));
    try {
        return stackConfig(new pulumi.Config("rezonate-okta"));
    } finally {
        delete process.env.PULUMI_CONFIG_SECRET_KEYS;
        pulumi.runtime.setAllConfig({});
    }
}

describe("the stack's configuration", () => {
    it("is OAuth where nothing else is said", () => {
        const { methods, oktaDomain, tenantId, args } = read({ tenantId: "", method: "" });
        assert.deepEqual([methods, oktaDomain, tenantId], [["oauth"], "acme.okta.com", undefined]);
        assert.equal(args["api-key"].apiKey, undefined);
    });

    it("may keep one method beside another, and not one beside itself", () => {
        const both = read({ method: "api-key", keepMethod: "oauth", gateways: "[]" });
        assert.deepEqual(both.methods, ["api-key", "oauth"]);
        assert.equal(both.args["api-key"].gateways, undefined);
        assert.deepEqual(read({ method: "oauth", keepMethod: "oauth" }).methods, ["oauth"]);
    });

    it("holds the API key encrypted, or not at all", async () => {
        const { apiKey } = read({ apiKey: "00key" }, ["apiKey"]).args["api-key"];
        assert.ok(apiKey !== undefined && (await pulumi.isSecret(pulumi.output(apiKey))));
        assert.throws(() => read({ apiKey: "00key" }), /apiKey: it is .* in clear/);
    });

    it("is refused with all that is wrong with it", () => {
        const wrong = { method: "mail", keepMethod: "fax", scopes: "okta.users.read" };
        assert.throws(
            () => read(wrong),
            (error: Error) => {
                assert.deepEqual(
                    error.message.split("\n").map((line) => line.split(":")[0]),
                    ["method", "keepMethod", "scopes"],
                );
                return true;
            },
        );
        assert.throws(() => read({ method: "api-key", remediation: "true" }), /only oauth/);
        assert.throws(() => read({ gateways: '{"0": "192.0.2.1"}' }), /gateways: got .*a list/);
    });

    it("lets remediation stay with OAuth while another method comes up beside it", () => {
        const { args } = read({ method: "api-key", keepMethod: "oauth", remediation: "true" });
        assert.equal(args.oauth.remediation, true);
    });
});
