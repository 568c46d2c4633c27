import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";

/** A provider plugin that the project's npm packages ask for. */
export interface RequiredPlugin {
    readonly name: string;
    readonly version: string;
}

/** The provider packages that have a stand-in here. */
const PROVIDERS = { okta: "@pulumi/okta", tls: "@pulumi/tls", aws: "@pulumi/aws" };

/** A provider that has a stand-in here. */
export type ProviderName = keyof typeof PROVIDERS;

/** Reads from the installed npm packages in which versions the provider plugins are needed. */
export function requiredPlugins(
    projectDir: string,
    providers: readonly ProviderName[],
): RequiredPlugin[] {
    return providers.map((name) => ({
        name,
        version: packageVersion(projectDir, PROVIDERS[name]),
    }));
}

/** The version of an npm package as the project's own `require` finds it. */
export function packageVersion(projectDir: string, module: string): string {
    const file = resolveFrom(projectDir, `${module}/package.json`);
    const contents = JSON.parse(readFileSync(file, "utf8")) as { version?: unknown };
    if (typeof contents.version === "string") {
        return contents.version;
    }
    throw new Error(`${file} has no version. Run \`npm ci\` in ${projectDir}.`);
}

/** Resolves a module from the project's folder, or else from this package. */
export function resolveFrom(projectDir: string, module: string): string {
    for (const from of [programIn(projectDir), __filename]) {
        try {
            return createRequire(from).resolve(module);
        } catch {
            // Tried from the next place.
        }
    }
    throw new Error(`${module} is not installed. Run \`npm ci\` in ${projectDir}.`);
}

function programIn(projectDir: string): string {
    return path.join(path.resolve(projectDir), "program.js");
}
