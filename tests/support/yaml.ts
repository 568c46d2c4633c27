import { mkdir, realpath, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";

import { findOnPath } from "../../sandbox/engine/onPath";
import { goTool } from "./goTool";
import type { TestEnvironment } from "./testEnvironment";

/**
 * Sees to it that the engine of a test environment has Pulumi's own language host for YAML: one
 * beside the engine, or one that goTool builds. Returns its path; undefined where there is none.
 */
export async function yamlHost({ engine, folders }: TestEnvironment): Promise<string | undefined> {
    const name = "pulumi-language-yaml";
    const beside = { PATH: dirname(await realpath(engine.command)) };
    const bundled = await findOnPath(name, beside);
    if (bundled !== undefined) {
        return bundled;
    }
    const host = await goTool(
        join(__dirname, "yaml"),
        "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
    );
    if (host !== undefined) {
        const folder = join(folders.pulumiHome, "plugins", "language-yaml-v1.25.0");
        await mkdir(folder, { recursive: true });
        await symlink(host, join(folder, name));
    }
    return host;
}
