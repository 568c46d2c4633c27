import assert from "node:assert/strict";
import { delimiter } from "node:path";

import type { Stack } from "@pulumi/pulumi/automation";

import { breakingPulumi } from "../support/breakingPulumi";
import { stopAtFirstFailure } from "../support/lifecycle";
import { MintingClient } from "../support/mintingClient";
import { namedCommands, paste } from "../support/paste";
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
        stack = await world.inProcess({ "rezonate-okta:scopes": '["okta.users.read"]' });
        await stack.up(world.watch);
        bin = await breakingPulumi(world);
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
    /** How many tokens a client gets with some credentials: none, or the one that it asks for. */
    const tokensWith = async (given: string) => {
        const { minted } = await new MintingClient(world.org, given).stop();
        return minted;
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

    it("prints the edits of each pull request, which change the key when they are pasted", async () => {
        const first = await credentials();
        const { steps } = JSON.parse((await rotate(["--print", "--json"])).stdout) as {
            steps: { commands: string[] }[];
        };
        assert.equal(steps.length, 3);
        const calls = world.org.calls.length;
        const merged: [current: boolean, keys: number | undefined][] = [];
        for (const { commands } of steps) {
            for (const line of commands) {
                await paste(world, line);
            }
            await stack.up(world.watch);
            merged.push([(await credentials()) === first, app()?.keys.length]);
        }
        assert.deepEqual(merged, [
            [true, 2],
            [false, 2],
            [false, 1],
        ]);
        assert.deepEqual(await listed(), ["[3]", undefined, undefined]);
        assert.ok(world.org.calls.length > calls);
        const { stdout } = await rotate(["--print"]);
        assert.match(stdout, /keyGenerations '\[3,4\]'/);
    });

    it("keeps the step in the configuration for a pipeline, and drops no key while the new one is not proven", async () => {
        const old = await credentials();
        const began = await rotate(["--after", "24h"]);
        assert.equal(began.code, 0, began.stdout + began.stderr);
        const [generations, current, record] = await listed();
        assert.deepEqual([generations, current], ["[3,4]", undefined]);
        assert.match(String(record), /^\{"step":"handedOver","generation":4,"at":"[^"]+"\}$/);
        const [handoff, confirm, ...others] = namedCommands(began.stdout);
        assert.deepEqual(others, []);
        const handed = JSON.parse(await paste(world, String(handoff))) as { private_key: string };
        assert.equal(handed.private_key, (await stack.outputs())["privateKey"]?.value);

        const early = await rotate(["--after", "24h"]);
        assert.equal(early.code, 0, early.stdout + early.stderr);
        assert.match(early.stdout, /Due \d{4}-/);
        world.org.faults.add({ path: "/oauth2/v1/token", status: 503, times: 100 });
        const unproven = await paste(world, String(confirm), { codes: [1] });
        world.org.faults.clear();
        assert.match(unproven, /key_not_proven/);
        assert.deepEqual([app()?.keys.length, (await listed())[2]], [2, record]);

        const due = await rotate(["--after", "0s"]);
        assert.equal(due.code, 0, due.stdout + due.stderr);
        assert.match(due.stdout, /Dropped: the org refuses key/);
        assert.deepEqual(await listed(), ["[4]", undefined, undefined]);
        assert.deepEqual(await tokensWith(old), 0);
    });

    it("replaces the key at once in an emergency", async () => {
        const old = await credentials();
        const { code, stdout, stderr } = await rotate(["--emergency"]);
        assert.equal(code, 0, stdout + stderr);
        assert.match(stdout, /Dropped: the org refuses key/);
        assert.deepEqual(await listed(), ["[5]", undefined, undefined]);
        assert.deepEqual(await tokensWith(old), 0);
        assert.notEqual(await tokensWith(await credentials()), 0);
    });

    it("tells by --max-age when it is time, and changes nothing", async () => {
        const calls = world.org.calls.length;
        const [due, fine] = await Promise.all([
            rotate(["--max-age", "0s", "--json"]),
            rotate(["--max-age", "90d", "--json"]),
        ]);
        assert.deepEqual([due.code, fine.code], [1, 0]);
        assert.match(due.stdout, /"key": "generation 5",\s+"code": "key_too_old"/);
        assert.equal(world.org.calls.length, calls);
    });
});
