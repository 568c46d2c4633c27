import { execFile } from "node:child_process";
import { cp, mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import { packageFolder } from "../../cli/demo/workspace";
import { cacheFolder } from "./cacheFolder";

const run = promisify(execFile);
/** Below what rezonate-okta wants of @pulumi/pulumi. */
export const OLDER_SDK = "3.200.0";

/**
 * Lays out the node_modules of a program that pins an older @pulumi/pulumi, as npm does: the older
 * copy is the program's and that of the provider packages, and below rezonate-okta, which is taken
 * as `npm run prepare` has built it, is one of its own. Gives back both paths.
 */
export async function installBesideOlderSdk(
    folder: string,
): Promise<{ readonly older: string; readonly own: string }> {
    const cached = await download();
    const target = join(folder, "node_modules");
    await linkAll(join(cached, "node_modules"), target);
    const library = join(target, "rezonate-okta");
    await mkdir(library, { recursive: true });
    await cp(join(packageFolder(), "dist"), join(library, "dist"), { recursive: true });
    await cp(join(packageFolder(), "package.json"), join(library, "package.json"));
    const ours = join(packageFolder(), "node_modules");
    await linkAll(ours, join(library, "node_modules"), (name) => !name.startsWith("@pulumi"));
    const own = join(ours, "@pulumi", "pulumi");
    await mkdir(join(library, "node_modules", "@pulumi"));
    await symlink(own, join(library, "node_modules", "@pulumi", "pulumi"));
    return { older: join(cached, "node_modules", "@pulumi", "pulumi"), own };
}

/** The older SDK and the provider packages, outside of this tree as @pulumi/aws is. */
function download(): Promise<string> {
    return cacheFolder(["npm", `pulumi-${OLDER_SDK}`], async (draft) => {
        await mkdir(draft, { recursive: true });
        const dependencies = {
            "@pulumi/pulumi": OLDER_SDK,
            "@pulumi/okta": "^7.0.0",
            "@pulumi/tls": "^5.6.1",
        };
        await writeFile(join(draft, "package.json"), JSON.stringify({ dependencies }));
        const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--omit=peer"];
        await run("npm", ["install", ...quiet], { cwd: draft });
    });
}

/** Links each package of one node_modules into another. */
async function linkAll(
    from: string,
    to: string,
    isWanted: (name: string) => boolean = () => true,
): Promise<void> {
    const names = (await readdir(from)).filter((name) => !name.startsWith("."));
    const scoped = names.map(async (name) =>
        name.startsWith("@")
            ? (await readdir(join(from, name))).map((one) => join(name, one))
            : name,
    );
    for (const name of (await Promise.all(scoped)).flat().filter(isWanted)) {
        await mkdir(dirname(join(to, name)), { recursive: true });
        await symlink(join(from, name), join(to, name));
    }
}
