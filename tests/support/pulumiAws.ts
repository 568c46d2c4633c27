import { execFile } from "node:child_process";
import { mkdir, rename, rm } from "node:fs/promises";
import Module from "node:module";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

import { cacheFolder } from "./cacheFolder";

const run = promisify(execFile);
const VERSION = "7.48.0";

/** Lets the tests of a suite, and no others, load the npm package @pulumi/aws. */
export function usePulumiAws(): void {
    const { NODE_PATH } = process.env;
    const lookIn = (paths: string | undefined) => {
        process.env.NODE_PATH = paths ?? "";
        // Node reads the variable once, at its start, unless it is told to.
        (Module as unknown as { _initPaths(): void })._initPaths();
    };
    before(async function () {
        this.timeout(300_000);
        const folder = await download();
        // The package takes Pulumi's SDK from this tree, so that there is one copy of it.
        const own = join(__dirname, "..", "..", "node_modules");
        lookIn([join(folder, "node_modules"), own].join(delimiter));
    });
    after(() => {
        lookIn(NODE_PATH);
    });
}

/**
 * Downloads the npm package @pulumi/aws, unless it is there. It is kept outside of this tree: a
 * language host asks the engine for the plugin of every Pulumi package below a program's folder, so
 * a copy in here would make each `pulumi` command in this repository look for the aws plugin.
 */
function download(): Promise<string> {
    return cacheFolder(["npm", `pulumi-aws-${VERSION}`], async (draft) => {
        const scope = join(draft, "node_modules", "@pulumi");
        await mkdir(scope, { recursive: true });
        // Without its dependencies: a second copy of @pulumi/pulumi would be another SDK.
        await run("npm", ["pack", "--silent", `@pulumi/aws@${VERSION}`], { cwd: scope });
        await run("tar", ["-xzf", `pulumi-aws-${VERSION}.tgz`], { cwd: scope });
        await rm(join(scope, `pulumi-aws-${VERSION}.tgz`));
        await rename(join(scope, "package"), join(scope, "aws"));
    });
}
