import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

import {
    type EngineEvent,
    LocalWorkspace,
    type PulumiFn,
    type Stack,
} from "@pulumi/pulumi/automation";
import * as settings from "@pulumi/pulumi/runtime/settings";

import {
    createFolders,
    type Folders,
    openStack,
    packageFolder,
    pulumiCommandOf,
    pulumiEnvironment,
} from "../../cli/demo/workspace";
import { type Engine, ensureEngine } from "../../sandbox/engine";
import { createSandbox, type Sandbox } from "../../sandbox/org/server";
import { preparePlugins } from "../../sandbox/plugins";
import { credentialWatch } from "./credentialWatch";

/** An engine, plugins, a sandbox org and folders of its own: all that an end-to-end test needs. */
export interface TestEnvironment {
    readonly org: Sandbox;
    readonly engine: Engine;
    readonly plugins: "official" | "stand-in";
    readonly folders: Folders;
    readonly environment: Record<string, string>;
    /** What to give an operation so that all it reports and prints is kept in `output`. */
    readonly watch: {
        readonly onEvent: (event: EngineEvent) => void;
        readonly onOutput: (text: string) => void;
        readonly onError: (text: string) => void;
    };
    readonly output: string[];
    /** Stack `dev` of index.ts, on the sandbox org unless configured otherwise. */
    program(config?: Record<string, string>): Promise<Stack>;
    /** The same stack with index.ts in this process: an operation then costs half of the time. */
    inProcess(config?: Record<string, string>): Promise<Stack>;
    /** A stack of a program given as a function. */
    inline(name: string, program: PulumiFn): Promise<Stack>;
    close(): Promise<void>;
}

/** Starts a sandbox org whose API token no other org takes, and watches what it is sent. */
export async function startOrg(domain: string): Promise<Sandbox> {
    const apiToken = `00${randomBytes(20).toString("hex")}`;
    const org = await createSandbox({ domain, apiToken });
    credentialWatch.add(org);
    return org;
}

/** The program of this package, evaluated anew for each operation as a process of its own would. */
const indexProgram: PulumiFn = async () => {
    const load = createRequire(__filename);
    const path = load.resolve("../../index");
    delete load.cache[path];
    return Promise.resolve(load(path) as Record<string, unknown>);
};

/**
 * Gives each client of an engine connections of its own. Those of an ended engine stay in the pool
 * that a process shares, and a new engine that gets the same port would seem to be unreachable.
 */
const { grpcClientOptions } = settings as unknown as {
    readonly grpcClientOptions: Record<string, unknown>;
};
grpcClientOptions["grpc.use_local_subchannel_pool"] = 1;

/** Opens a world; whether its plugins are the official ones is for OKTA_PLUGINS to say. */
export async function openTestEnvironment(
    options: { aws?: boolean } = {},
): Promise<TestEnvironment> {
    const folders = await createFolders();
    const engine = await ensureEngine({});
    const mode = (process.env.OKTA_PLUGINS ?? "auto") as "auto" | "official" | "stand-in";
    const { env, mode: plugins } = await preparePlugins({
        mode,
        engine,
        pulumiHome: folders.pulumiHome,
        projectDir: packageFolder(),
        providers: options.aws ? ["okta", "tls", "aws"] : ["okta", "tls"],
    });
    const org = await startOrg("acme.okta.com");
    const environment = pulumiEnvironment(folders, env);
    const output: string[] = [];
    const program = async (config: Record<string, string> = {}): Promise<Stack> => {
        const onSandbox = {
            "rezonate-okta:oktaDomain": org.domain,
            "okta:httpProxy": org.url,
            "okta:apiToken": org.apiToken,
        };
        return openStack({ engine, folders, environment, config: { ...onSandbox, ...config } });
    };
    const local = async () => ({
        envVars: environment,
        pulumiCommand: await pulumiCommandOf(engine),
        pulumiHome: folders.pulumiHome,
    });
    return {
        org,
        engine,
        plugins,
        folders,
        environment,
        output,
        watch: {
            onEvent: (event) => output.push(JSON.stringify(event)),
            onOutput: (text) => output.push(text),
            onError: (text) => output.push(text),
        },
        program,
        inProcess: async (config) => {
            const { name, workspace } = await program(config);
            const { name: projectName } = await workspace.projectSettings();
            return LocalWorkspace.selectStack(
                { stackName: name, projectName, program: indexProgram },
                { ...(await local()), workDir: folders.project },
            );
        },
        inline: async (stackName, program) =>
            LocalWorkspace.createStack(
                { stackName, projectName: "inline", program },
                await local(),
            ),
        close: async () => {
            await org.close();
            await folders.remove();
        },
    };
}

/** What Okta has granted and assigned to the apps of an org, sorted. */
export function accessIn({ store }: Sandbox): { scopes: string[]; roles: string[] } {
    const ofApps = store.roleAssignments.filter((one) => one.assigneeType === "CLIENT");
    return {
        scopes: store.grants
            .list()
            .map((grant) => grant.scopeId)
            .sort(),
        roles: ofApps.map((role) => role.type).sort(),
    };
}

/** How many resources an operation did something to, by what it did. */
export function changesOf(result: {
    readonly summary?: { readonly resourceChanges?: Record<string, number> };
    readonly changeSummary?: Record<string, number>;
}): Record<string, number> {
    const counts = result.changeSummary ?? result.summary?.resourceChanges ?? {};
    return Object.fromEntries(Object.entries(counts).filter(([op]) => op !== "same"));
}

/** Every file below the state folder as text: checkpoints, histories and backups. */
export async function stateFiles(folders: Folders): Promise<string[]> {
    const below = join(folders.root, "state");
    const entries = await readdir(below, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), "utf8")));
}
