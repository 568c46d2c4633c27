import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type CredentialWatch, credentialWatch, nameOf } from "./credentialWatch";

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
        process.env["TEST_HOST_PID"] = String(process.pid);
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
        reportOrgs(log, credentialWatch);
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
    const foreign = linesOf(log).filter(({ host }) => host !== undefined && !DOWNLOADS.test(host));
    return [...new Set(foreign.map(({ host, argv }) => `${host}, called by ${argv.join(" ")}`))];
}

/** Tells a watch what the orgs of other processes were sent, by a log. */
export function reportOrgs(log: string, watch: CredentialWatch): void {
    for (const { port, scheme, credential, accepted, argv } of linesOf(log)) {
        if (credential !== undefined) {
            const org = `port ${port} of ${argv.join(" ")}`;
            watch.report({ org, credential, name: nameOf(scheme), accepted: accepted === true });
        }
    }
}

interface Line {
    readonly argv: readonly string[];
    /** Of a connection: where it goes. */
    readonly host?: string;
    /** Of a credential that an org was sent: its fingerprint, scheme and fate, and the org's port. */
    readonly credential?: string;
    readonly scheme?: string;
    readonly accepted?: boolean;
    readonly port?: number;
}

function linesOf(log: string): Line[] {
    const lines = log.split("\n").filter(Boolean);
    return lines.map((line) => JSON.parse(line) as Line);
}
