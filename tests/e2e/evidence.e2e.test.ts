import assert from "node:assert/strict";
import { createPrivateKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Stack } from "@pulumi/pulumi/automation";

import type { Evidence, ReportedUse } from "../../checks/index";
import { token } from "../sandbox/support";
import { stopAtFirstFailure } from "../support/lifecycle";
import { paste, printedLines } from "../support/paste";
import { type CliRun, environmentOf, runVerb } from "../support/runCli";
import { openTestEnvironment, type TestEnvironment } from "../support/testEnvironment";

describe("usage and evidence of a deployed stack", function () {
    this.timeout(300_000);
    let world: TestEnvironment;
    let stack: Stack;
    let privateKey: string;

    before(async () => {
        world = await openTestEnvironment();
        stack = await world.program({
            scopes: '["okta.groups.read","okta.logs.read","okta.users.read"]',
        });
    });
    after(() => world.close());
    stopAtFirstFailure(this);

    const run = (verb: string, ...more: string[]): Promise<CliRun> => {
        const args = [verb, "--stack", "dev", "--dir", world.folders.project, ...more];
        return runVerb(args, { env: environmentOf(world) });
    };

    it("prints the line that takes away the scope that Rezonate never asked for", async () => {
        const { outputs } = await stack.up();
        privateKey = String(outputs["privateKey"]?.value);
        const { grants } = world.org.store;
        for (const grant of grants.list()) {
            // As if the stack had been deployed long ago.
            grants.set({ ...grant, created: "2020-01-01T00:00:00.000Z" });
        }
        const key = {
            privateKey: createPrivateKey(privateKey),
            jwk: { kid: outputs["keyId"]?.value as unknown },
        };
        const clientId = String(outputs["applicationId"]?.value);
        await token(world.org, clientId, key, "okta.users.read okta.logs.read");

        const { code, stdout } = await run("usage", "--since", "30d", "--json");
        assert.equal(code, 1);
        const report = JSON.parse(stdout) as {
            findings: { scope: string; code: string }[];
            uses: ReportedUse[];
        };
        assert.deepEqual(
            report.findings.map((one) => [one.scope, one.code]),
            [
                ["okta.groups.read", "scope_unused"],
                ["okta.logs.read", "ok"],
                ["okta.users.read", "ok"],
                ["address 127.0.0.1", "ok"],
            ],
        );
        assert.deepEqual(
            report.uses.map((one) => one.clientId),
            [clientId],
        );
        const [line = "", ...others] = printedLines((await run("usage")).stdout);
        assert.deepEqual(others, []);
        await paste(world, line);
        await stack.up();
        assert.deepEqual(
            grants
                .list()
                .map(({ scopeId }) => scopeId)
                .sort(),
            ["okta.logs.read", "okta.users.read"],
        );
        assert.equal((await run("usage")).code, 0);
    });

    it("writes a page and the same as JSON, with a proof, the key's age and no secret", async () => {
        const folder = join(world.folders.root, "evidence", "of prod");
        const { code, stdout } = await run("evidence", "--out", folder, "--json");
        const document = JSON.parse(stdout) as Evidence;
        assert.deepEqual([code, document.outcome], [0, "ok"], stdout);
        const [integration] = document.integrations;
        const [client] = integration?.clients ?? [];
        assert.equal(integration?.proof.outcome, "ok");
        assert.deepEqual(
            client?.credentials?.map(({ kind, heldBy, created }) => [
                kind,
                heldBy,
                Date.now() - Date.parse(created ?? "") < 3_600_000,
            ]),
            [["public key", "this stack, and Rezonate", true]],
        );
        const [json, page] = await Promise.all(
            ["evidence.json", "evidence.html"].map((name) => readFile(join(folder, name), "utf8")),
        );
        assert.equal(json, stdout);
        assert.match(page ?? "", /Rezonate&rsquo;s access to acme\.okta\.com/);
        for (const text of [json, page]) {
            for (const secret of [world.org.apiToken, privateKey.split("\n")[1] ?? "?"]) {
                assert.ok(text !== undefined && !text.includes(secret));
            }
        }
        const text = (await run("evidence", "--no-verify")).stdout;
        assert.match(text, /proof +not run\. It was left out\./);
        assert.match(text, /Nothing was written: --out FOLDER/);
    });
});
