import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { json, text } from "node:stream/consumers";
import { promisify } from "node:util";

import type { OutputMap } from "@pulumi/pulumi/automation";

import { cacheRoot } from "../../sandbox/engine";
import { findOnPath } from "../../sandbox/engine/onPath";

const run = promisify(execFile);
const SOURCES = join(__dirname, "esc");

/** What an opened environment gives to a process: the files' names are variables, too. */
export interface Opened {
    readonly environmentVariables: OutputMap;
    readonly files: OutputMap;
}

/** Opens the environment in a file, for which there are the given stacks, by project/stack. */
export type OpenEnvironment = (file: string, stacks: Record<string, OutputMap>) => Promise<Opened>;

/**
 * The evaluator of Pulumi ESC, which is built from Go modules once, into the user's cache.
 * Undefined, and a loud line, where it is not there and there is no Go.
 */
export async function escEvaluator(): Promise<OpenEnvironment | undefined> {
    const command = join(cacheRoot(), "esc", await hashOf(["go.mod", "go.sum", "main.go"]), "open");
    if (!existsSync(command)) {
        const go = await findOnPath("go", process.env);
        if (go === undefined) {
            process.stderr.write("\n*** THE ESC TEST IS SKIPPED: no Go to build ESC ***\n\n");
            return undefined;
        }
        await build(go, command);
    }
    return async (file, stacks) => {
        const child = spawn(command, [file], { stdio: ["pipe", "pipe", "pipe"] });
        child.stdin.end(JSON.stringify(stacks));
        const [opened, why] = await Promise.all([
            json(child.stdout).catch(() => undefined),
            text(child.stderr),
        ]);
        if (opened === undefined) {
            throw new Error(`ESC did not open ${file}: ${why}`);
        }
        return opened as Opened;
    };
}

async function hashOf(names: readonly string[]): Promise<string> {
    const hash = createHash("sha256");
    for (const name of names) {
        hash.update(await readFile(join(SOURCES, name)));
    }
    return hash.digest("hex").slice(0, 16);
}

async function build(go: string, command: string): Promise<void> {
    const draft = `${command}.${process.pid}`;
    await mkdir(dirname(command), { recursive: true });
    await run(go, ["build", "-trimpath", "-buildvcs=false", "-o", draft, "."], {
        cwd: SOURCES,
        env: { ...process.env, CGO_ENABLED: "0", GOWORK: "off" },
    });
    await rename(draft, command);
}
