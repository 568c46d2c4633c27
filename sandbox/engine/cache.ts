import { randomBytes } from "node:crypto";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { runChild } from "./child";
import { parseVersion } from "./version";

/** Returns the folder of downloads and builds: REZONATE_OKTA_CACHE, else in the user's cache. */
export function cacheRoot(env: NodeJS.ProcessEnv = process.env): string {
    if (env["REZONATE_OKTA_CACHE"]) {
        return path.resolve(env["REZONATE_OKTA_CACHE"]);
    }
    const base = env["XDG_CACHE_HOME"];
    // The XDG specification says to ignore relative paths.
    const root = base && path.isAbsolute(base) ? base : path.join(os.homedir(), ".cache");
    return path.join(root, "rezonate-okta");
}

/** Returns the folder of one engine version in the cache. Its layout is the installer's. */
export function engineDir(version: string, env?: NodeJS.ProcessEnv): string {
    return path.join(cacheRoot(env), "engine", version);
}

/** Returns the path of the engine's binary in an installation root. */
export function binaryIn(root: string): string {
    return path.join(root, "bin", process.platform === "win32" ? "pulumi.exe" : "pulumi");
}

/**
 * Runs `pulumi version`. Returns undefined when the binary is missing, broken or no Pulumi engine.
 *
 * @throws the signal's reason when it is aborted.
 */
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
 * Lets `fill` put an engine together in a folder of its own, checks it, and renames it into the
 * cache. Of several callers at the same time each has its own folder: the first to finish fills
 * the cache, and the others take that engine and discard theirs. A failure leaves nothing behind.
 *
 * @throws what `fill` throws, and an Error when the engine does not report the wanted version.
 */
export async function fillCache(
    version: string,
    env: NodeJS.ProcessEnv,
    signal: AbortSignal | undefined,
    fill: (root: string) => Promise<void>,
): Promise<string> {
    const target = engineDir(version, env);
    const isWhole = async (): Promise<boolean> =>
        (await versionOf(binaryIn(target), env, signal)) === version;
    await removeLeftovers(target);
    // Now rather than at the end, where it could hit an engine that another caller has just made.
    if (!(await isWhole())) {
        await remove(target);
    }
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
        await fs.rename(root, target).catch(async (error: unknown) => {
            // A folder that is not empty cannot be replaced: another caller was first.
            if (!(await isWhole())) {
                throw error;
            }
        });
        return binaryIn(target);
    } finally {
        await remove(root);
    }
}

const TEMPORARY = ".part-";
/** Older than any download or build that is still at work. */
const LEFT_OVER_AFTER = 24 * 60 * 60_000;

/** Removes the unfinished folders of processes that died. */
async function removeLeftovers(target: string): Promise<void> {
    const parent = path.dirname(target);
    await fs.mkdir(parent, { recursive: true });
    const prefix = path.basename(target) + TEMPORARY;
    for (const name of await fs.readdir(parent)) {
        if (!name.startsWith(prefix)) {
            continue;
        }
        const folder = path.join(parent, name);
        const stat = await fs.stat(folder).catch(() => undefined);
        if (stat && Date.now() - stat.mtimeMs > LEFT_OVER_AFTER) {
            await remove(folder);
        }
    }
}

function remove(folder: string): Promise<void> {
    return fs.rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** Called before the rename, so that a crash cannot leave a truncated file in the cache. */
async function flush(file: string): Promise<void> {
    const handle = await fs.open(file, "r+");
    try {
        await handle.sync();
    } finally {
        await handle.close();
    }
}
