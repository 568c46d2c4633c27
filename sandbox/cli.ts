#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";

import { Command, CommanderError, InvalidArgumentError, Option } from "commander";

import { APP_VIEWS, type AppView, GRANT_VIEWS, type GrantView } from "./org/appViews";
import type { Edition } from "./org/org";
import type { RateLimitPreset } from "./org/rateLimits";
import { parseSeed, type Seed } from "./org/seedForm";
import { createSandbox, type Sandbox } from "./org/server";

interface CliOptions {
    readonly port: number;
    readonly domain: string;
    readonly seed?: string;
    readonly latency: number;
    readonly rateLimits: RateLimitPreset;
    readonly edition: Edition;
    readonly view?: AppView;
    readonly grants?: GrantView;
    readonly inferCurve?: boolean;
    readonly state?: string;
    readonly json?: boolean;
}

/**
 * Runs one command line and returns the exit code: 0 after help, the version or a requested stop,
 * 2 when the arguments are wrong or the org cannot start. `name` is the command in texts, by default
 * `okta-sandbox`.
 */
export async function run(argv: readonly string[], name = "okta-sandbox"): Promise<number> {
    const program = commandNamed(name).action(serve);
    try {
        await program.parseAsync([...argv], { from: "user" });
        return 0;
    } catch (error) {
        // Commander has already printed its own text; help and version end with 0.
        const fromCommander = error instanceof CommanderError;
        if (fromCommander && error.exitCode === 0) {
            return 0;
        }
        const text = error instanceof Error ? error.message : String(error);
        if (!fromCommander) {
            process.stderr.write(`${name}: ${text}\n`);
        }
        if (argv.includes("--json")) {
            process.stdout.write(`${JSON.stringify({ error: text })}\n`);
        }
        return 2;
    }
}

function commandNamed(name: string): Command {
    const examples = [
        [name, "an org at http://127.0.0.1:4280"],
        [`${name} --port 0 --json`, "for scripts: a free port, one JSON line"],
        [`${name} --rate-limits free --latency 150`, "as slow as the real one"],
        ["curl -s http://127.0.0.1:4280/.well-known/okta-organization", "ask it something"],
    ] as const;
    const width = Math.max(...examples.map(([command]) => command.length));
    return new Command(name)
        .description("Starts a local Okta org on loopback, and keeps it until Ctrl-C.")
        .version(packageVersion())
        .addOption(
            new Option("--port <number>", "port on 127.0.0.1; 0 takes a free one")
                .default(4280)
                .argParser((value) => parseNumber(value, 65_535)),
        )
        .option("--domain <name>", "Okta domain the org answers for", "acme.okta.com")
        .option("--seed <file>", "users, groups and apps to start with, as JSON")
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
        .addOption(
            new Option(
                "--view <name>",
                "apps shown below Super Admin (default: as in the state file, or assigned-only)",
            ).choices(APP_VIEWS),
        )
        .addOption(
            new Option(
                "--grants <name>",
                "who is shown grants of apps (default: as in the state file, or super-admin)",
            ).choices(GRANT_VIEWS),
        )
        .option("--infer-curve", "take signatures of EC keys that were registered without a curve")
        .option("--state <file>", "keep the org in this file across restarts")
        .option(
            "--json",
            'print one JSON line and nothing else: {"url","apiToken"} when ready, else {"error"}',
        )
        .addHelpText(
            "after",
            [
                "",
                "Examples:",
                ...examples.map(([command, what]) => `  ${command.padEnd(width)}   ${what}`),
            ].join("\n"),
        )
        .exitOverride()
        .showHelpAfterError("Add --help to see what this command takes.");
}

async function serve(options: CliOptions): Promise<void> {
    const stopped = stopSignal();
    const seed = options.seed === undefined ? undefined : await readSeed(options.seed);
    const { port, domain, latency, rateLimits, edition, view, grants, inferCurve } = options;
    const stateFile = options.state;
    const chosen = { port, domain, latency, rateLimits, edition, view, grants, inferCurve };
    const settings = { ...chosen, seed, stateFile };
    const org = await createSandbox(settings).catch((error: unknown) => {
        throw explainStart(error, options);
    });
    const lines = options.json
        ? [JSON.stringify({ url: org.url, apiToken: org.apiToken })]
        : humanLines(org, stateFile);
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
    try {
        const json: unknown = JSON.parse(await readFile(file, "utf8"));
        return parseSeed(json);
    } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(
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

function explainStart(error: unknown, { port, state }: CliOptions): Error {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE") {
        return new Error(
            `--port: ${port} is already in use. Stop what runs there, or take a free port with --port 0.`,
        );
    }
    if (code === "ENOENT" && state !== undefined) {
        return new Error(
            `--state: the folder of ${state} does not exist. Make it, or name another file.`,
        );
    }
    if (code === "EACCES" && state === undefined) {
        return new Error(`--port: ${port} may not be opened by this user. Take one above 1024.`);
    }
    const text = error instanceof Error ? error.message : String(error);
    return new Error(`it cannot start: ${text}`);
}

function parseNumber(value: string, most: number): number {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number > most) {
        throw new InvalidArgumentError(`Got "${value}", wanted a whole number from 0 to ${most}.`);
    }
    return number;
}

// The command runs from the sources under tsx and from dist/ when built.
function packageVersion(): string {
    const file = require.resolve("okta-sandbox/package.json");
    return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

if (require.main === module) {
    void run(process.argv.slice(2)).then((code) => {
        process.exitCode = code;
    });
}
