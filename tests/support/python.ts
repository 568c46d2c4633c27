import { execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Whether this machine has a Python to make virtual environments with. */
export function hasPython(): boolean {
    return spawnSync("python3", ["--version"], { stdio: "ignore" }).status === 0;
}

/**
 * The Python of a virtual environment in the user's cache, which is made from PyPI where it does
 * not exist. The version must change with the requirements, which are arguments of pip.
 */
export async function pythonEnvironment(
    name: string,
    version: string,
    requirements: readonly string[],
): Promise<string> {
    const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
    const folder = join(cache, "rezonate-okta", name, version);
    const python = join(folder, "bin", "python");
    if (existsSync(python)) {
        return python;
    }
    const draft = `${folder}.${process.pid}`;
    await mkdir(dirname(folder), { recursive: true });
    try {
        await run("python3", ["-m", "venv", draft]);
        const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
        await run(join(draft, "bin", "python"), [...pip, ...requirements], { timeout: 300_000 });
        await rename(draft, folder).catch((error: unknown) => {
            // Another run may have been faster.
            if (!existsSync(python)) {
                throw error;
            }
        });
    } finally {
        await rm(draft, { recursive: true, force: true });
    }
    return python;
}
