import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { credentialWatch } from "./credentialWatch";

/**
 * Hosts that tests may reach: those that serve engines, plugins and packages, and take no
 * credential of ours, and names that stand for no host (RFC 2606).
 */
const DOWNLOADS =
    /(^|\.)(pulumi\.com|npmjs\.org|github\.com|githubusercontent\.com|golang\.org|go\.dev|pypi\.org|pythonhosted\.org|invalid)$/;

let folder: string;

/** Where the processes of this run write down the hosts that they connect to. */
export const hostLog = (): string => join(folder, "hosts");

/** Watches every process of the run, and fails the run where a credential went to a foreign host. */
export const mochaHooks = {
    async beforeAll(): Promise<void> {
        folder = await mkdtemp(join(tmpdir(), "host-watch-"));
        process.env["TEST_HOST_LOG"] = hostLog();
        const watch = join(__dirname, "hostWatch.cjs");
        const options = process.env["NODE_OPTIONS"] ?? "";
        if (!options.includes(watch)) {
            process.env["NODE_OPTIONS"] = `${options} --require ${watch}`.trim();
        }
        createRequire(__filename)(watch);
        credentialWatch.start();
    },
    async afterAll(): Promise<void> {
        credentialWatch.stop();
        const log = await readFile(hostLog(), "utf8").catch(() => "");
        await rm(folder, { recursive: true });
        const lines = [...credentialWatch.leaks(), ...foreignHosts(log)];
        if (lines.length > 0) {
            throw new Error(
                ["Credentials or calls went to a foreign host:", ...lines].join("\n  "),
            );
        }
    },
};

/** The hosts of a log that are neither on this machine nor places to download from. */
export function foreignHosts(log: string): string[] {
    const lines = log.split("\n").filter(Boolean);
    const seen = lines.map((line) => JSON.parse(line) as { host: string; argv: string[] });
    const foreign = seen.filter(({ host }) => !DOWNLOADS.test(host));
    return [...new Set(foreign.map(({ host, argv }) => `${host}, called by ${argv.join(" ")}`))];
}
