import { readFile } from "node:fs/promises";

import { Command, InvalidArgumentError, Option } from "commander";

import { messageOf, UserError } from "../../rules/userError";
import type { Seed } from "../../sandbox/org/seed";
import type { Sandbox, SandboxOptions } from "../../sandbox/org/server";
import { examples } from "../options";

interface SandboxVerbOptions {
    readonly port: number;
    readonly domain: string;
    readonly seed?: string;
    readonly latency: number;
    readonly rateLimits: "free" | "enterprise" | "off";
    readonly edition: "idx" | "v1";
    readonly state?: string;
    readonly json?: boolean;
}

/** Adds `rezonate-okta sandbox`: a local Okta org to try and test against. */
export function registerSandbox(program: Command): void {
    program
        .command("sandbox")
        .description("Starts a local Okta org on loopback, and keeps it until Ctrl-C.")
        .addOption(
            new Option("--port <number>", "port on 127.0.0.1; 0 takes a free one")
                .default(4280)
                .argParser((value) => parseNumber(value, 65_535)),
        )
        .option("--domain <name>", "Okta domain the org answers for", "acme.okta.com")
        .option("--seed <file>", "users and groups to start with, as JSON")
        .addOption(
            new Option("--latency <ms>", "milliseconds that every call takes at least")
                .default(0)
                .argParser((value) => parseNumber(value, 60_000)),
        )
        .addOption(
            new Option("--rate-limits <preset>", "Okta's rate limits of such an org")
                .choices(["free", "enterprise", "off"])
                .default("off"),
        )
        .addOption(
            new Option("--edition <name>", "Identity Engine (idx) or Classic Engine (v1)")
                .choices(["idx", "v1"])
                .default("idx"),
        )
        .option("--state <file>", "keep the org in this file across restarts")
        .option("--json", 'print one line {"url","apiToken"} when ready, and nothing else')
        .addHelpText(
            "after",
            examples(
                ["rezonate-okta sandbox", "the org that stack dev points at"],
                [
                    "rezonate-okta sandbox --port 0 --json",
                    "for scripts: a free port, one JSON line",
                ],
                [
                    "rezonate-okta sandbox --rate-limits free --latency 150",
                    "as slow as the real one",
                ],
                ["curl -s http://127.0.0.1:4280/.well-known/okta-organization", "ask it something"],
            ),
        )
        .action(runSandbox);
}

async function runSandbox(options: SandboxVerbOptions): Promise<void> {
    const stopped = stopSignal();
    const { createSandbox } = await import("../../sandbox/org/server.js");
    const settings: SandboxOptions = {
        port: options.port,
        domain: options.domain,
        latency: options.latency,
        rateLimits: options.rateLimits,
        edition: options.edition,
        seed: options.seed === undefined ? undefined : await readSeed(options.seed),
        stateFile: options.state,
    };
    const org = await createSandbox(settings).catch((error: unknown) => {
        throw explainStart(error, options);
    });
    const lines = options.json
        ? [JSON.stringify({ url: org.url, apiToken: org.apiToken })]
        : humanLines(org, options.state);
    process.stdout.write(`${lines.join("\n")}\n`);
    await stopped;
    await org.close();
}

function humanLines(org: Sandbox, state: string | undefined): string[] {
    return [
        `Sandbox Okta org ${org.domain} is up at ${org.url}`,
        "",
        `  admin API token  ${org.apiToken}`,
        "",
        "Paste into a Pulumi stack to use it:",
        "",
        `  pulumi config set oktaDomain ${org.domain}`,
        `  pulumi config set okta:httpProxy ${org.url}`,
        `  pulumi config set okta:apiToken ${org.apiToken} --secret`,
        "",
        `${state === undefined ? "Everything is kept in memory." : `It is kept in ${state}.`} Ctrl-C stops it.`,
    ];
}

async function readSeed(file: string): Promise<Seed> {
    const { parseSeed } = await import("../../sandbox/org/seed.js");
    try {
        const json: unknown = JSON.parse(await readFile(file, "utf8"));
        return parseSeed(json);
    } catch (error) {
        const reason = messageOf(error);
        throw new UserError(
            `--seed ${file}: ${reason}. Wanted JSON such as {"users": 100, "groups": [{"name": "Staff"}]}.`,
        );
    }
}

function stopSignal(): Promise<void> {
    return new Promise((resolve) => {
        const stop = (): void => {
            process.off("SIGINT", stop).off("SIGTERM", stop);
            resolve();
        };
        process.on("SIGINT", stop).on("SIGTERM", stop);
    });
}

function explainStart(error: unknown, { port, state }: SandboxVerbOptions): Error {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE") {
        return new UserError(
            `--port: ${port} is already in use. Stop what runs there, or take a free port with --port 0.`,
        );
    }
    if (code === "ENOENT" && state !== undefined) {
        return new UserError(
            `--state: the folder of ${state} does not exist. Make it, or name another file.`,
        );
    }
    if (code === "EACCES" && state === undefined) {
        return new UserError(
            `--port: ${port} may not be opened by this user. Take one above 1024.`,
        );
    }
    const text = messageOf(error);
    return new UserError(`sandbox: it cannot start: ${text}`);
}

function parseNumber(value: string, most: number): number {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number > most) {
        throw new InvalidArgumentError(`Got "${value}", wanted a whole number from 0 to ${most}.`);
    }
    return number;
}
