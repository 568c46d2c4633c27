import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

import { cacheRoot } from "../../sandbox/engine";

/**
 * A folder in the user's cache, outside of any checkout, which is filled where it does not exist.
 * Runs at the same time each fill one; the first that is finished is kept, for all of them.
 */
export async function cacheFolder(
    path: readonly string[],
    fill: (draft: string) => Promise<void>,
): Promise<string> {
    const folder = join(cacheRoot(), ...path);
    if (existsSync(folder)) {
        return folder;
    }
    const draft = `${folder}.${process.pid}`;
    await mkdir(dirname(folder), { recursive: true });
    try {
        await fill(draft);
        await rename(draft, folder).catch((error: unknown) => {
            if (!existsSync(folder)) {
                throw error;
            }
        });
    } finally {
        await rm(draft, { recursive: true, force: true });
    }
    return folder;
}
