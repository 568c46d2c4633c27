import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";

/** A provider plugin, in the version that the project's npm package requires. */
export interface RequiredPlugin {
    readonly name: string;
    readonly version: string;
}

/** The provider packages that have a stand-in here. */
const PROVIDERS = { okta: "@pulumi/okta", tls: "@pulumi/tls", aws: "@pulumi/aws" };

/** A provider that has a stand-in here. */
export type ProviderName = keyof typeof PROVIDERS;

/**
 * Returns the provider plugins in the versions of the installed npm packages.
 *
 * @throws Error when a package is not installed.
 */
export function requiredPlugins(
    projectDir: string,
    providers: readonly ProviderName[],
): RequiredPlugin[] {
    return providers.map((name) => ({
        name,
        version: packageVersion(projectDir, PROVIDERS[name]),
    }));
}

/**
 * Returns the version of an npm package, resolved from the project's folder.
 *
 * @throws Error when the package is not installed or has no version.
 */
export function packageVersion(projectDir: string, module: string): string {
    const file = resolveFrom(projectDir, `${module}/package.json`);
    const contents = JSON.parse(readFileSync(file, "utf8")) as { version?: unknown };
    if (typeof contents.version === "string") {
        return contents.version;
    }
    throw new Error(`${file} has no version. Run \`npm ci\` in ${projectDir}.`);
}

/**
 * Resolves a module from the project's folder, else from this package.
 *
 * @throws Error when neither has it.
 */
export function resolveFrom(projectDir: string, module: string): string {
    for (const from of [programIn(projectDir), __filename]) {
        try {
            return createRequire(from).resolve(module);
        } catch {
            // The next place is tried.
        }
    }
    throw new Error(`${module} is not installed. Run \`npm ci\` in ${projectDir}.`);
}

function programIn(projectDir: string): string {
    return path.join(path.resolve(projectDir), "program.js");
}
