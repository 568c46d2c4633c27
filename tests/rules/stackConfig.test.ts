import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";

import { desiredConfigOf, planOf } from "../../checks/preflight/plan";
import { checkApiKeyIntegrationArgs } from "../../components/apiKeyIntegration";
import { checkMarketplaceIntegrationArgs } from "../../components/marketplaceIntegration";
import { checkOAuthIntegrationArgs } from "../../components/oauthIntegration";
import { stackConfig } from "../../components/stackConfig";
import { DEFAULT_LABEL } from "../../rules/label";
import { REZONATE_TYPE } from "../../rules/marketplace";
import { READ_ONLY_SCOPES } from "../../rules/scopes";
import { ARG_OF_KEY, CONFIG_KEYS } from "../../rules/stackConfig";
import { emptyStack } from "../checks/driftFixtures";

/** The stack's configuration as the program reads it. */
function read(config: Record<string, string>, secretKeys: string[] = []) {
    const full = (key: string) => `rezonate-okta:${key}`;
    const values = { oktaDomain: "acme.okta.com", ...config };
    pulumi.runtime.setAllConfig(
        Object.fromEntries(Object.entries(values).map(([key, value]) => [full(key), value])),
        secretKeys.map(full),
    );
    try {
        return stackConfig(new pulumi.Config("rezonate-okta"));
    } finally {
        pulumi.runtime.setAllConfig({});
    }
}

/** Makes Pulumi's SDK believe in an engine, which says what is encrypted, or in none. */
function setEngine(address: string): void {
    pulumi.runtime.resetOptions("rezonate-okta", "dev", 1, address, "", false, "");
}

describe("the stack's configuration", () => {
    before(() => setEngine("127.0.0.1:1"));
    after(() => setEngine(""));

    const login = "rezonate@example.com";

    it("is OAuth where nothing else is said", () => {
        const { methods, oktaDomain, tenantId, args } = read({ tenantId: "", method: "" });
        assert.deepEqual([methods, oktaDomain, tenantId], [["oauth"], "acme.okta.com", undefined]);
        assert.equal(args["api-key"].apiKey, undefined);
    });

    it("may keep one method beside another, and not one beside itself", () => {
        const both = read({ method: "api-key", keepMethod: "oauth", login, gateways: "[]" });
        assert.deepEqual(both.methods, ["api-key", "oauth"]);
        assert.equal(both.args["api-key"].gateways, undefined);
        assert.deepEqual(read({ method: "oauth", keepMethod: "oauth" }).methods, ["oauth"]);
    });

    it("holds the API key encrypted, or not at all", async () => {
        const { apiKey } = read({ apiKey: "00key" }, ["apiKey"]).args["api-key"];
        assert.ok(apiKey !== undefined && (await pulumi.isSecret(pulumi.output(apiKey))));
        assert.throws(() => read({ apiKey: "00key" }), /apiKey: it is .* in clear/);
        setEngine("");
        assert.doesNotThrow(() => read({ apiKey: "00key" }), "in a unit test");
        setEngine("127.0.0.1:1");
    });

    it("is refused with all that is wrong with it", () => {
        const wrong = { method: "mail", keepMethod: "fax", scopes: "okta.users.read" };
        assert.throws(
            () => read(wrong),
            (error: Error) => {
                const [heading, ...lines] = error.message.split("\n");
                assert.match(heading ?? "", / cannot use 3 inputs:$/);
                assert.deepEqual(
                    lines.map((line) => line.trim().split(":")[0]),
                    ["method", "keepMethod", "scopes"],
                );
                return true;
            },
        );
        for (const key of ["remediation", "adminVisibility"]) {
            const wrong = new RegExp(`${key}: got true with method api-key; only oauth`);
            assert.throws(() => read({ method: "api-key", login, [key]: "true" }), wrong);
        }
        const fenced = { gateways: '["192.0.2.1"]', zoneIds: '["nzo1fxzubpqiepH11d38"]' };
        assert.throws(
            () => read(fenced),
            /cannot use an input:\n {2}zoneIds: got it beside gateways/,
        );
        assert.throws(
            () => read({ ...fenced, method: "marketplace" }),
            (error: Error) => {
                assert.match(
                    error.message,
                    /gateways: .* only oauth and api-key have it\. Remove it\./,
                );
                assert.match(
                    error.message,
                    /zoneIds: .* with method marketplace; only oauth has it/,
                );
                return true;
            },
        );
        const { zoneIds } = fenced;
        assert.throws(
            () => read({ zoneIds, method: "api-key", login }),
            /zoneIds: .*Remove it\. Set gateways instead/,
        );
        assert.throws(() => read({ gateways: '{"0": "192.0.2.1"}' }), /gateways: got .*a list/);
    });

    it("restricts the app, and where both are there the API key as well", () => {
        const gateways = '["192.0.2.1"]';
        const both = read({ gateways, method: "api-key", keepMethod: "oauth", login });
        assert.deepEqual(both.args.oauth.gateways, ["192.0.2.1"]);
        assert.deepEqual(both.args["api-key"].gateways, ["192.0.2.1"]);
        const { oauth } = read({ gateways: "[]", zoneIds: '["nzo1fxzubpqiepH11d38"]' }).args;
        assert.deepEqual([oauth.gateways, oauth.zoneIds], [undefined, ["nzo1fxzubpqiepH11d38"]]);
    });

    it("lets remediation stay with OAuth while another method comes up beside it", () => {
        const methods = { method: "api-key", keepMethod: "oauth", login };
        const { args } = read({ ...methods, remediation: "true" });
        assert.equal(args.oauth.remediation, true);
    });

    it("takes an empty value for none, and a value of another form for what it is", () => {
        const empty = Object.fromEntries(CONFIG_KEYS.map((key) => [key, ""]));
        assert.deepEqual(read({ ...empty, oktaDomain: "acme.okta.com" }).methods, ["oauth"]);
        const wrong = { remediation: "yes", rsaBits: "big", verify: "1", secretGeneration: " " };
        assert.deepEqual(
            problemsOf(wrong).map((line) => line.split(";")[0]),
            [
                'remediation: got "yes"',
                'keys.rsaBits: got "big"',
                'verify: got "1"',
                'secretGeneration: got " "',
            ],
        );
        assert.match(problemsOf({ oktaDomain: "" }).join(), /^oktaDomain: got nothing \(missing\)/);
    });

    it("is told by preflight to be wrong in the very things that up refuses, and in the same words", () => {
        const scopes = ['["okta.users.read"]', '["okta.users.manage", "okta.apps.read"]'];
        const noScopes = [
            "[]",
            '["okta.logStreams.read"]',
            "x",
            "{}",
            "[5]",
            '["openid"]',
            '["okta.apps.manage", "a b"]',
        ];
        const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
        const vendorKeys = JSON.stringify([{ ...publicKey.export({ format: "jwk" }), kid: "v" }]);
        /** Values of each key: those that a method takes, and those that it does not. */
        const values: Record<string, readonly [fit: string[], unfit: string[]]> = {
            oktaDomain: [["acme.okta.com"], ["http://x", "sso.acme.com", ""]],
            tenantId: [
                ["", "acme"],
                ["Acme", "other"],
            ],
            method: [["", "oauth", "marketplace", "api-key"], ["fax"]],
            keepMethod: [["", "oauth", "marketplace", "api-key"], ["mail"]],
            label: [
                ["", "Rezonate"],
                [" ", "x".repeat(101)],
            ],
            scopes: [scopes, noScopes],
            allowedManageScopes: [["[]", '["okta.users.manage"]'], noScopes.slice(1)],
            remediation: [["true", "false", ""], ["yes"]],
            remediationRole: [["", "CUSTOM", "USER_ADMIN"], ["SUPER_ADMIN"]],
            remediationGroups: [
                ["", '["00g4Yw3Jr6tjir6ms1d7"]'],
                ["[]", '["Security"]', "x"],
            ],
            remediationExcept: [["", '["00g4Yw3Jr6tjir6ms1d8"]'], ['["00g4Yw3Jr6tjir6ms1d7"]']],
            remediationUntil: [
                ["", "2020-02-29", "2999-12-31", "2999-12-31 00:00:00 +0000 UTC"],
                ["2026-02-30", "31.12.2026", "2026-12-31 10:00:00 +0000 UTC"],
            ],
            remediationApp: [["true", "false", ""], ["yes"]],
            remediationKeyGenerations: [
                ["", "[1]", "[2, 1]"],
                ["[]", "[1, 1]", "1"],
            ],
            remediationCurrentKey: [
                ["", "1"],
                ["3", "x"],
            ],
            adminVisibility: [["true", "false", ""], ["yes"]],
            visibilityGroups: [
                ["", '["00g4Yw3Jr6tjir6ms1d7"]'],
                ["[]", '["Security"]'],
            ],
            visibilityApps: [
                ["", '["orn:okta:idp:00o1gkwx:apps:oidc_client:0oa4Yw3Jr6tjir6ms1d7"]'],
                ['["0oa4Yw3Jr6tjir6ms1d7"]', "x"],
            ],
            adopt: [
                ["", "{}", '{"applicationId": "0oa4Yw3Jr6tjir6ms1d7"}'],
                ["0oa4Yw3Jr6tjir6ms1d7", "[]", '{"applicationId": "app"}', '{"roles": []}'],
            ],
            keyGenerations: [
                ["", "[1]", "[2, 1]"],
                ["[]", "[1, 1]", "[0]", '["1"]', "1"],
            ],
            currentKey: [
                ["", "1"],
                ["3", "x"],
            ],
            keyAlgorithm: [["RSA", "ECDSA"], ["DSA"]],
            rsaBits: [["2048"], ["1024", "two"]],
            ecdsaCurve: [["P256"], ["P521"]],
            publicJwks: [
                ["", vendorKeys, `{"keys":${vendorKeys}}`],
                ["[]", "{}", "x", "[5]"],
            ],
            jwksUri: [
                ["", "https://keys.example.com/jwks"],
                ["http://keys.example.com", "x"],
            ],
            verify: [["true"], ["no"]],
            integrationType: [["rezonatesecurity", ""], ["Not One"]],
            secretGeneration: [["1"], ["0", "1.5", "x"]],
            keepPreviousSecret: [["false"], ["never"]],
            login: [[login], ["", "somebody"]],
            email: [["", "a@b.example"], ["nobody"]],
            gateways: [
                ["[]", '["203.0.113.0/24"]'],
                ['["0.0.0.0/0"]', "x"],
            ],
            zoneIds: [
                ["", "[]", '["nzo1fxzubpqiepH11d38"]'],
                ['["Office"]', "x"],
            ],
            apiKey: [["", "a-key"], ["SSWS a-key"]],
            apiTokenId: [["", "00T1234567890abcdefg"], ["key"]],
        };
        assert.deepEqual(Object.keys(values).sort(), [...CONFIG_KEYS].sort());
        const configs = (pick: (of: readonly [string[], string[]]) => string[]) =>
            fc.record(
                Object.fromEntries(
                    Object.entries(values).map(([key, of]) => [key, fc.constantFrom(...pick(of))]),
                ),
                { requiredKeys: [] },
            ) as fc.Arbitrary<Record<string, string>>;
        const any = fc.oneof(
            configs((of) => of.flat()),
            configs(([fit]) => fit),
        );
        const secretKeys = fc.subarray(["apiKey", "login"]);
        let fit = 0;
        fc.assert(
            fc.property(any, secretKeys, (config, secrets) => {
                const told = preflightProblems(config, secrets);
                assert.deepEqual(problemsOf(config, secrets), told);
                if (told.length === 0) {
                    fit += 1;
                    acceptedByComponents(config, secrets);
                }
            }),
            { numRuns: 2000 },
        );
        assert.ok(fit > 50, `${fit} configurations had nothing wrong with them`);
    }).timeout(60_000);

    it("has the keys of Pulumi.yaml, with the same defaults", () => {
        const yaml = readFileSync(join(__dirname, "../../Pulumi.yaml"), "utf8");
        const blocks = yaml.slice(yaml.indexOf("\nconfig:")).split(/\n {2}(?=\w+:\n)/);
        const fields = new Map(
            blocks.slice(1).map((block) => [block.slice(0, block.indexOf(":")), block]),
        );
        assert.deepEqual([...fields.keys()].sort(), [...CONFIG_KEYS].sort());
        const scalar = (key: string) => /\n {4}default: (.*)/.exec(fields.get(key) ?? "")?.[1];
        assert.equal(scalar("label"), DEFAULT_LABEL);
        assert.equal(scalar("integrationType"), REZONATE_TYPE);
        const block = fields.get("scopes") ?? "";
        assert.deepEqual(block.match(/okta[\w.]+/g), READ_ONLY_SCOPES);
    });
});

/** What is wrong with a configuration, as `pulumi up` says it. */
function problemsOf(config: Record<string, string>, secretKeys: string[] = []): string[] {
    try {
        read(config, secretKeys);
        return [];
    } catch (error) {
        assert.ok(error instanceof pulumi.RunError, String(error));
        const [, ...lines] = error.message.split("\n");
        return lines.map((line) => line.replace(/^ {2}/, ""));
    }
}

/** The same as `rezonate-okta preflight` says it. */
function preflightProblems(config: Record<string, string>, secretKeys: string[]): string[] {
    const full = (key: string) => `rezonate-okta:${key}`;
    const values = Object.entries({ oktaDomain: "acme.okta.com", ...config });
    const stack = {
        ...emptyStack,
        location: { stack: pulumi.getStack() },
        project: "rezonate-okta",
        config: Object.fromEntries(values.map(([key, value]) => [full(key), value])),
        encryptedKeys: secretKeys.map(full),
    };
    const orgUrl = "https://acme.okta.com";
    return planOf({ ...desiredConfigOf(stack), orgUrl }, stack.location).configFaults.map((line) =>
        // The program names the args as a component does.
        line.replace(/^\w+(?=[:[])/, (key) => ARG_OF_KEY[key] ?? key),
    );
}

/** Fails where a component refuses what the configuration's own check has let through. */
function acceptedByComponents(config: Record<string, string>, secretKeys: string[]): void {
    const { methods, args } = read(config, secretKeys);
    const check = {
        oauth: () => checkOAuthIntegrationArgs("x", args.oauth),
        marketplace: () => checkMarketplaceIntegrationArgs("x", args.marketplace),
        "api-key": () => checkApiKeyIntegrationArgs("x", args["api-key"]),
    };
    methods.forEach((method) => check[method]());
}
