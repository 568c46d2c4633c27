import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

import { packageFolder } from "../../cli/demo/workspace";
import { openTestEnvironment, type TestEnvironment } from "../support/testEnvironment";

describe("by hand", function () {
    this.timeout(900_000);
    let world: TestEnvironment;

    before(async () => {
        world = await openTestEnvironment();
    });
    after(() => world.close());

    it("pulumi up of stack dev works on the org that npm run sandbox starts", async () => {
        const sandbox = spawn("npm", ["run", "-s", "sandbox", "--", "--port", "0", "--json"], {
            cwd: packageFolder(),
            stdio: ["ignore", "pipe", "inherit"],
        });
        const [line] = (await once(createInterface(sandbox.stdout), "line")) as [string];
        const ready = JSON.parse(line) as { url: string; apiToken: string };
        assert.deepEqual(Object.keys(ready), ["url", "apiToken"]);

        const stackFile = "Pulumi.dev.yaml";
        const asShipped = await readFile(join(packageFolder(), stackFile), "utf8");
        assert.ok(asShipped.includes(ready.apiToken));
        const onThisPort = asShipped.replace("http://127.0.0.1:4280", ready.url);
        assert.notEqual(onThisPort, asShipped);
        await writeFile(join(world.folders.project, stackFile), onThisPort);

        const run = (...args: string[]) =>
            promisify(execFile)(world.engine.command, args, {
                cwd: world.folders.project,
                env: { ...process.env, ...world.environment },
                maxBuffer: 64 * 1024 * 1024,
            });
        const pulumi = async (...args: string[]) => (await run(...args)).stdout;
        await pulumi("stack", "init", "dev");
        await pulumi("up", "--yes", "--stack", "dev");
        const log = await run("preview", "--stack", "dev", "-v=9", "--logtostderr");
        const required = [
            ...log.stderr.matchAll(/package (\S+) \S* ?is required by language host/g),
        ];
        assert.deepEqual(required.map(([, name]) => name?.replace(/-\d.*/, "")).sort(), [
            "okta",
            "tls",
        ]);
        const outputs = JSON.parse(await pulumi("stack", "output", "--json")) as object;
        assert.deepEqual(
            { ...outputs, keyId: "", grantedScopes: [] },
            {
                applicationId: "[secret]",
                grantedScopes: [],
                keyId: "",
                privateKey: "[secret]",
                tenantId: "acme",
            },
        );
        await pulumi("destroy", "--yes", "--stack", "dev");

        const stopped = once(sandbox, "close");
        sandbox.kill("SIGTERM");
        await stopped;
        await assert.rejects(fetch(ready.url));
    });
});
