import { readdir, readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join, resolve } from "node:path";

import type { StackState } from "../../checks/index";
import { memberOf, parseJson, textOf } from "../../rules/json";
import { stateFolder } from "./stateFiles";

type Locks = NonNullable<StackState["locks"]>;

/** Who holds the lock of a stack, where its state lies in files; of other backends nothing is known. */
export async function readLocks({
    name = "",
    project = "",
    dir,
}: Pick<StackState, "name" | "project" | "dir">): Promise<Locks> {
    const workDir = resolve(dir ?? ".");
    const root = await stateFolder(workDir);
    if (root === undefined) {
        return [];
    }
    const stack = name.split("/").at(-1) ?? "";
    // Backends of before the year 2023 have no projects.
    const folders = [join("organization", project, stack), stack];
    const found = await Promise.all(folders.map((folder) => locksIn(join(root, "locks", folder))));
    return found.flat();
}

async function locksIn(folder: string): Promise<Locks> {
    const names = await readdir(folder).catch(() => []);
    const files = names.filter((name) => name.endsWith(".json"));
    const texts = await Promise.all(
        // A lock may go while it is looked at.
        files.map((name) => readFile(join(folder, name), "utf8").catch(() => "")),
    );
    return texts.flatMap((text) => {
        const lock = parseJson(text);
        const pid = memberOf(lock, "pid");
        if (typeof pid !== "number") {
            return [];
        }
        const host = textOf(lock, "hostname") ?? "";
        return {
            pid,
            holder: `${textOf(lock, "username") ?? ""}@${host}`,
            since: textOf(lock, "timestamp") ?? "",
            isGone: host === hostname() && !isRunning(pid),
        };
    });
}

function isRunning(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        // A process of somebody else's runs, too.
        return textOf(error, "code") !== "ESRCH";
    }
}
