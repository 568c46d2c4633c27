import { execFile, spawnSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import { cacheFolder } from "./cacheFolder";

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
    const folder = await cacheFolder([name, version], async (draft) => {
        await run("python3", ["-m", "venv", draft]);
        const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
        await run(join(draft, "bin", "python"), [...pip, ...requirements], { timeout: 300_000 });
    });
    return join(folder, "bin", "python");
}
