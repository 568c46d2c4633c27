import Module from "node:module";

import * as pulumi from "@pulumi/pulumi";

import { KnownSecrets } from "../../rules/knownSecrets";
import { maskDebugMessage } from "../../rules/mask";
import { providerSettingsOf } from "./providerSettings";

const known = new KnownSecrets();

const LEVELS = ["debug", "info", "warn", "error"] as const;
type Log = Record<(typeof LEVELS)[number], (message: string, ...rest: unknown[]) => unknown>;

const redacting = new WeakSet<object>();

/** Node's modules; the members that its types leave out. */
const modules = Module as unknown as {
    /** What `require.cache` is, which a bundle may not have. */
    readonly _cache?: Record<string, { readonly exports: unknown; readonly filename: string }>;
    /** Called for each module that is loaded, whoever asks for it. */
    readonly prototype: { load: (this: { exports: unknown }, filename: string) => void };
};

/**
 * Keeps secrets out of what Pulumi's SDK logs. It reports each resource it has registered, and each
 * stack reference it has read, with all outputs, secret ones in clear, and the engine writes these
 * debug messages to every event log (`pulumi up --event-log`, and each program that listens to
 * events), whether or not anyone asked for debugging. To load this library turns the redaction on:
 * in debug messages, of what is secret for Pulumi or by its form; in messages of every level, of
 * the values that the components and oktaProviderArgs know to be secret, and those given here, also
 * in base64 or hexadecimal. Throws a RunError where a copy of Pulumi's SDK in the process cannot
 * be changed.
 *
 * @param secrets Further secrets of the program: tokens, passwords, private keys in PEM or as JWK.
 */
export function keepSecretsOutOfDebugLog(
    ...secrets: readonly pulumi.Input<string | undefined>[]
): void {
    redactLoadedCopies();
    const { OKTA_API_TOKEN, OKTA_ACCESS_TOKEN, OKTA_API_PRIVATE_KEY } = process.env;
    const ofPlugin = [OKTA_API_TOKEN, OKTA_ACCESS_TOKEN, keyItself(OKTA_API_PRIVATE_KEY)];
    for (const secret of [...ofPlugin, ...secrets]) {
        // What is known at once counts at once.
        if (typeof secret === "string") {
            known.add(secret);
        } else if (secret !== undefined) {
            pulumi.output(secret).apply((value) => {
                if (typeof value === "string") {
                    known.add(value);
                }
            });
        }
    }
}

/** Keeps the credentials of a component's okta provider out of what is logged. */
export function keepProviderSecretsOutOfDebugLog(component: pulumi.ComponentResource): void {
    const { apiToken, accessToken, privateKey } = providerSettingsOf(component);
    keepSecretsOutOfDebugLog(apiToken, accessToken, privateKey?.apply(keyItself));
}

/** A provider's private key; undefined where the setting is the path to a file with one. */
export function keyItself(privateKey: string | undefined): string | undefined {
    return privateKey?.includes("-----BEGIN ") ? privateKey : undefined;
}

/** Programs may load several copies of Pulumi's SDK, each with a log of its own. */
function redactLoadedCopies(): void {
    const loaded = Object.values(modules._cache ?? {});
    const fileOf = (log: unknown) =>
        loaded.find(({ exports }) => exports === log)?.filename ?? "one in a bundle";
    const others = loaded.map(({ exports }) => exports).filter(isLog);
    const fixed = [pulumi.log, ...others].find((log) => !redact(log));
    if (fixed !== undefined) {
        throw new pulumi.RunError(
            `The log of a copy of @pulumi/pulumi cannot be changed: ${fileOf(fixed)}. It would ` +
                `write private keys and tokens to event logs in clear. rezonate-okta uses ` +
                `${fileOf(pulumi.log)}. Keep this copy only: "npm ls @pulumi/pulumi" shows who ` +
                `wants which version; take a version that all of them allow, and run "npm dedupe".`,
        );
    }
}

/** Whether these are the exports of Pulumi's log, from whatever copy. Calls no getter. */
function isLog(exports: unknown): exports is Log {
    return (
        typeof exports === "object" &&
        exports !== null &&
        [...LEVELS, "hasErrors"].every((name) => Object.hasOwn(exports, name))
    );
}

/** Makes a log redact what goes through it; false where it cannot be changed. */
function redact(log: object): boolean {
    const levels = log as Log;
    return LEVELS.every((level) => {
        const write = levels[level];
        if (redacting.has(write)) {
            return true;
        }
        const mask = (message: unknown): string => {
            const text = String(message);
            return known.redact(level === "debug" ? maskDebugMessage(text) : text);
        };
        const redacted: typeof write = (message, ...rest) => write(mask(message), ...rest);
        redacting.add(redacted);
        return Reflect.set(levels, level, redacted) && levels[level] === redacted;
    });
}

function redactLaterCopies(): void {
    const { load } = modules.prototype;
    modules.prototype.load = function (filename) {
        load.call(this, filename);
        if (isLog(this.exports)) {
            redact(this.exports);
        }
    };
}

redactLoadedCopies();
redactLaterCopies();
