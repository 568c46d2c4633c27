import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import Module from "node:module";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const VERSION = "7.48.0";

/**
 * Where tests find the npm package @pulumi/aws: outside of this tree. A language host asks the
 * engine for the plugin of every Pulumi package below a program's folder, so a copy in here would
 * make each `pulumi` command in this repository look for the aws plugin.
 */
const FOLDER = join(
    process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"),
    "rezonate-okta",
    "npm",
    `pulumi-aws-${VERSION}`,
);

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
        await download();
        // The package takes Pulumi's SDK from this tree, so that there is one copy of it.
        const own = join(__dirname, "..", "..", "node_modules");
        lookIn([join(FOLDER, "node_modules"), own].join(delimiter));
    });
    after(() => {
        lookIn(NODE_PATH);
    });
}

/** Downloads the npm package @pulumi/aws into the user's cache, unless it is there. */
async function download(): Promise<void> {
    if (existsSync(FOLDER)) {
        return;
    }
    const draft = `${FOLDER}.${process.pid}`;
    const scope = join(draft, "node_modules", "@pulumi");
    await mkdir(scope, { recursive: true });
    try {
        // Without its dependencies: a second copy of @pulumi/pulumi would be another SDK.
        await run("npm", ["pack", "--silent", `@pulumi/aws@${VERSION}`], { cwd: scope });
        await run("tar", ["-xzf", `pulumi-aws-${VERSION}.tgz`], { cwd: scope });
        await rm(join(scope, `pulumi-aws-${VERSION}.tgz`));
        await rename(join(scope, "package"), join(scope, "aws"));
        await mkdir(dirname(FOLDER), { recursive: true });
        await rename(draft, FOLDER).catch((error: unknown) => {
            // Another run may have been faster.
            if (!existsSync(FOLDER)) {
                throw error;
            }
        });
    } finally {
        await rm(draft, { recursive: true, force: true });
    }
}
