import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import {
    ApiKeyIntegration,
    MarketplaceIntegration,
    OAuthIntegration,
    ServiceApp,
    SigningKeys,
} from "../../components";
import { valueOf } from "../support/mocks";

const ROOT = resolve(__dirname, "../..");
const oktaDomain = "acme.okta.com";
const make = {
    SigningKeys: () => new SigningKeys("a"),
    ServiceApp: () => {
        const { publicJwks } = new SigningKeys("keys");
        const args = { oktaDomain, label: "App", jwks: publicJwks, scopes: ["okta.users.read"] };
        return new ServiceApp("a", args);
    },
    OAuthIntegration: () =>
        new OAuthIntegration("a", { oktaDomain, verify: true, gateways: ["192.0.2.1"] }),
    MarketplaceIntegration: () => new MarketplaceIntegration("a", { oktaDomain }),
    ApiKeyIntegration: () =>
        new ApiKeyIntegration("a", {
            oktaDomain,
            login: "rezonate@acme.com",
            gateways: ["192.0.2.1"],
            apiKey: "00key",
            apiTokenId: "00T1fxzubpqiepH11d38",
        }),
};

describe("mocks that give each resource its own inputs back", () => {
    const rejected: unknown[] = [];
    const note = (reason: unknown) => void rejected.push(reason);
    before(() => process.on("unhandledRejection", note));
    after(() => process.off("unhandledRejection", note));

    const answers = { "its arguments": (inputs: object) => inputs, nothing: () => ({}) };
    for (const [what, answer] of Object.entries(answers)) {
        for (const [component, program] of Object.entries(make)) {
            it(`let ${component} be made, and its outputs be known, where a call returns ${what}`, async () => {
                await pulumi.runtime.setMocks({
                    newResource: ({ name, inputs }) => ({
                        id: `${name}-id`,
                        state: inputs as object,
                    }),
                    call: ({ inputs }) => answer(inputs as object),
                });
                const made: object = program();
                const outputs = Object.values(made).filter((one) => pulumi.Output.isInstance(one));
                assert.ok(outputs.length > 1);
                await Promise.all(outputs.map((one) => valueOf(one)));
                await pulumi.runtime.disconnect();
                assert.deepEqual(rejected, []);
            });
        }
    }

    it("let the test in docs/testing.md pass as it is written there", function () {
        this.timeout(60_000);
        const page = readFileSync(join(ROOT, "docs/testing.md"), "utf8");
        const code = /```ts\n([^]*?)```/.exec(page)?.[1] ?? "";
        const folder = mkdtempSync(join(ROOT, "tests/components/docs-"));
        try {
            writeFileSync(join(folder, "test.ts"), code);
            const run = spawnSync(process.execPath, ["--import", "tsx", join(folder, "test.ts")], {
                cwd: ROOT,
                encoding: "utf8",
            });
            assert.equal(run.status, 0, run.stderr);
        } finally {
            rmSync(folder, { recursive: true });
        }
    });
});
