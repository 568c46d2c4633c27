import { resolve } from "node:path";
import { CliError } from "../errors";
import { maskSecrets } from "../mask";
import { unwrapSecrets } from "./secretValues";

/** Where a stack lies. */
export interface StackLocation {
    readonly stack: string;
    /** Folder with Pulumi.yaml. Defaults to the working directory. */
    readonly dir?: string;
}

/** One resource of a stack's state, secrets in clear. */
export interface StateResource {
    readonly urn: string;
    readonly type: string;
    readonly id?: string;
    readonly parent?: string;
    readonly protect?: boolean;
    /** URN and id of its provider. */
    readonly provider?: string;
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly outputs: Readonly<Record<string, unknown>>;
}

/** What a stack holds and how it reaches its org. */
export interface StackFacts {
    readonly location: StackLocation;
    readonly outputs: Readonly<Record<string, unknown>>;
    readonly resources: readonly StateResource[];
    /** Ids of all that the stack has made, and of what an `up` that failed has still to delete. */
    readonly ownIds: readonly string[];
    /** Configuration by full key, such as "okta:httpProxy"; secrets in clear. */
    readonly config: Readonly<Record<string, string>>;
    /** Which keys of the configuration are encrypted. */
    readonly encryptedKeys: readonly string[];
    /** Everything in it that is secret, to be masked wherever text is printed. */
    readonly secrets: readonly string[];
}

/** Reads a stack's state and configuration through the Automation API. Nothing secret passes through argv. */
export async function readStack(location: StackLocation): Promise<StackFacts> {
    const { LocalWorkspace } = await import("@pulumi/pulumi/automation/index.js");
    const workDir = resolve(location.dir ?? ".");
    try {
        const workspace = await LocalWorkspace.create({ workDir });
        const [state, config] = await Promise.all([
            workspace.exportStack(location.stack),
            workspace.getAllConfig(location.stack),
        ]);
        const secrets: string[] = [];
        const { resources, ownIds } = readResources(unwrapSecrets(state.deployment, secrets));
        const root = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
        const encrypted = Object.entries(config).filter(([, { secret }]) => secret === true);
        secrets.push(...encrypted.map(([, { value }]) => value));
        return {
            location,
            outputs: root?.outputs ?? {},
            resources,
            ownIds,
            config: Object.fromEntries(
                Object.entries(config).map(([key, { value }]) => [key, value]),
            ),
            encryptedKeys: encrypted.map(([key]) => key),
            secrets,
        };
    } catch (error) {
        throw explain(error, location, workDir);
    }
}

/** The value of the program's own configuration key, whatever the project is called. */
export function programConfig(stack: StackFacts, key: string): string | undefined {
    const name = Object.keys(stack.config).find((full) => isOfProgram(full, key));
    return name === undefined ? undefined : stack.config[name];
}

/** True when the value of the program's own configuration key is encrypted. */
export function isProgramSecret({ encryptedKeys }: StackFacts, key: string): boolean {
    return encryptedKeys.some((full) => isOfProgram(full, key));
}

function isOfProgram(full: string, key: string): boolean {
    return full.endsWith(`:${key}`) && !full.startsWith("okta:");
}

/**
 * Reads the resources of an exported state, secrets unwrapped. What a replacement has left to be
 * deleted, or has deleted and not made again, is none of them: it has the URN of one that is.
 */
export function readResources(deployment: unknown): Pick<StackFacts, "resources" | "ownIds"> {
    const list = asRecord(deployment)["resources"];
    const all = (Array.isArray(list) ? list : []).map(asRecord);
    const isLive = (one: Readonly<Record<string, unknown>>): boolean =>
        one["delete"] !== true && one["pendingReplacement"] !== true;
    return {
        resources: all.filter(isLive).map(readResource),
        ownIds: all.flatMap(({ id }) => (typeof id === "string" ? [id] : [])),
    };
}

function readResource(resource: Readonly<Record<string, unknown>>): StateResource {
    const text = (name: string): Record<string, string> =>
        typeof resource[name] === "string" ? { [name]: resource[name] } : {};
    return {
        urn: String(resource["urn"]),
        type: String(resource["type"]),
        ...text("id"),
        ...text("parent"),
        ...text("provider"),
        protect: resource["protect"] === true,
        inputs: asRecord(resource["inputs"]),
        outputs: asRecord(resource["outputs"]),
    };
}

function asRecord(value: unknown): Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function explain(error: unknown, location: StackLocation, workDir: string): Error {
    if (error instanceof CliError) {
        return error;
    }
    const text = error instanceof Error ? error.message : String(error);
    const where = `--stack ${location.stack} in ${workDir}`;
    if (/ENOENT|command not found|not found in PATH|Failed to find/i.test(text)) {
        return new CliError(
            `${where}: no Pulumi CLI was found. Install it and put it on PATH; "npm run demo -- --keep" prints how to use the one it gets.`,
        );
    }
    if (/no stack named|stack.*not found/i.test(text)) {
        return new CliError(
            `${where}: there is no such stack. See "pulumi stack ls", and point --dir at the folder with Pulumi.yaml.`,
        );
    }
    if (/passphrase/i.test(text)) {
        return new CliError(
            `${where}: the stack's secrets need its passphrase. Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE.`,
        );
    }
    if (/no Pulumi project found|Pulumi\.yaml/i.test(text)) {
        return new CliError(
            `${where}: there is no Pulumi.yaml. Point --dir at the folder with it.`,
        );
    }
    if (/PULUMI_ACCESS_TOKEN|pulumi login|not logged in/i.test(text)) {
        return new CliError(
            `${where}: Pulumi is not logged in where this state is kept. Run "pulumi login", or set PULUMI_BACKEND_URL or PULUMI_ACCESS_TOKEN.`,
        );
    }
    const stderr = /stderr:\s*([\s\S]*?)(?:\n\s*err\?:|$)/.exec(text)?.[1]?.trim();
    return new CliError(`${where}: the stack cannot be read: ${maskSecrets(stderr || text)}`);
}
