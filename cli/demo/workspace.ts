import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";

import { LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import type { Engine } from "okta-sandbox/pulumi";

/** Folders of one run: the project as Pulumi sees it, its state, and a Pulumi home of its own. */
export interface Folders {
    readonly root: string;
    readonly project: string;
    readonly pulumiHome: string;
    /** Removes everything, the passphrase of the state with it. */
    remove(): Promise<void>;
}

/** The folder of this package, with Pulumi.yaml in it: from cli/ as well as from dist/cli/. */
export function packageFolder(): string {
    let folder = __dirname;
    while (!existsSync(join(folder, "Pulumi.yaml"))) {
        folder = dirname(folder);
    }
    return folder;
}

/**
 * A temporary project that is this package by links. Pulumi writes to the stack's file, which has
 * to be a copy; the program that runs is the one in the package.
 */
export async function createFolders(): Promise<Folders> {
    const root = await mkdtemp(join(tmpdir(), "rezonate-okta-"));
    const project = join(root, "project");
    const pulumiHome = join(root, "home");
    for (const folder of [project, pulumiHome, join(root, "state")]) {
        await mkdir(folder);
    }
    const source = packageFolder();
    const manifest = await readFile(join(source, "Pulumi.yaml"), "utf8");
    // Node and ts-node compile no TypeScript below node_modules, so an installed package runs as built.
    const installed = source.split(sep).includes("node_modules");
    await writeFile(join(project, "Pulumi.yaml"), installed ? asBuilt(manifest) : manifest);
    const sources = ["checks", "components", "okta", "rules", "index.ts"];
    for (const name of [
        ...(installed ? [] : [...sources, "tsconfig.json", "tsconfig.pulumi.json"]),
        // Where it is built, `npx rezonate-okta` works in this folder, too.
        ...(existsSync(join(source, "dist")) ? ["dist"] : []),
        "package.json",
    ]) {
        await symlink(join(source, name), join(project, name));
    }
    const sdk = dirname(require.resolve("@pulumi/pulumi/package.json"));
    await symlink(dirname(dirname(sdk)), join(project, "node_modules"));
    const passphrase = randomBytes(24).toString("base64url");
    await writeFile(join(root, "passphrase"), passphrase, { mode: 0o600 });
    // A plugin that is just ending may still write here.
    const options = { recursive: true, force: true, maxRetries: 20, retryDelay: 100 };
    return { root, project, pulumiHome, remove: () => rm(root, options) };
}

/** The manifest of the project for the built program, which no TypeScript compiler has to read. */
function asBuilt(manifest: string): string {
    return manifest
        .replace(/^main: index\.ts$/m, "main: dist/index.js")
        .replace(/^( +)tsconfig: .*$/m, "$1typescript: false");
}

/** The variables under which `pulumi` works on the stack in these folders, also by hand. */
export function pulumiEnvironment(
    folders: Folders,
    pluginEnvironment: Record<string, string>,
): Record<string, string> {
    // What the user's shell holds for a real org must not reach the sandbox.
    const okta = Object.keys(process.env).filter((name) => /^OKTA_(?!PLUGINS)/.test(name));
    return {
        ...Object.fromEntries(okta.map((name) => [name, ""])),
        PULUMI_HOME: folders.pulumiHome,
        PULUMI_BACKEND_URL: `file://${join(folders.root, "state")}`,
        PULUMI_CONFIG_PASSPHRASE_FILE: join(folders.root, "passphrase"),
        PULUMI_SKIP_UPDATE_CHECK: "true",
        ...pluginEnvironment,
    };
}

/** An engine as the Automation API takes it. */
export function pulumiCommandOf({ source, command }: Engine): Promise<PulumiCommand> {
    return PulumiCommand.get(source === "path" ? {} : { root: dirname(dirname(command)) });
}

const CREDENTIALS = /^okta:(apiToken|accessToken|privateKey)$/;

/** Stack `dev` of the project in these folders, with the given configuration. */
export async function openStack(options: {
    readonly engine: Engine;
    readonly folders: Folders;
    readonly environment: Record<string, string>;
    readonly config: Record<string, string>;
}): Promise<Stack> {
    const { engine, folders, environment, config } = options;
    const pulumiCommand = await pulumiCommandOf(engine);
    const stack = await LocalWorkspace.createStack(
        { stackName: "dev", workDir: folders.project },
        { envVars: environment, pulumiCommand, pulumiHome: folders.pulumiHome },
    );
    await stack.setAllConfig(
        Object.fromEntries(
            Object.entries(config).map(([key, value]) => [
                key,
                { value, secret: CREDENTIALS.test(key) },
            ]),
        ),
    );
    return stack;
}
