import Module from "node:module";

import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";

import { KnownSecrets } from "../../rules/knownSecrets";
import { maskDebugMessage } from "../../rules/mask";
import { providerSettingsOf } from "./providerSettings";

const known = new KnownSecrets();

const LEVELS = ["debug", "info", "warn", "error"] as const;
type Log = Record<(typeof LEVELS)[number], (message: string, ...rest: unknown[]) => unknown>;

const redacting = new WeakSet<object>();

const ONE_COPY =
    '"npm ls @pulumi/pulumi" shows who wants which version; take a version that all of them allow, and run "npm dedupe".';

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
 * be changed, or is in a bundle where it cannot be seen.
 *
 * @param secrets Further secrets of the program: tokens, passwords, private keys in PEM or as JWK.
 */
export function keepSecretsOutOfDebugLog(
    ...secrets: readonly pulumi.Input<string | undefined>[]
): void {
    redactLoadedCopies();
    refuseHiddenCopy();
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
                `${fileOf(pulumi.log)}. Keep this copy only: ${ONE_COPY}`,
        );
    }
}

/** A second copy in a bundle is no module of its own. The classes of the provider packages tell it. */
function refuseHiddenCopy(): void {
    const providers = { "@pulumi/okta": okta.Provider, "@pulumi/tls": tls.Provider };
    const [other] = Object.entries(providers).find(
        ([, { prototype }]) => !(prototype instanceof pulumi.ProviderResource),
    ) ?? [undefined];
    const copies = Object.values(modules._cache ?? {}).filter(({ exports }) => isLog(exports));
    // Under mocks there is no engine, and no log.
    if (other === undefined || copies.length > 1 || !pulumi.runtime.hasEngine()) {
        return;
    }
    throw new pulumi.RunError(
        `The program's bundle has two copies of @pulumi/pulumi: ${other} uses another one than ` +
            `rezonate-okta, which cannot be seen from here. It would write private keys and tokens ` +
            `to event logs in clear. Leave Pulumi's packages out of the bundle (with esbuild, ` +
            `--external:@pulumi/*), or bundle one copy only: ${ONE_COPY}`,
    );
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
