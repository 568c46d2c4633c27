import * as fs from "node:fs/promises";
import { createRequire } from "node:module";
import * as path from "node:path";

import { runChild } from "./child";
import type { EngineInstaller, InstallContext } from "./installers";

/** Pulumi's download site, for the installer and by default for the plugins. */
const INSTALLER = "https://get.pulumi.com/install.sh";
const PROBE_TIMEOUT = 6_000;
const STALLED_AFTER = 30_000;

/** The official installer, run by the Automation API. */
export const officialInstaller: EngineInstaller = {
    source: "official",
    name: "the official installer",
    command: ({ version }) => `curl -fsSL https://get.pulumi.com | sh -s -- --version ${version}`,
    unavailableReason: (context) => probeDownloadSite(context),
    install,
};

/**
 * Checks whether Pulumi's download site can be reached. Returns undefined when it answers, else
 * the reason. `timeout` defaults to 6000 ms.
 */
export async function probeDownloadSite(context: {
    env: NodeJS.ProcessEnv;
    signal?: AbortSignal;
    url?: string;
    timeout?: number;
}): Promise<string | undefined> {
    const { url = INSTALLER, timeout = PROBE_TIMEOUT } = context;
    const result = await runChild(process.execPath, ["-e", PROBE, url, String(timeout)], {
        env: proxied(context.env),
        signal: context.signal,
        timeout: timeout + 2_000,
    });
    if (result.code === 0) {
        return undefined;
    }
    const host = new URL(url).host;
    if (result.timedOut) {
        return `${host} does not answer`;
    }
    return `${host} cannot be reached (${result.stderr.trim() || "no answer"})${proxyHint(context.env)}`;
}

async function install(root: string, context: InstallContext): Promise<void> {
    const require = createRequire(__filename);
    const automation = require.resolve("@pulumi/pulumi/automation");
    const semver = require.resolve("semver", { paths: [automation] });
    const scratch = path.join(root, "tmp");
    await fs.mkdir(scratch);

    // The installer prints nothing during a download; only its folder's size shows progress.
    const stalled = new AbortController();
    let size = 0;
    let movedAt = Date.now();
    const watch = setInterval(() => {
        void sizeOf(root).then((now) => {
            if (now !== size) {
                size = now;
                movedAt = Date.now();
                context.onProgress(`Downloading Pulumi ${context.version}: ${megabytes(size)}`);
            } else if (Date.now() - movedAt > STALLED_AFTER) {
                stalled.abort(new Error("the download has stalled"));
            }
        });
    }, 2_000);
    try {
        const signals = context.signal ? [context.signal, stalled.signal] : [stalled.signal];
        const result = await runChild(
            process.execPath,
            ["-e", INSTALL, automation, semver, root, context.version],
            {
                env: { ...proxied(context.env), TMPDIR: scratch },
                signal: AbortSignal.any(signals),
            },
        );
        if (result.code !== 0) {
            throw new Error(lastLine(result.stderr));
        }
    } finally {
        clearInterval(watch);
        await fs.rm(scratch, { recursive: true, force: true, maxRetries: 3 });
    }
}

// Both run in a child process: Node reads proxy variables for fetch() only at its start, and a
// child can be ended when it stalls. The Automation API loads the installer by fetch() too.
const PROBE = `
const [url, timeout] = process.argv.slice(1);
fetch(url, { method: "HEAD", signal: AbortSignal.timeout(Number(timeout)) })
    .then((response) => { if (!response.ok) throw new Error("HTTP " + response.status); })
    .catch((error) => {
        process.stderr.write(String(error.cause?.code ?? error.message));
        process.exitCode = 1;
    });
`;
const INSTALL = `
const [automation, semver, root, version] = process.argv.slice(1);
const { PulumiCommand } = require(automation);
const { SemVer } = require(semver);
PulumiCommand.install({ root, version: new SemVer(version) }).catch((error) => {
    process.stderr.write(String(error.message));
    process.exitCode = 1;
});
`;

function proxied(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return { ...env, NODE_USE_ENV_PROXY: "1" };
}

function proxyHint(env: NodeJS.ProcessEnv): string {
    const proxy = env["HTTPS_PROXY"] ?? env["https_proxy"];
    const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
    const heeded = major >= 24 || (major === 22 && minor >= 21);
    return proxy && !heeded
        ? "; HTTPS_PROXY is set, which Node heeds from 22.21 on, and this is " + process.version
        : "";
}

async function sizeOf(folder: string): Promise<number> {
    const entries = await fs.readdir(folder, { recursive: true }).catch(() => []);
    const sizes = await Promise.all(
        entries.map((entry) =>
            fs.lstat(path.join(folder, entry)).then(
                (stat) => stat.size,
                () => 0,
            ),
        ),
    );
    return sizes.reduce((sum, size) => sum + size, 0);
}

function megabytes(bytes: number): string {
    return `${(bytes / 1e6).toFixed(0)} MB`;
}

function lastLine(text: string): string {
    const lines = text.split(/\r?\n/).map((line) => line.trim());
    return lines.filter(Boolean).at(-1) ?? "it ended without a message";
}
