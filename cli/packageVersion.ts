import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The version of this package. The command runs from cli/ under tsx and from dist/cli/ when built. */
export function packageVersion(): string {
    for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
        const file = join(folder, "package.json");
        if (existsSync(file)) {
            const manifest: unknown = JSON.parse(readFileSync(file, "utf8"));
            if (typeof manifest === "object" && manifest !== null && "version" in manifest) {
                return String(manifest.version);
            }
        }
    }
    return "unknown";
}
