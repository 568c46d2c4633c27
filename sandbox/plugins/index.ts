import * as fs from "node:fs/promises";
import * as path from "node:path";

import { cacheRoot } from "../engine/cache";
import type { Engine } from "../engine/index";
import { installOfficial } from "./official";
import { type ProviderName, requiredPlugins } from "./requiredPlugins";
import { ensureLanguageHost, installStandIns } from "./standIns";

/** Which provider plugins are asked for. */
export type PluginMode = "auto" | "official" | "stand-in";

/** What the plugins are prepared for. */
export interface PluginOptions {
    readonly mode: PluginMode;
    readonly engine: Engine;
    /** A folder of the run's own, which becomes its PULUMI_HOME. */
    readonly pulumiHome: string;
    /** The project whose node_modules say which plugin versions are needed. */
    readonly projectDir: string;
    /** The providers that the program uses. Defaults to okta and tls. */
    readonly providers?: readonly ProviderName[];
    readonly onProgress?: (line: string) => void;
    readonly signal?: AbortSignal;
    /** Defaults to this process's environment. */
    readonly env?: NodeJS.ProcessEnv;
}

/** Plugins that the engine will find, given the variables in `env`. */
export interface Plugins {
    readonly mode: "official" | "stand-in";
    readonly official: boolean;
    readonly pulumiHome: string;
    readonly env: Record<string, string>;
    /** One line that says which plugins are used, and why. */
    readonly description: string;
}

/**
 * Makes the provider plugins, and a Node language host, ready in a private PULUMI_HOME. The mode
 * auto takes the official plugins where they are installed or can be downloaded, else stand-ins.
 */
export async function preparePlugins(options: PluginOptions): Promise<Plugins> {
    const { mode, engine, projectDir, signal } = options;
    const env = options.env ?? process.env;
    const pulumiHome = path.resolve(options.pulumiHome);
    signal?.throwIfAborted();
    await fs.mkdir(path.join(pulumiHome, "plugins"), { recursive: true });

    const plugins = requiredPlugins(projectDir, options.providers ?? ["okta", "tls"]);
    const names = plugins.map(({ name, version }) => `${name} ${version}`).join(", ");
    const host = await ensureLanguageHost(pulumiHome, engine, projectDir, env);
    const hostNote = host === "stand-in" ? ", with our Node language host" : "";
    const common = {
        PULUMI_HOME: pulumiHome,
        PULUMI_SKIP_UPDATE_CHECK: "true",
        // Node 22 and later keep compiled programs there; Node 20 ignores it.
        NODE_COMPILE_CACHE: path.join(cacheRoot(env), "node-compile-cache"),
    };

    let reason = "";
    if (mode !== "stand-in") {
        const onProgress = options.onProgress ?? (() => undefined);
        const missing = await installOfficial(pulumiHome, plugins, {
            engine,
            env,
            signal,
            onProgress,
        });
        if (missing === undefined) {
            return {
                mode: "official",
                official: true,
                pulumiHome,
                env: common,
                description: `official plugins: ${names}${hostNote}`,
            };
        }
        if (mode === "official") {
            throw new Error(
                `The official plugins (${names}) are neither installed nor to be had: ${missing}. ` +
                    `Install them where that is possible (${commands(plugins)}), ` +
                    "or use the stand-ins (--plugins stand-in).",
            );
        }
        reason = ` (official ones: ${missing})`;
    }
    await installStandIns(pulumiHome, plugins);
    return {
        mode: "stand-in",
        official: false,
        pulumiHome,
        env: {
            ...common,
            PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
            // A plugin on PATH would go before ours, but so might the only language host there is.
            ...(host !== "path" && { PULUMI_IGNORE_AMBIENT_PLUGINS: "true" }),
        },
        description: `stand-in plugins: ${names}${hostNote}${reason}`,
    };
}

function commands(plugins: readonly { name: string; version: string }[]): string {
    return plugins
        .map(({ name, version }) => `pulumi plugin install resource ${name} ${version}`)
        .join("; ");
}
