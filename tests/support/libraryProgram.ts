import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Stack } from "@pulumi/pulumi/automation";

import { openStack, packageFolder } from "../../cli/demo/workspace";
import type { TestEnvironment } from "./testEnvironment";

/** A program of a user's own in a folder of its own, with a stack `dev`. */
export interface LibraryProgram {
    readonly folder: string;
    readonly stack: Stack;
    /** Replaces the program. */
    write(source: string): Promise<void>;
}

/**
 * Makes a Pulumi project with a name and a program of its own. The program imports the components
 * from "./components".
 */
export async function libraryProgram(
    world: TestEnvironment,
    name: string,
    source: string,
): Promise<LibraryProgram> {
    const folder = join(world.folders.root, name);
    await mkdir(folder);
    const runtime = "runtime:\n  name: nodejs\n  options:\n    tsconfig: tsconfig.pulumi.json\n";
    await writeFile(join(folder, "Pulumi.yaml"), `name: ${name}\nmain: index.ts\n${runtime}`);
    for (const each of [
        "checks",
        "components",
        "okta",
        "rules",
        "node_modules",
        "package.json",
        "tsconfig.json",
        "tsconfig.pulumi.json",
    ]) {
        await symlink(join(packageFolder(), each), join(folder, each));
    }
    const write = (text: string): Promise<void> => writeFile(join(folder, "index.ts"), text);
    await write(source);
    const folders = { ...world.folders, project: folder };
    return { folder, stack: await openStack({ ...world, folders, config: {} }), write };
}
