import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import * as fs from "node:fs/promises";
import * as path from "node:path";

import { binaryIn, engineDir, versionOf } from "../../../sandbox/engine/cache";
import { goBuild } from "../../../sandbox/engine/goBuild";
import { type Engine, ensureEngine, PINNED_VERSION } from "../../../sandbox/engine/index";
import type { EngineInstaller } from "../../../sandbox/engine/installers";
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
            const leftover = `${engineDir(PINNED_VERSION, scratch.env)}.part-1-abcd`;
            await fs.mkdir(path.join(leftover, "bin"), { recursive: true });
            const twoDaysAgo = new Date(Date.now() - 2 * 24 * 60 * 60_000);
            await fs.utimes(leftover, twoDaysAgo, twoDaysAgo);
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

    describe("callers at the same time", () => {
        /** An installer that ends when it is let, and says when it has begun. */
        function held(): { installer: EngineInstaller; begun: Promise<void>; end: () => void } {
            const begun = deferred();
            const ending = deferred();
            const installer = installerOf({
                source: "go",
                install: async (root) => {
                    begun.resolve();
                    await ending.promise;
                    await fakeEngine(binaryIn(root));
                },
            });
            return { installer, begun: begun.promise, end: ending.resolve };
        }

        const make = (installer: EngineInstaller, signal?: AbortSignal): Promise<Engine> =>
            ensureEngine({ env: scratch.env, installers: [installer], signal });

        const working = { version: PINNED_VERSION, source: "go" };

        it("all end with the same working engine, made by the first that is finished", async () => {
            const [first, second] = [held(), held()];
            const making = [make(first.installer), make(second.installer)] as const;
            await Promise.all([first.begun, second.begun]);
            second.end();
            assert.deepEqual(await making[1], { command: scratch.cached, ...working });
            const { ino } = await fs.stat(scratch.cached);
            first.end();
            assert.deepEqual(await making[0], { command: scratch.cached, ...working });
            assert.equal((await fs.stat(scratch.cached)).ino, ino);
            assert.equal(await versionOf(scratch.cached, scratch.env), PINNED_VERSION);
            assert.deepEqual(await scratch.inCache(), [PINNED_VERSION]);
        });

        it("all end well when they are finished at once, over a broken engine, too", async () => {
            await fs.mkdir(path.dirname(scratch.cached), { recursive: true });
            await fs.writeFile(scratch.cached, "half", { mode: 0o755 });
            const callers = Array.from({ length: 5 }, held);
            const making = callers.map(({ installer }) => make(installer));
            await Promise.all(callers.map(({ begun }) => begun));
            callers.forEach(({ end }) => end());
            for (const engine of await Promise.all(making)) {
                assert.deepEqual(engine, { command: scratch.cached, ...working });
            }
            assert.equal(await versionOf(scratch.cached, scratch.env), PINNED_VERSION);
            assert.deepEqual(await scratch.inCache(), [PINNED_VERSION]);
        });

        it("do not disturb one another by an abort", async () => {
            const controller = new AbortController();
            const [stopped, other] = [held(), held()];
            const failing = failureOf(make(stopped.installer, controller.signal));
            const making = make(other.installer);
            await Promise.all([stopped.begun, other.begun]);
            controller.abort(new Error("Ctrl-C"));
            stopped.end();
            assert.equal((await failing).message, "Ctrl-C");
            assert.equal((await scratch.inCache()).length, 1);
            other.end();
            assert.deepEqual(await making, { command: scratch.cached, ...working });
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
