import { constants } from "node:fs";
import * as fs from "node:fs/promises";
import * as path from "node:path";

/** Returns the absolute path of an executable on PATH; undefined when there is none. */
export async function findOnPath(
    name: string,
    env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
    const file = process.platform === "win32" ? `${name}.exe` : name;
    for (const folder of (env["PATH"] ?? "").split(path.delimiter)) {
        if (!folder) {
            continue;
        }
        const candidate = path.resolve(folder, file);
        try {
            await fs.access(candidate, constants.X_OK);
            if ((await fs.stat(candidate)).isFile()) {
                return candidate;
            }
        } catch {
            // The next folder is tried.
        }
    }
    return undefined;
}
