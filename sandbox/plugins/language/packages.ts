import { existsSync, statSync } from "node:fs";
import * as fs from "node:fs/promises";
import * as path from "node:path";

import * as z from "zod";

const parameterization = z.object({ name: z.string(), version: z.string(), value: z.string() });

const manifest = z.object({
    name: z.string().optional(),
    version: z.string().optional(),
    dependencies: z.record(z.string(), z.string()).optional(),
    devDependencies: z.record(z.string(), z.string()).optional(),
    pulumi: z
        .object({
            resource: z.boolean().optional(),
            name: z.string().optional(),
            version: z.string().optional(),
            server: z.string().optional(),
            parameterization: parameterization.optional(),
        })
        .optional()
        .catch(undefined),
});

type Manifest = z.infer<typeof manifest>;

/** A provider plugin that an installed npm package requires. */
export interface RequiredPackage {
    readonly name: string;
    readonly version: string;
    readonly server: string;
    readonly parameterization?: z.infer<typeof parameterization>;
}

/** An npm package that a program depends on. */
export interface Dependency {
    readonly name: string;
    readonly version: string;
}

/**
 * Finds the provider plugins that the npm packages in a program's folder require: those whose
 * package.json has a `pulumi` block with `resource: true`.
 */
export async function requiredPackages(programDirectory: string): Promise<RequiredPackage[]> {
    const found = new Map<string, RequiredPackage>();
    const visited = new Set<string>();
    const walk = async (folder: string): Promise<void> => {
        const real = await fs.realpath(folder).catch(() => undefined);
        // The plugins of a policy pack in the same folder are not the program's.
        if (!real || visited.has(real) || (real !== top && isPolicyPack(real))) {
            return;
        }
        visited.add(real);
        for (const entry of await fs.readdir(real, { withFileTypes: true }).catch(() => [])) {
            const child = path.join(real, entry.name);
            if (entry.name === "node_modules") {
                for (const directory of await packageDirectories(child)) {
                    await visit(directory);
                }
            } else if (isFolder(entry, child) && entry.name !== ".git") {
                await walk(child);
            }
        }
    };
    const visit = async (directory: string): Promise<void> => {
        const real = await fs.realpath(directory).catch(() => undefined);
        if (!real || visited.has(real)) {
            return;
        }
        visited.add(real);
        const contents = await readManifest(real);
        const required = contents && requiredBy(contents);
        if (required) {
            found.set(JSON.stringify(required), required);
        }
        for (const nested of await packageDirectories(path.join(real, "node_modules"))) {
            await visit(nested);
        }
    };
    const top = await fs.realpath(programDirectory);
    await walk(top);
    return [...found.values()];
}

/** Lists the npm packages that a program depends on, in their installed versions. */
export async function programDependencies(
    programDirectory: string,
    transitive: boolean,
): Promise<Dependency[]> {
    const found = new Map<string, Dependency>();
    const visit = async (directory: string, names: readonly string[]): Promise<void> => {
        for (const name of names) {
            const installed = locate(directory, name);
            const contents = installed && (await readManifest(installed));
            if (!installed || !contents || found.has(installed)) {
                continue;
            }
            found.set(installed, { name, version: contents.version ?? "" });
            if (transitive) {
                await visit(installed, Object.keys(contents.dependencies ?? {}));
            }
        }
    };
    const program = await readManifest(programDirectory);
    await visit(programDirectory, [
        ...Object.keys(program?.dependencies ?? {}),
        ...Object.keys(program?.devDependencies ?? {}),
    ]);
    return [...found.values()].sort((left, right) => left.name.localeCompare(right.name));
}

function requiredBy({ name, version, pulumi }: Manifest): RequiredPackage | undefined {
    if (!pulumi?.resource) {
        return undefined;
    }
    // Only packages of Pulumi's own scope may leave out the plugin's name.
    const plugin = pulumi.name ?? /^@pulumi\/(.+)$/.exec(name ?? "")?.[1];
    const wanted = pulumi.version ?? version;
    if (!plugin || !wanted) {
        return undefined;
    }
    return {
        name: plugin,
        version: wanted.startsWith("v") ? wanted : `v${wanted}`,
        server: pulumi.server ?? "",
        parameterization: pulumi.parameterization,
    };
}

async function readManifest(directory: string): Promise<Manifest | undefined> {
    try {
        const text = await fs.readFile(path.join(directory, "package.json"), "utf8");
        return manifest.parse(JSON.parse(text));
    } catch {
        return undefined;
    }
}

async function packageDirectories(nodeModules: string): Promise<string[]> {
    const names = await fs.readdir(nodeModules).catch(() => []);
    const nested = names.map(async (name) => {
        const directory = path.join(nodeModules, name);
        if (!name.startsWith("@")) {
            return name.startsWith(".") ? [] : [directory];
        }
        return (await fs.readdir(directory).catch(() => [])).map((sub) =>
            path.join(directory, sub),
        );
    });
    return (await Promise.all(nested)).flat();
}

function locate(from: string, name: string): string | undefined {
    for (let directory = from; ; directory = path.dirname(directory)) {
        const candidate = path.join(directory, "node_modules", name);
        if (existsSync(path.join(candidate, "package.json"))) {
            return candidate;
        }
        if (directory === path.dirname(directory)) {
            return undefined;
        }
    }
}

function isPolicyPack(directory: string): boolean {
    return [".yaml", ".yml", ".json"].some((end) =>
        existsSync(path.join(directory, `PulumiPolicy${end}`)),
    );
}

function isFolder(
    entry: { isDirectory(): boolean; isSymbolicLink(): boolean },
    at: string,
): boolean {
    if (!entry.isSymbolicLink()) {
        return entry.isDirectory();
    }
    return statSync(at, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
