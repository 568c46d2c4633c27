import { readdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";

import { memberOf, parseJson, textOf } from "../../rules/json";
import { shellWord } from "../../rules/shell";
import { askPulumi } from "./runPulumi";

/** The folder `.pulumi` of a backend that keeps states in files; undefined for other backends. */
export async function stateFolder(workDir: string): Promise<string | undefined> {
    const who = parseJson((await askPulumi(["whoami", "--json"], workDir)) ?? "");
    const [, path] = /^file:\/\/([^?]*)/.exec(textOf(who, "url") ?? "") ?? [];
    const root = path?.replace(/^~(?=\/|$)/, homedir());
    return root === undefined ? undefined : join(resolve(workDir, root), ".pulumi");
}

/**
 * Explains a stack whose file is not whole, as a kill in the middle of a write leaves it, and gives
 * the line that brings back the newest copy that the backend has. Undefined where the file is whole,
 * or not there, or the backend keeps no files.
 */
export async function explainCutState(
    name: string,
    project: string,
    workDir: string,
): Promise<string | undefined> {
    const root = await stateFolder(workDir);
    if (root === undefined) {
        return undefined;
    }
    const stack = name.split("/").at(-1) ?? "";
    // Backends of before the year 2023 have no projects.
    const places = [project, ""].flatMap((folder) =>
        [".json", ".json.gz"].map((ending) => ({ folder, ending })),
    );
    for (const { folder, ending } of places) {
        const file = join(root, "stacks", folder, `${stack}${ending}`);
        const content = await readFile(file).catch(() => undefined);
        if (content === undefined || jsonIn(content, file) !== undefined) {
            continue;
        }
        const cut = `the stack cannot be read: ${file} is not whole, as a kill of Pulumi in the middle of a write leaves it.`;
        const history = join(root, "history", folder, stack);
        const ended = await checkpointsIn(history, `.checkpoint${ending}`);
        const copy = await newestState([`${file}.bak`, ...ended]);
        if (copy === undefined) {
            return `${cut} Pulumi's own copies, ${file}.bak and those in ${history}, are not there or not whole either. Restore the file from a backup of your own.`;
        }
        const line = ["cp", copy, file].map(shellWord).join(" ");
        return `${cut} See first that no Pulumi works on the stack. Then bring back Pulumi's copy, which lacks at least the last write, by the line below, and run "npx rezonate-okta doctor": it finds what Okta has and that copy does not.\n  ${line}`;
    }
    return undefined;
}

/** The states after each operation that has ended, the newest first. */
async function checkpointsIn(history: string, ending: string): Promise<string[]> {
    const names = await readdir(history).catch(() => []);
    // The time, in nanoseconds, is in their names.
    const newestFirst = names
        .filter((name) => name.endsWith(ending))
        .sort()
        .reverse();
    return newestFirst.map((name) => join(history, name));
}

async function newestState(files: readonly string[]): Promise<string | undefined> {
    for (const file of files) {
        const content = await readFile(file).catch(() => undefined);
        const checkpoint = content && memberOf(jsonIn(content, file), "checkpoint");
        if (checkpoint !== undefined && checkpoint !== null) {
            return file;
        }
    }
    return undefined;
}

/** What a file holds as JSON; undefined where it is cut. */
function jsonIn(content: Buffer, file: string): unknown {
    try {
        const text = /\.gz(\.bak)?$/.test(file) ? gunzipSync(content) : content;
        return parseJson(text.toString("utf8"));
    } catch {
        return undefined;
    }
}
