import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { packageFolder } from "../../cli/demo/workspace";

/** A run of the demo as a user starts it, with a temporary folder that shows what it leaves. */
async function demo(...options: string[]) {
    const scratch = await mkdtemp(join(tmpdir(), "demo-test-"));
    const child = spawn(process.execPath, ["--import", "tsx", "cli/main.ts", "demo", ...options], {
        cwd: packageFolder(),
        env: { ...process.env, TMPDIR: scratch },
        stdio: ["ignore", "pipe", "pipe"],
    });
    const said = { out: "", err: "" };
    child.stdout.on("data", (data: Buffer) => (said.out += data.toString()));
    child.stderr.on("data", (data: Buffer) => (said.err += data.toString()));
    const closed = once(child, "close").then(([code]) => code as number | null);
    return {
        child,
        said,
        ended: async () => {
            const code = await closed;
            const left = (await readdir(scratch)).filter((name) => /^rezonate-okta-/.test(name));
            await rm(scratch, { recursive: true });
            return { code, left };
        },
    };
}

interface Summary {
    ok: boolean;
    engine: { version: string };
    plugins: { official: boolean };
    steps: { name: string; ok: boolean; oktaCalls: number }[];
    resources: { type: string }[];
}

describe("the demo", function () {
    this.timeout(900_000);
    const plugins = ["--plugins", process.env.OKTA_PLUGINS ?? "auto"];

    it("goes the whole way and reports every step ok, without a secret", async () => {
        const run = await demo("--json", ...plugins);
        const { code, left } = await run.ended();
        const summary = JSON.parse(run.said.out) as Summary;
        assert.equal(code, 0, run.said.err);
        assert.equal(summary.ok, true);
        assert.deepEqual(
            summary.steps.map(({ name, ok }) => [name, ok]),
            ["engine", "plugins", "org", "up", "resources", "access", "no-changes", "destroy"].map(
                (name) => [name, true],
            ),
        );
        assert.match(summary.engine.version, /^\d+\.\d+\.\d+/);
        assert.equal(summary.resources.length, 7);
        assert.deepEqual(left, []);
        assert.doesNotMatch(run.said.out + run.said.err, /PRIVATE KEY|eyJ[\w-]+\.[\w-]+\./);
    });

    for (const signal of ["SIGINT", "SIGTERM"] as const) {
        it(`stopped by ${signal} in the middle of the up, it leaves nothing behind`, async () => {
            const run = await demo("--json", ...plugins);
            while (!run.said.err.includes("create rezonate-keys")) {
                assert.equal(run.child.exitCode, null, run.said.err);
                await new Promise((resolve) => setTimeout(resolve, 50));
            }
            run.child.kill(signal);
            const { code, left } = await run.ended();
            assert.notEqual(code, 0);
            assert.deepEqual(left, []);
            assert.equal((JSON.parse(run.said.out) as Summary).ok, false);
        });
    }

    it("with --keep it prints how to go on by hand, and cleans up when it is stopped", async () => {
        const run = await demo("--keep", ...plugins);
        while (!run.said.out.includes("the stack's state is in")) {
            assert.equal(run.child.exitCode, null, run.said.err);
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
        assert.match(run.said.out, /export PULUMI_HOME=/);
        assert.match(run.said.out, /^ {2}pulumi up --stack dev$/m);

        // The printed lines as they stand, in a shell that knows nothing else.
        const lines = run.said.out
            .split("\n")
            .filter((line) => /^ {2}(cd|export|node) /.test(line));
        assert.ok(lines.some((line) => line.endsWith("verify --stack dev")));
        const { stdout } = await promisify(execFile)("sh", ["-ec", lines.join("\n")], {
            env: { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "" },
        });
        assert.match(stdout, /All 15 ok\./);
        assert.match(stdout, /^doctor: acme\.okta\.com$/m);
        assert.match(run.said.out, /privateKey\s+\[secret\]/);
        run.child.kill("SIGINT");
        assert.deepEqual(await run.ended(), { code: 0, left: [] });
    });
});
