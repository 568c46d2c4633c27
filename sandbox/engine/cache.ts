import { randomBytes } from "node:crypto";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { runChild } from "./child";
import { parseVersion } from "./version";

/** Where downloads and builds are kept between runs: outside of any checkout. */
export function cacheRoot(env: NodeJS.ProcessEnv = process.env): string {
    if (env["REZONATE_OKTA_CACHE"]) {
        return path.resolve(env["REZONATE_OKTA_CACHE"]);
    }
    const base = env["XDG_CACHE_HOME"];
    // The XDG specification has relative values ignored.
    const root = base && path.isAbsolute(base) ? base : path.join(os.homedir(), ".cache");
    return path.join(root, "rezonate-okta");
}

/** The place of one engine version in the cache, laid out as the official installer does. */
export function engineDir(version: string, env?: NodeJS.ProcessEnv): string {
    return path.join(cacheRoot(env), "engine", version);
}

/** The engine's binary below an installation root. */
export function binaryIn(root: string): string {
    return path.join(root, "bin", process.platform === "win32" ? "pulumi.exe" : "pulumi");
}

/** Asks a binary for its version; undefined when it is missing, broken or no Pulumi engine. */
export async function versionOf(
    command: string,
    env: NodeJS.ProcessEnv,
    signal?: AbortSignal,
): Promise<string | undefined> {
    try {
        const result = await runChild(command, ["version"], {
            env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
            signal,
            timeout: 30_000,
        });
        return result.code === 0 ? parseVersion(result.stdout) : undefined;
    } catch {
        signal?.throwIfAborted();
        return undefined;
    }
}

/**
 * Lets `fill` put an engine together in a temporary folder, and takes it into the cache in one
 * step after it has answered with the wanted version. Whatever goes wrong leaves nothing behind.
 */
export async function fillCache(
    version: string,
    env: NodeJS.ProcessEnv,
    signal: AbortSignal | undefined,
    fill: (root: string) => Promise<void>,
): Promise<string> {
    const target = engineDir(version, env);
    await removeLeftovers(target);
    const root = `${target}${TEMPORARY}${process.pid}-${randomBytes(4).toString("hex")}`;
    await fs.mkdir(path.join(root, "bin"), { recursive: true });
    try {
        await fill(root);
        signal?.throwIfAborted();
        const found = await versionOf(binaryIn(root), env, signal);
        if (found !== version) {
            throw new Error(`the engine it made answers with ${found ?? "no version"}`);
        }
        await flush(binaryIn(root));
        await fs.rm(target, { recursive: true, force: true });
        await fs.rename(root, target);
        return binaryIn(target);
    } catch (error) {
        await fs.rm(root, { recursive: true, force: true, maxRetries: 3 });
        throw error;
    }
}

const TEMPORARY = ".part-";

/** Only the holder of the lock comes here, so any unfinished folder is from a process that died. */
async function removeLeftovers(target: string): Promise<void> {
    const parent = path.dirname(target);
    await fs.mkdir(parent, { recursive: true });
    const prefix = path.basename(target) + TEMPORARY;
    for (const name of await fs.readdir(parent)) {
        if (name.startsWith(prefix)) {
            await fs.rm(path.join(parent, name), { recursive: true, force: true, maxRetries: 3 });
        }
    }
}

/** A power cut after the rename must not leave a whole name on half a file. */
async function flush(file: string): Promise<void> {
    const handle = await fs.open(file, "r+");
    try {
        await handle.sync();
    } finally {
        await handle.close();
    }
}
