import { existsSync } from "node:fs";
import * as fs from "node:fs/promises";
import * as path from "node:path";

import { binaryIn, engineDir } from "./cache";
import { runChild } from "./child";
import type { EngineInstaller, InstallContext } from "./installers";
import { findOnPath } from "./onPath";

const PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
const REPORT_EVERY = 5_000;
// Linking and the largest packages are silent for a minute or two on a slow machine.
const STALLED_AFTER = 6 * 60_000;

/** Builds the engine from the Go modules that gomod/go.mod and go.sum pin. */
export const goBuild: EngineInstaller = {
    source: "go",
    name: "a build from Go modules",
    command: ({ version, env }) =>
        `cd ${moduleDir()} && go build ${flags(version, binaryIn(engineDir(version, env)))
            .map((flag) => (/\s/.test(flag) ? `"${flag}"` : flag))
            .join(" ")}`,
    unavailableReason: async ({ env }) =>
        (await findOnPath("go", env))
            ? undefined
            : "there is no `go` on PATH (wanted 1.25 or newer)",
    install,
};

async function install(root: string, context: InstallContext): Promise<void> {
    const { version, env, onProgress } = context;
    const go = await findOnPath("go", env);
    if (!go) {
        throw new Error("there is no `go` on PATH");
    }

    // The build runs on a copy, because a checkout can be read-only.
    const source = path.join(root, "gomod");
    await fs.cp(moduleDir(), source, { recursive: true });

    const startedAt = Date.now();
    let saidAt = startedAt;
    let latest = "starting";
    let compiled = 0;
    const messages: string[] = [];
    const stalled = new AbortController();
    const report = (): void => {
        const seconds = Math.round((Date.now() - startedAt) / 1_000);
        onProgress(
            `Building Pulumi ${version} from Go modules, ${seconds} s, ` +
                `${compiled} packages compiled: ${latest}`,
        );
        if (Date.now() - saidAt > STALLED_AFTER) {
            stalled.abort(new Error("the build has stalled"));
        }
    };
    report();
    const timer = setInterval(report, REPORT_EVERY);
    try {
        const signals = context.signal ? [context.signal, stalled.signal] : [stalled.signal];
        const result = await runChild(go, ["build", "-v", ...flags(version, binaryIn(root))], {
            cwd: source,
            env: { ...env, CGO_ENABLED: "0", GOWORK: "off" },
            signal: AbortSignal.any(signals),
            onLine: (line) => {
                saidAt = Date.now();
                const download = /^go: downloading (\S+)/.exec(line);
                if (download) {
                    latest = `downloading ${download[1]}`;
                } else if (/^[\w.~-]+(\/[\w.~-]+)*$/.test(line)) {
                    compiled += 1;
                    latest = line;
                } else {
                    messages.push(line);
                }
            },
        });
        if (result.code !== 0) {
            throw new Error(messages.slice(-3).join(" / ") || `go ended with code ${result.code}`);
        }
    } finally {
        clearInterval(timer);
        // Downloaded modules are read-only, but Go keeps them elsewhere.
        await fs.rm(source, { recursive: true, force: true });
    }
}

function flags(version: string, output: string): string[] {
    return [
        "-trimpath",
        "-ldflags",
        `-s -w -X ${VERSION_VARIABLE}=v${version}`,
        "-o",
        output,
        PACKAGE,
    ];
}

/** The modules lie beside the TypeScript sources. A compiled build reads them from there. */
function moduleDir(): string {
    const beside = path.join(__dirname, "gomod");
    return existsSync(beside) ? beside : path.join(__dirname, "../../engine/gomod");
}
