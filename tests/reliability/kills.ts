import assert from "node:assert/strict";

import type { Stack } from "@pulumi/pulumi/automation";

import { READ_ONLY_SCOPES } from "../../rules/scopes";
import { doctorCodesOf, doctorText } from "../support/doctor";
import { killPulumiAt } from "../support/killedPulumi";
import { runCommand } from "../support/runCli";
import {
    accessIn,
    changesOf,
    openTestEnvironment,
    type TestEnvironment,
} from "../support/testEnvironment";
import { note } from "../support/trials";
import { WRITES } from "../support/writes";

/** More kills than `npm test` has time for. `npm run reliability` runs them. */
describe("Pulumi killed at a write", function () {
    this.timeout(300_000);
    let world: TestEnvironment;
    let stack: Stack;

    beforeEach(async () => {
        world = await openTestEnvironment();
        stack = await world.program();
    });
    afterEach(() => world.close());

    /** Removes what a call made that was under way when Pulumi was killed, by doctor's lines. */
    const removeTwin = async (): Promise<void> => {
        const text = await doctorText(world);
        const lines = text.split("\n").filter((line) => /^ *curl /.test(line));
        assert.notDeepEqual(lines, [], text);
        for (const line of lines) {
            const env = { OKTA_API_TOKEN: world.org.apiToken };
            const { code, stderr } = await runCommand(["bash", "-c", line], { env });
            assert.equal(code, 0, stderr);
        }
    };
    const distinct = (codes: readonly string[]) => [...new Set(codes)].join(", ");

    /** Kills an `up` at a write, does what doctor says, and looks at what stack and org have then. */
    const recovers = async (name: keyof typeof WRITES) => {
        await killPulumiAt(world, "up", WRITES[name]);
        await stack.cancel();
        const found = await doctorCodesOf(world);
        const fixed = await doctorCodesOf(world, "--fix");
        const hasTwin = fixed.includes("twin");
        if (hasTwin) {
            await removeTwin();
        }
        await stack.up();
        assert.deepEqual(changesOf(await stack.preview()), {});
        assert.equal(world.org.store.apps.size, 1);
        assert.deepEqual(accessIn(world.org), {
            scopes: [...READ_ONLY_SCOPES].sort(),
            roles: ["READ_ONLY_ADMIN"],
        });
        const ended = `doctor: ${distinct(found)}; after doctor --fix: ${distinct(fixed)};${hasTwin ? " its lines remove the twin;" : ""} up, then preview: no changes`;
        note("kill", `up, at ${name}`, ended);
    };

    for (const name of ["the app's POST", "a grant's POST", "the app's role's POST"] as const) {
        it(`at ${name}`, () => recovers(name));
    }

    it("at the app's PUT", async () => {
        await stack.up();
        await stack.setConfig("rezonate-okta:keyGenerations", { value: "[1, 2]" });
        await recovers("the app's PUT");
    });

    it("at the app's role's DELETE, in a destroy", async () => {
        await stack.up();
        await killPulumiAt(world, "destroy", WRITES["the app's role's DELETE"]);
        await stack.cancel();
        const found = await doctorCodesOf(world);
        assert.deepEqual(await doctorCodesOf(world, "--fix", "--destroy"), ["ok"]);
        const { deployment } = (await stack.exportStack()) as {
            deployment: { resources?: unknown[] };
        };
        assert.deepEqual([world.org.store.apps.size, deployment.resources ?? []], [0, []]);
        const ended = `doctor: ${distinct(found)}; doctor --fix --destroy: ok; org and stack are empty`;
        note("kill", "destroy, at the app's role's DELETE", ended);
    });
});
