import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";

import { cacheRoot } from "../../sandbox/engine";
import { findOnPath } from "../../sandbox/engine/onPath";

const run = promisify(execFile);

/**
 * Builds a program of Pulumi's from Go modules once, into the user's cache, and returns its path.
 * `sources` is a folder of a go.mod, a go.sum and Go files; `target` is the Go package to build.
 * Undefined, and a loud line, where it is not in the cache and there is no Go.
 */
export async function goTool(sources: string, target = "."): Promise<string | undefined> {
    const name = basename(sources);
    const command = join(cacheRoot(), name, await hashOf(sources), "tool");
    if (existsSync(command)) {
        return command;
    }
    const go = await findOnPath("go", process.env);
    if (go === undefined) {
        process.stderr.write(`\n*** THE TEST OF ${name} IS SKIPPED: no Go to build it ***\n\n`);
        return undefined;
    }
    const draft = `${command}.${process.pid}`;
    await mkdir(dirname(command), { recursive: true });
    await run(go, ["build", "-trimpath", "-buildvcs=false", "-o", draft, target], {
        cwd: sources,
        env: { ...process.env, CGO_ENABLED: "0", GOWORK: "off" },
    });
    await rename(draft, command);
    return command;
}

async function hashOf(folder: string): Promise<string> {
    const hash = createHash("sha256");
    for (const name of (await readdir(folder)).sort()) {
        hash.update(await readFile(join(folder, name)));
    }
    return hash.digest("hex").slice(0, 16);
}
