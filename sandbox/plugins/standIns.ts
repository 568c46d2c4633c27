import * as fs from "node:fs/promises";
import * as path from "node:path";

import type { Engine } from "../engine/index";
import { findOnPath } from "../engine/onPath";
import { entryPoint, replaceFile } from "./bundle";
import { packageVersion, type RequiredPlugin, resolveFrom } from "./requiredPlugins";

/** The file that marks a plugin folder as made, and so replaceable, by this project. */
const MARK = ".made-by-okta-sandbox";

/** Returns the folder of one plugin in a PULUMI_HOME. */
export function pluginDir(home: string, kind: string, name: string, version: string): string {
    return path.join(home, "plugins", `${kind}-${name}-v${version}`);
}

/**
 * Installs the stand-ins for the provider plugins into a private PULUMI_HOME.
 *
 * @throws Error when a folder holds a plugin that okta-sandbox has not put there.
 */
export async function installStandIns(
    home: string,
    plugins: readonly RequiredPlugin[],
): Promise<void> {
    // Every folder is taken before any is written, so that a refusal leaves nothing half done.
    for (const { name, version } of plugins) {
        await takeOwnership(pluginDir(home, "resource", name, version));
    }
    await Promise.all(
        plugins.map(async ({ name, version }) => {
            const script = await entryPoint(name, path.join(home, "stand-ins"));
            await installLauncher(home, "resource", name, version, script);
        }),
    );
}

/**
 * Installs the stand-in Node language host, and the launcher of dynamic providers, unless the
 * engine has its own. Returns where the language host is: beside the engine (`bundled`), on PATH,
 * or installed as a stand-in.
 */
export async function ensureLanguageHost(
    home: string,
    engine: Engine,
    projectDir: string,
    env: NodeJS.ProcessEnv,
): Promise<"bundled" | "path" | "stand-in"> {
    const beside = { PATH: path.dirname(await fs.realpath(engine.command)) };
    if (await findOnPath("pulumi-language-nodejs", beside)) {
        return "bundled";
    }
    if (await findOnPath("pulumi-language-nodejs", env)) {
        return "path";
    }

    const version = packageVersion(projectDir, "@pulumi/pulumi");
    const host = await entryPoint("language", path.join(home, "stand-ins"));
    await installLauncher(home, "language", "nodejs", version, host);
    const dynamic = resolveFrom(projectDir, "@pulumi/pulumi/cmd/dynamic-provider");
    await installLauncher(home, "resource", "pulumi-nodejs", version, dynamic);
    return "stand-in";
}

async function installLauncher(
    home: string,
    kind: string,
    name: string,
    version: string,
    script: string,
): Promise<void> {
    const folder = pluginDir(home, kind, name, version);
    await takeOwnership(folder);
    const launcher = path.join(folder, `pulumi-${kind}-${name}`);
    const command = [process.execPath, script].map(quoted).join(" ");
    await replaceFile(launcher, `#!/bin/sh\nexec ${command} "$@"\n`, 0o755);
}

/**
 * Creates a plugin folder and marks it as this project's.
 *
 * @throws Error when the folder holds a plugin that okta-sandbox has not put there.
 */
export async function takeOwnership(folder: string): Promise<void> {
    const entries = await fs.readdir(folder).catch((): string[] => []);
    if (entries.length > 0 && !entries.includes(MARK)) {
        throw new Error(
            `${folder} holds a plugin that okta-sandbox has not put there. ` +
                "Give a private folder as PULUMI_HOME, or remove that plugin.",
        );
    }
    await fs.mkdir(folder, { recursive: true });
    await fs.writeFile(path.join(folder, MARK), "");
}

/** Whether this project made the plugin folder. */
export async function isManaged(folder: string): Promise<boolean> {
    return (await fs.readdir(folder).catch((): string[] => [])).includes(MARK);
}

function quoted(word: string): string {
    return `'${word.replaceAll("'", `'\\''`)}'`;
}
