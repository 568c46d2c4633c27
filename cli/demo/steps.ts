import type { OutputMap, Stack } from "@pulumi/pulumi/automation";
import type { Sandbox } from "okta-sandbox";
import type { Engine, Plugins } from "okta-sandbox/pulumi";

import { mintToken } from "../../okta/token";
import { UserError } from "../../rules/userError";
import { destroy, refresh, type StackResource, stackResources, up, type Watch } from "./operations";
import {
    createFolders,
    type Folders,
    openStack,
    packageFolder,
    pulumiEnvironment,
} from "./workspace";

/** What the steps of one run have made so far. */
export interface DemoState {
    folders?: Folders;
    engine?: Engine;
    plugins?: Plugins;
    org?: Sandbox;
    environment?: Record<string, string>;
    stack?: Stack;
    outputs?: OutputMap;
    resources?: StackResource[];
}

/** One step: what it is called, and what it does; it returns a line that says what came of it. */
export interface Step {
    readonly name: string;
    readonly title: string;
    run(state: DemoState, watch: Watch): Promise<string>;
}

/** The steps of the demo in their order; the last one takes down what the others have made. */
export function demoSteps(mode: "auto" | "official" | "stand-in"): Step[] {
    return [
        {
            name: "engine",
            title: "Get a Pulumi engine",
            async run(state, watch) {
                const { ensureEngine } = await import("okta-sandbox/pulumi");
                state.folders = await createFolders();
                state.engine = await ensureEngine(watch);
                return `Pulumi ${state.engine.version} (${state.engine.source})`;
            },
        },
        {
            name: "plugins",
            title: "Get the okta and tls plugins",
            async run(state, watch) {
                const { preparePlugins } = await import("okta-sandbox/pulumi");
                const { engine, folders } = need(state, "engine", "folders");
                const pulumiHome = folders.pulumiHome;
                const projectDir = packageFolder();
                state.plugins = await preparePlugins({
                    mode,
                    engine,
                    pulumiHome,
                    projectDir,
                    ...watch,
                });
                return state.plugins.description;
            },
        },
        {
            name: "org",
            title: "Start a sandbox Okta org",
            async run(state) {
                const { createSandbox } = await import("okta-sandbox");
                state.org = await createSandbox({ port: 0 });
                return `${state.org.domain} at ${state.org.url}`;
            },
        },
        {
            name: "up",
            title: "pulumi up of stack dev",
            async run(state, watch) {
                const { engine, folders, plugins, org } = need(
                    state,
                    "engine",
                    "folders",
                    "plugins",
                    "org",
                );
                state.environment = pulumiEnvironment(folders, plugins.env);
                state.stack = await openStack({
                    engine,
                    folders,
                    environment: state.environment,
                    config: {
                        "rezonate-okta:oktaDomain": org.domain,
                        "okta:httpProxy": org.url,
                        "okta:apiToken": org.apiToken,
                    },
                });
                const { outputs, changed } = await up(state.stack, watch);
                state.outputs = outputs;
                return `${changed} resources created`;
            },
        },
        {
            name: "resources",
            title: "Look at what exists now",
            async run(state) {
                const { stack } = need(state, "stack");
                state.resources = await stackResources(stack);
                return `${state.resources.length} resources in the stack`;
            },
        },
        {
            name: "access",
            title: "Read with the new key, and be refused a write",
            run: (state) => proveAccess(state),
        },
        {
            name: "no-changes",
            title: "A second up and a refresh change nothing",
            async run(state, watch) {
                const { stack } = need(state, "stack");
                const { changed } = await up(stack, watch);
                const drifted = await refresh(stack, watch);
                if (changed + drifted > 0) {
                    throw new UserError(
                        `The second up changed ${changed} and the refresh ${drifted} resources; ` +
                            `wanted none. Please report this with the output of --json.`,
                    );
                }
                return "nothing to change, nothing drifted";
            },
        },
        {
            name: "destroy",
            title: "pulumi destroy",
            async run(state, watch) {
                const { stack, org } = need(state, "stack", "org");
                await destroy(stack, watch);
                const apps = await fetch(`${org.url}/api/v1/apps`, {
                    headers: { authorization: `SSWS ${org.apiToken}` },
                });
                const left = (await apps.json()) as unknown[];
                if (left.length > 0) {
                    throw new UserError(`The org still has ${left.length} apps; wanted none.`);
                }
                return "the org is empty again";
            },
        },
    ];
}

async function proveAccess(state: DemoState): Promise<string> {
    const { org, outputs } = need(state, "org", "outputs");
    const output = (name: string): unknown => outputs[name]?.value;
    const minted = await mintToken({
        orgUrl: org.url,
        clientId: String(output("applicationId")),
        privateKeyPem: String(output("privateKey")),
        keyId: String(output("keyId")),
        scopes: output("grantedScopes") as string[],
    });
    if (!minted.ok) {
        throw new UserError(`The org gave no token: ${minted.failure.detail}`);
    }
    const read = async (path: string): Promise<number> => {
        const answer = await minted.token.send(path);
        const items = answer.status === 200 ? answer.json : undefined;
        if (!Array.isArray(items) || items.length === 0) {
            throw new UserError(`GET ${path} answered ${answer.status} without any entry.`);
        }
        return items.length;
    };
    const [users, groups] = await Promise.all([read("/api/v1/users"), read("/api/v1/groups")]);
    const write = await minted.token.send("/api/v1/users?activate=false", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ profile: { login: "nobody@example.com" } }),
    });
    if (write.status !== 403) {
        throw new UserError(`POST /api/v1/users answered ${write.status}; wanted 403.`);
    }
    return `${users} users and ${groups} groups read, creating a user refused (403)`;
}

type Known<K extends keyof DemoState> = Required<Pick<DemoState, K>>;

function need<K extends keyof DemoState>(state: DemoState, ...names: K[]): Known<K> {
    for (const name of names) {
        if (state[name] === undefined) {
            throw new Error(`the step before left no ${name}`);
        }
    }
    return state as Known<K>;
}
