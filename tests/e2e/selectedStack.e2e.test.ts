import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

import type { Stack } from "@pulumi/pulumi/automation";

import { doctor, preflight, verify } from "../../checks/index";
import { environmentOf, runCli, runVerb } from "../support/runCli";
import { openTestEnvironment, type TestEnvironment } from "../support/testEnvironment";

describe("a deployed stack", function () {
    this.timeout(300_000);
    let world: TestEnvironment;
    let stack: Stack;

    before(async () => {
        world = await openTestEnvironment();
        stack = await world.inProcess();
        await stack.up(world.watch);
    });
    after(() => world.close());

    const pulumi = (...args: string[]) =>
        promisify(execFile)(world.engine.command, args, {
            cwd: world.folders.project,
            env: environmentOf(world),
        });
    const run = (verb: string, ...more: string[]) =>
        runVerb([verb, "--json", "--dir", world.folders.project, ...more], {
            env: environmentOf(world),
        });

    it("is the one that a verb works on where it is selected and none is named", async () => {
        await pulumi("stack", "select", "dev");
        for (const verb of ["preflight", "verify", "doctor", "handoff"]) {
            const selected = await run(verb);
            assert.equal(selected.code, 0, selected.stdout + selected.stderr);
            const named = await run(verb, "--stack", "dev");
            // The two runs may count calls and seconds differently.
            const counted = /About \d+ calls[^"]*|differ by \d+ s/g;
            assert.equal(
                selected.stdout.replaceAll(counted, ""),
                named.stdout.replaceAll(counted, ""),
            );
        }
    });

    it("is named where none is selected, or the verb says so; credentials need no stack", async () => {
        const { stdout: credentials } = await run("handoff", "--stack", "dev");
        const { text } = JSON.parse(credentials) as { text: string };
        await pulumi("stack", "unselect");
        for (const verb of ["preflight", "verify", "doctor", "handoff"]) {
            const { code, stdout, stderr } = await run(verb);
            assert.equal(code, 2);
            assert.match(stderr, /--stack: none is named, and none is selected in .*project/);
            assert.equal((JSON.parse(stdout) as { ok: boolean }).ok, false);
        }
        const from = ["--credentials", "-", "--scopes", "default", "--org-url", world.org.url];
        const { code, stdout } = await runCli(["verify", ...from], { stdin: text });
        assert.equal(code, 0, stdout);
    });

    it("is checked by a program that has it from the Automation API, without a word", async () => {
        const written: string[] = [];
        const progress: string[] = [];
        const write = process.stdout.write.bind(process.stdout);
        process.stdout.write = (chunk: string | Uint8Array) => written.push(String(chunk)) > 0;
        try {
            // docs/checks.md shows this.
            const [state, config] = await Promise.all([stack.exportStack(), stack.getAllConfig()]);
            const deployed = { name: stack.name, state, config };
            const options = {
                stack: deployed,
                env: {},
                onProgress: ({ url }: { url: string }) => progress.push(url),
            };
            const before = await preflight(options);
            const proof = await verify(options);
            const drift = await doctor(options);
            process.stdout.write = write;
            assert.deepEqual(
                [before.outcome, proof.outcome, drift.outcome],
                ["ok", "ok", "ok"],
                JSON.stringify([before, proof, drift]),
            );
            assert.equal(proof.findings.length, 15);
            assert.ok(progress.every((url) => url.startsWith(world.org.url)));
            assert.notEqual(progress.length, 0);
            assert.deepEqual(written, []);

            const [app] = world.org.store.apps.list();
            assert.ok(app);
            app.status = "INACTIVE";
            const changed = await doctor(options);
            app.status = "ACTIVE";
            assert.equal(changed.outcome, "findings");
            assert.deepEqual(
                changed.findings.flatMap(({ code }) => code),
                ["app_inactive"],
            );
            assert.doesNotMatch(JSON.stringify([before, proof, drift, changed]), /PRIVATE KEY/);
        } finally {
            process.stdout.write = write;
        }
    });

    it("is not checked with its secrets encrypted, or once the signal is aborted", async () => {
        const { stdout } = await pulumi("stack", "export", "--stack", "dev");
        const state = JSON.parse(stdout) as { deployment: unknown };
        await assert.rejects(verify({ stack: { state } }), /state: its secrets are encrypted/);
        const stacked = { state: await stack.exportStack(), config: await stack.getAllConfig() };
        const signal = AbortSignal.abort(new Error("enough"));
        for (const check of [verify, preflight, doctor]) {
            await assert.rejects(check({ stack: stacked, signal }), /enough/);
        }
    });
});
