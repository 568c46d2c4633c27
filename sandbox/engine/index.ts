import { binaryIn, engineDir, fillCache, versionOf } from "./cache";
import { goBuild } from "./goBuild";
import type { Engine, EngineInstaller, InstallContext } from "./installers";
import { officialInstaller } from "./official";
import { findOnPath } from "./onPath";
import { isNewEnough, MINIMUM_VERSION, PINNED_VERSION } from "./version";

export { cacheRoot } from "./cache";
export type { Engine, EngineSource } from "./installers";
export { MINIMUM_VERSION, PINNED_VERSION } from "./version";

/** Options of `ensureEngine`. */
export interface EngineOptions {
    readonly onProgress?: (line: string) => void;
    readonly signal?: AbortSignal;
    /** Where PATH and the cache's folder are read from. Defaults to this process's environment. */
    readonly env?: NodeJS.ProcessEnv;
    /** Tried in turn when no engine is found. Defaults to the official installer, then Go. */
    readonly installers?: readonly EngineInstaller[];
}

/** One source of an engine, why it failed, and the command to do the same by hand. */
export interface EngineAttempt {
    readonly name: string;
    readonly reason: string;
    readonly command: string;
}

/** Thrown when no engine was found or installed. The message lists every attempt. */
export class EngineNotFoundError extends Error {
    override readonly name = "EngineNotFoundError";

    constructor(readonly attempts: readonly EngineAttempt[]) {
        const lines = attempts.map(
            ({ name, reason, command }, index) =>
                `  ${index + 1}. ${name}: ${reason}\n     By hand: ${command}`,
        );
        super(
            `No Pulumi engine (${MINIMUM_VERSION} or newer) could be found or made. ` +
                `Any one of these is enough:\n${lines.join("\n")}`,
        );
    }
}

/**
 * Finds a Pulumi engine on PATH or in the cache, or else downloads or builds one into the cache.
 * Callers at the same time may each make one; the first that is finished is kept, for all of them.
 *
 * @throws EngineNotFoundError when every installer is unavailable or fails.
 */
export async function ensureEngine(options: EngineOptions = {}): Promise<Engine> {
    const env = options.env ?? process.env;
    const context: InstallContext = {
        version: PINNED_VERSION,
        env,
        signal: options.signal,
        onProgress: options.onProgress ?? (() => undefined),
    };
    options.signal?.throwIfAborted();

    const attempts: EngineAttempt[] = [];
    const found = (await onPath(context, attempts)) ?? (await inCache(context));
    if (found) {
        return found;
    }

    return make(context, options.installers ?? [officialInstaller, goBuild], attempts);
}

async function onPath(
    context: InstallContext,
    attempts: EngineAttempt[],
): Promise<Engine | undefined> {
    const command = await findOnPath("pulumi", context.env);
    const version = command && (await versionOf(command, context.env, context.signal));
    if (command && version && isNewEnough(version)) {
        return { command, version, source: "path" };
    }

    let reason = "not found";
    if (command && version) {
        reason = `${command} is ${version}`;
    } else if (command) {
        reason = `${command} does not answer to \`pulumi version\``;
    }
    attempts.push({
        name: "pulumi on PATH",
        reason: `${reason}; wanted is ${MINIMUM_VERSION} or newer`,
        command: "see https://www.pulumi.com/docs/install, then `pulumi version`",
    });
    return undefined;
}

async function inCache(context: InstallContext): Promise<Engine | undefined> {
    const command = binaryIn(engineDir(context.version, context.env));
    const version = await versionOf(command, context.env, context.signal);
    return version === context.version ? { command, version, source: "cache" } : undefined;
}

async function make(
    context: InstallContext,
    installers: readonly EngineInstaller[],
    attempts: EngineAttempt[],
): Promise<Engine> {
    const { version, env, signal } = context;
    attempts.push({
        name: "the cache",
        reason: `no working engine at ${engineDir(version, env)}`,
        command: `put one at ${binaryIn(engineDir(version, env))}`,
    });
    for (const installer of installers) {
        const reason = await installer.unavailableReason(context).catch((error: unknown) => {
            signal?.throwIfAborted();
            return messageOf(error);
        });
        if (reason === undefined) {
            context.onProgress(`Getting Pulumi ${version} by ${installer.name}`);
            try {
                const fill = (root: string): Promise<void> => installer.install(root, context);
                const command = await fillCache(version, env, signal, fill);
                return { command, version, source: installer.source };
            } catch (error) {
                signal?.throwIfAborted();
                attempts.push(failed(installer, context, messageOf(error)));
            }
        } else {
            attempts.push(failed(installer, context, reason));
        }
        context.onProgress(`Not by ${installer.name}: ${attempts.at(-1)?.reason}`);
    }
    throw new EngineNotFoundError(attempts);
}

function failed(
    installer: EngineInstaller,
    context: InstallContext,
    reason: string,
): EngineAttempt {
    return { name: installer.name, reason, command: installer.command(context) };
}

function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
