import * as fs from "node:fs/promises";
import * as path from "node:path";

import { cacheRoot } from "../engine/cache";
import type { Engine } from "../engine/index";
import { installOfficial } from "./official";
import { type ProviderName, requiredPlugins } from "./requiredPlugins";
import { ensureLanguageHost, installStandIns } from "./standIns";

/** Which provider plugins to use: `auto` prefers the official ones. */
export type PluginMode = "auto" | "official" | "stand-in";

/** Options of `preparePlugins`. */
export interface PluginOptions {
    readonly mode: PluginMode;
    readonly engine: Engine;
    /** A folder that no other run uses. It becomes the PULUMI_HOME. */
    readonly pulumiHome: string;
    /** The project whose installed npm packages determine the plugin versions. */
    readonly projectDir: string;
    /** The providers that the program uses. Defaults to okta and tls. */
    readonly providers?: readonly ProviderName[];
    readonly onProgress?: (line: string) => void;
    readonly signal?: AbortSignal;
    /** Defaults to this process's environment. */
    readonly env?: NodeJS.ProcessEnv;
}

/** Installed plugins. The engine finds them when it runs with the variables in `env`. */
export interface Plugins {
    readonly mode: "official" | "stand-in";
    readonly official: boolean;
    readonly pulumiHome: string;
    readonly env: Record<string, string>;
    /** One line that says which plugins are used, and why, for the user. */
    readonly description: string;
}

/**
 * Installs the provider plugins, and a Node language host if the engine has none, into a private
 * PULUMI_HOME. In mode `auto` the stand-ins are used only when the official plugins are neither
 * installed nor downloadable.
 *
 * @throws Error when the mode is `official` and the official plugins are not available, when
 * pulumiHome contains a plugin of somebody else, and when a provider's npm package is missing.
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
            // Plugins on PATH take precedence: ignored, unless the language host is one of them.
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
