import assert from "node:assert/strict";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";

import type { Stack } from "@pulumi/pulumi/automation";

import { shellWord } from "../../rules/shell";
import { stopAtFirstFailure } from "../support/lifecycle";
import { MintingClient } from "../support/mintingClient";
import { environmentOf, runCli } from "../support/runCli";
import { openTestEnvironment, type TestEnvironment } from "../support/testEnvironment";

/** Commands after which a run is killed, one run each, and what the run is given. */
const BREAKS = [
    ["config set rezonate-okta:currentKey"],
    ["config set rezonate-okta:keyGenerations"],
    ["up "],
    ["config rm rezonate-okta:currentKey"],
    ["up "],
    ["config set rezonate-okta:keyRotation"],
    ["config set rezonate-okta:keyRotation", "--confirm"],
    ["config set rezonate-okta:keyGenerations"],
    ["up "],
] as const;

describe("rezonate-okta rotate", function () {
    this.timeout(900_000);
    stopAtFirstFailure(this);
    let world: TestEnvironment;
    let stack: Stack;
    let bin: string;

    before(async () => {
        world = await openTestEnvironment();
        stack = await world.program({ "rezonate-okta:scopes": '["okta.users.read"]' });
        await stack.up(world.watch);
        // A pulumi that, after one command, ends whoever called it.
        bin = join(world.folders.root, "bin");
        await mkdir(bin);
        const script = [
            "#!/bin/sh",
            `${shellWord(world.engine.command)} "$@"`,
            "code=$?",
            'case "$BREAK_AFTER" in "") ;; *) case "$*" in "$BREAK_AFTER"*) kill -9 $PPID ;; esac ;; esac',
            "exit $code",
        ];
        await writeFile(join(bin, "pulumi"), `${script.join("\n")}\n`);
        await chmod(join(bin, "pulumi"), 0o755);
    });
    after(() => world?.close());

    const rotate = (args: readonly string[] = [], breakAfter = "") => {
        const env = environmentOf(world);
        return runCli(["rotate", "--stack", "dev", "--dir", world.folders.project, ...args], {
            env: {
                ...env,
                PATH: [bin, env["PATH"]].join(delimiter),
                BREAK_AFTER: breakAfter,
            },
        });
    };
    const app = () => world.org.store.apps.list()[0];
    const credentials = async () => {
        const outputs = await stack.outputs();
        return JSON.stringify({
            application_id: outputs["applicationId"]?.value as string,
            private_key: outputs["privateKey"]?.value as string,
        });
    };
    const listed = async () => {
        const config = await stack.getAllConfig();
        return [
            config["rezonate-okta:keyGenerations"]?.value || undefined,
            config["rezonate-okta:currentKey"]?.value || undefined,
            config["rezonate-okta:keyRotation"]?.value || undefined,
        ];
    };

    it("goes on wherever it was broken off, and no client is refused", async () => {
        const clientId = app()?.clientId;
        const client = new MintingClient(world.org, await credentials());
        const ended = async () => {
            for (const [breakAfter, ...args] of BREAKS) {
                const { code, stdout, stderr } = await rotate(args, breakAfter);
                assert.equal(code, null, `${breakAfter}\n${stdout}${stderr}`);
                client.use(await credentials());
            }
            return rotate();
        };
        // A client that goes on would keep the process alive.
        const last = await ended().finally(() => client.stop());
        const { code, stdout, stderr } = last;
        assert.equal(code, 0, stdout + stderr);
        assert.match(stdout, /The rotation is complete/);
        assert.deepEqual(await listed(), ["[2]", undefined, undefined]);
        const { refusals, minted, keys } = await client.stop();
        assert.deepEqual(refusals, []);
        assert.ok(minted > 100);
        assert.equal(keys, 2);
        assert.deepEqual([app()?.clientId, app()?.keys.length], [clientId, 1]);
    });
});
