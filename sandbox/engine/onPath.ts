import { constants } from "node:fs";
import * as fs from "node:fs/promises";
import * as path from "node:path";

/** Finds a command the way a shell does; undefined when PATH has none. */
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
            // Not here.
        }
    }
    return undefined;
}
