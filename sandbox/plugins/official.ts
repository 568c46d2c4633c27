import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { cacheRoot } from "../engine/cache";
import { runChild } from "../engine/child";
import type { Engine } from "../engine/index";
import { probeDownloadSite } from "../engine/official";
import type { RequiredPlugin } from "./requiredPlugins";
import { isManaged, pluginDir, takeOwnership } from "./standIns";

/** Options of `installOfficial`. */
export interface OfficialOptions {
    readonly engine: Engine;
    readonly env: NodeJS.ProcessEnv;
    readonly signal?: AbortSignal;
    readonly onProgress: (line: string) => void;
}

const INSTALL_TIMEOUT = 5 * 60_000;

/**
 * Installs the official provider plugins into a private PULUMI_HOME: from the user's own
 * PULUMI_HOME, from this project's cache, or by a download into that cache. Returns undefined on
 * success, else the reason why it is not possible.
 */
export async function installOfficial(
    home: string,
    plugins: readonly RequiredPlugin[],
    options: OfficialOptions,
): Promise<string | undefined> {
    for (const plugin of plugins) {
        const found = (await installed(plugin, options.env)) ?? (await download(plugin, options));
        if (typeof found === "string") {
            return found;
        }
        await link(found.folder, pluginDir(home, "resource", plugin.name, plugin.version));
    }
    return undefined;
}

/** Outside of the private PULUMI_HOME, which is deleted after a run. */
function downloadHome(env: NodeJS.ProcessEnv): string {
    return path.join(cacheRoot(env), "pulumi-home");
}

async function installed(
    { name, version }: RequiredPlugin,
    env: NodeJS.ProcessEnv,
): Promise<{ folder: string } | undefined> {
    const own = env["PULUMI_HOME"] ?? path.join(os.homedir(), ".pulumi");
    for (const home of [own, downloadHome(env)]) {
        const folder = pluginDir(home, "resource", name, version);
        const files = await fs.readdir(folder).catch((): string[] => []);
        // The engine keeps this file beside a plugin until the installation is complete.
        const partial = await fs.stat(`${folder}.partial`).catch(() => undefined);
        if (!partial && files.includes(`pulumi-resource-${name}`) && !(await isManaged(folder))) {
            return { folder };
        }
    }
    return undefined;
}

async function download(
    { name, version }: RequiredPlugin,
    { engine, env, signal, onProgress }: OfficialOptions,
): Promise<string | { folder: string }> {
    const unreachable = await probeOnce(env, signal);
    if (unreachable) {
        return unreachable;
    }
    const home = downloadHome(env);
    await fs.mkdir(home, { recursive: true });
    onProgress(`Downloading the official ${name} plugin ${version}`);
    const result = await runChild(
        engine.command,
        ["plugin", "install", "resource", name, version, "--color", "never"],
        {
            env: { ...env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" },
            signal,
            timeout: INSTALL_TIMEOUT,
        },
    );
    if (result.timedOut) {
        return `the download of the ${name} plugin took over five minutes`;
    }
    const found = await installed({ name, version }, env);
    if (result.code === 0 && found) {
        return found;
    }
    const lines = result.stderr.trim().split("\n");
    return `the ${name} plugin ${version} could not be downloaded: ${lines.at(-1)}`;
}

let probe: Promise<string | undefined> | undefined;

async function probeOnce(
    env: NodeJS.ProcessEnv,
    signal: AbortSignal | undefined,
): Promise<string | undefined> {
    probe ??= probeDownloadSite({ env, signal });
    try {
        return await probe;
    } catch (error) {
        probe = undefined;
        throw error;
    }
}

/** Links the files one by one, since the engine ignores links to folders. */
async function link(from: string, to: string): Promise<void> {
    if (await isManaged(to)) {
        await fs.rm(to, { recursive: true });
    }
    // A plugin that the engine itself has downloaded into this home is official.
    else if ((await fs.readdir(to).catch((): string[] => [])).length > 0) {
        return;
    }
    await takeOwnership(to);
    for (const entry of await fs.readdir(from, { recursive: true, withFileTypes: true })) {
        const source = path.join(entry.parentPath, entry.name);
        const target = path.join(to, path.relative(from, source));
        if (entry.isDirectory()) {
            await fs.mkdir(target, { recursive: true });
        } else {
            await fs.mkdir(path.dirname(target), { recursive: true });
            await fs.link(source, target).catch(() => fs.copyFile(source, target));
        }
    }
}
