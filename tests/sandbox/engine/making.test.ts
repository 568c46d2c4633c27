import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { binaryIn, engineDir } from "../../../sandbox/engine/cache";
import { goBuild } from "../../../sandbox/engine/goBuild";
import { ensureEngine, PINNED_VERSION } from "../../../sandbox/engine/index";
import { withLock } from "../../../sandbox/engine/lock";
import {
    createScratch,
    engineScript,
    failureOf,
    fakeEngine,
    installerOf,
    type Scratch,
    script,
} from "./fakes";

describe("making an engine", () => {
    let scratch: Scratch;
    beforeEach(async () => {
        scratch = await createScratch();
    });
    afterEach(() => scratch.remove());

    describe("the cache", () => {
        it("does not take an engine that cannot say its version", async () => {
            const half = installerOf({
                name: "half",
                install: (root) => fs.writeFile(binaryIn(root), "half", { mode: 0o755 }),
            });
            const error = await failureOf(ensureEngine({ env: scratch.env, installers: [half] }));
            assert.match(error.message, /half: the engine it made answers with no version/);
            assert.deepEqual(await scratch.inCache(), []);
        });

        it("does not take an engine of another version", async () => {
            const other = installerOf({ install: (root) => fakeEngine(binaryIn(root), "3.255.0") });
            const error = await failureOf(ensureEngine({ env: scratch.env, installers: [other] }));
            assert.match(error.message, /the engine it made answers with 3\.255\.0/);
        });

        it("replaces a broken engine, and clears away what a dead process left", async () => {
            await fs.mkdir(path.dirname(scratch.cached), { recursive: true });
            await fs.writeFile(scratch.cached, "half", { mode: 0o755 });
            await fs.mkdir(`${engineDir(PINNED_VERSION, scratch.env)}.part-1-abcd/bin`, {
                recursive: true,
            });
            const good = installerOf({ install: (root) => fakeEngine(binaryIn(root)) });
            assert.equal(
                (await ensureEngine({ env: scratch.env, installers: [good] })).source,
                "official",
            );
            assert.deepEqual(await scratch.inCache(), [PINNED_VERSION]);
        });

        it("leaves nothing behind when it is interrupted, and starts anew", async () => {
            const controller = new AbortController();
            const interrupted = installerOf({
                install: async (root) => {
                    await fakeEngine(binaryIn(root));
                    controller.abort(new Error("Ctrl-C"));
                },
            });
            const error = await failureOf(
                ensureEngine({
                    env: scratch.env,
                    installers: [interrupted],
                    signal: controller.signal,
                }),
            );
            assert.equal(error.message, "Ctrl-C");
            assert.deepEqual(await scratch.inCache(), []);
            const good = installerOf({ install: (root) => fakeEngine(binaryIn(root)) });
            assert.equal(
                (await ensureEngine({ env: scratch.env, installers: [good] })).source,
                "official",
            );
        });
    });

    describe("the lock", () => {
        it("lets concurrent callers share one build", async () => {
            let builds = 0;
            const lines: string[] = [];
            const waited = deferred();
            const build = installerOf({
                source: "go",
                install: async (root) => {
                    builds += 1;
                    await waited.promise;
                    await fakeEngine(binaryIn(root));
                },
            });
            const onProgress = (line: string): void => {
                lines.push(line);
                if (line.startsWith("Waiting")) {
                    waited.resolve();
                }
            };
            const engines = await Promise.all([
                ensureEngine({ env: scratch.env, installers: [build], onProgress }),
                ensureEngine({ env: scratch.env, installers: [build], onProgress }),
            ]);
            assert.equal(builds, 1);
            assert.deepEqual(engines.map(({ source }) => source).sort(), ["cache", "go"]);
            assert.ok(
                lines.includes(`Waiting for process ${process.pid}, which is getting the engine`),
            );
            assert.deepEqual(await scratch.inCache(), [PINNED_VERSION]);
        });

        it("takes over from an owner that is dead", async () => {
            const lock = path.join(scratch.folder, "lock");
            await fs.writeFile(lock, owner({ pid: await deadPid() }));
            assert.equal(await withLock(lock, {}, () => Promise.resolve("mine")), "mine");
            assert.ok(!existsSync(lock));
        });

        it("takes over when the owner's id now belongs to another process", async () => {
            const lock = path.join(scratch.folder, "lock");
            await fs.writeFile(lock, owner({ pid: process.pid, startedAt: "long ago" }));
            assert.equal(await withLock(lock, {}, () => Promise.resolve("mine")), "mine");
        });

        it("lets only one at a time in, also after a dead owner", async () => {
            const lock = path.join(scratch.folder, "lock");
            await fs.writeFile(lock, owner({ pid: await deadPid() }));
            let inside = 0;
            let most = 0;
            const enter = (): Promise<void> =>
                withLock(lock, {}, async () => {
                    most = Math.max(most, ++inside);
                    await new Promise((resolve) => setImmediate(resolve));
                    inside -= 1;
                });
            await Promise.all([enter(), enter(), enter()]);
            assert.equal(most, 1);
        });

        it("stops waiting on abort, and leaves the owner's lock alone", async () => {
            const lock = path.join(scratch.folder, "lock");
            const controller = new AbortController();
            await withLock(lock, {}, async () => {
                const onWait = (): void => controller.abort(new Error("Ctrl-C"));
                const second = withLock(lock, { signal: controller.signal, onWait }, () =>
                    Promise.resolve(),
                );
                await assert.rejects(second);
                assert.ok(existsSync(lock));
            });
            assert.ok(!existsSync(lock));
        });
    });

    describe("a build from Go modules", () => {
        it("builds the pinned module, and says what it is at", async () => {
            await script(
                path.join(scratch.bin, "go"),
                `const fs = require("fs");
                const args = process.argv.slice(2);
                if (!fs.readFileSync("go.mod", "utf8").includes("pkg/v3 v${PINNED_VERSION}")) process.exit(1);
                console.error("go: downloading example.org/one v1.0.0\\nexample.org/one");
                fs.writeFileSync(args[args.indexOf("-o") + 1], ${JSON.stringify(engineScript())}, { mode: 0o755 });`,
            );
            const lines: string[] = [];
            const engine = await ensureEngine({
                env: scratch.env,
                installers: [goBuild],
                onProgress: (line) => lines.push(line),
            });
            assert.deepEqual(engine, {
                command: scratch.cached,
                version: PINNED_VERSION,
                source: "go",
            });
            assert.ok(lines.some((line) => /from Go modules, 0 s, 0 packages/.test(line)));
            assert.deepEqual(await fs.readdir(engineDir(PINNED_VERSION, scratch.env)), ["bin"]);
        });

        it("tells what go says when it fails", async () => {
            await script(
                path.join(scratch.bin, "go"),
                `console.error("example.org/one\\ngo: example.org/two: no such host"); process.exit(1);`,
            );
            const error = await failureOf(
                ensureEngine({ env: scratch.env, installers: [goBuild] }),
            );
            assert.match(error.message, /Go modules: go: example\.org\/two: no such host\n/);
        });

        it("ends every process of the build on abort", async () => {
            const note = path.join(scratch.folder, "pids");
            await script(
                path.join(scratch.bin, "go"),
                `const child = require("child_process").spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)"]);
                require("fs").writeFileSync(${JSON.stringify(note)} + ".new", process.pid + " " + child.pid);
                require("fs").renameSync(${JSON.stringify(note)} + ".new", ${JSON.stringify(note)});
                setInterval(() => 0, 1000);`,
            );
            const controller = new AbortController();
            const building = failureOf(
                ensureEngine({
                    env: scratch.env,
                    installers: [goBuild],
                    signal: controller.signal,
                }),
            );
            while (!existsSync(note)) {
                await new Promise((resolve) => setTimeout(resolve, 20));
            }
            const pids = (await fs.readFile(note, "utf8")).split(" ").map(Number);
            controller.abort(new Error("Ctrl-C"));
            assert.equal((await building).message, "Ctrl-C");
            while (pids.some(isRunning)) {
                await new Promise((resolve) => setTimeout(resolve, 20));
            }
            assert.deepEqual(await scratch.inCache(), []);
        });
    });
});

function owner(parts: { pid: number; startedAt?: string }): string {
    return JSON.stringify({ startedAt: "1", host: os.hostname(), nonce: "0", ...parts });
}

async function deadPid(): Promise<number> {
    const child = spawn(process.execPath, ["-e", ""]);
    await new Promise((resolve) => child.once("close", resolve));
    assert.ok(child.pid);
    return child.pid;
}

function isRunning(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch {
        return false;
    }
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
    let resolve = (): void => undefined;
    const promise = new Promise<void>((done) => (resolve = done));
    return { promise, resolve };
}
