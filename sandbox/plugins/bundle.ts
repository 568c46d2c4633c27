import { existsSync } from "node:fs";
import * as fs from "node:fs/promises";
import * as path from "node:path";

/**
 * Returns the JavaScript file that starts a stand-in plugin: this project's own, minimal
 * implementation of a plugin. In a checkout the TypeScript sources are bundled into `folder` on
 * every call, so that the file is never stale. A built package contains the file.
 */
export async function entryPoint(standIn: string, folder: string): Promise<string> {
    const source = path.join(__dirname, standIn, "main.ts");
    if (!existsSync(source)) {
        return path.join(__dirname, standIn, "main.js");
    }

    const target = path.join(folder, `${standIn}.js`);
    await bundle(source, target);
    return target;
}

/** Bundles a TypeScript file and all it imports into one JavaScript file. */
export async function bundle(source: string, target: string): Promise<void> {
    const { build } = await import("esbuild");
    const { outputFiles } = await build({
        entryPoints: [source],
        bundle: true,
        platform: "node",
        target: "node20",
        write: false,
        logLevel: "silent",
    });
    await fs.mkdir(path.dirname(target), { recursive: true });
    await replaceFile(target, outputFiles[0]?.contents ?? new Uint8Array());
}

/** Replaces a file atomically, since another process may be reading it. `mode` is 0644. */
export async function replaceFile(
    file: string,
    contents: string | Uint8Array,
    mode = 0o644,
): Promise<void> {
    const draft = `${file}.${process.pid}-${process.hrtime.bigint()}`;
    await fs.writeFile(draft, contents, { mode });
    await fs.rename(draft, file);
}
