#!/usr/bin/env node
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { Command, CommanderError } from "commander";

import { maskSecrets } from "../rules/mask";
import { ExitCode, messageOf, UserError } from "../rules/userError";
import { registerDemo } from "./commands/demo";
import { registerDoctor } from "./commands/doctor";
import { registerHandoff } from "./commands/handoff";
import { registerPreflight } from "./commands/preflight";
import { registerSandbox } from "./commands/sandbox";
import { registerVerify } from "./commands/verify";

/** The whole command line: every verb is registered here, and loads its own code only when it runs. */
export function buildProgram(): Command {
    const program = new Command("rezonate-okta")
        .description(
            "Gives Rezonate least-privilege access to an Okta org, and proves that it works.",
        )
        .version(packageVersion())
        .option(
            "--debug",
            "print each call (method, address, status, time) to stderr, never a secret",
        )
        .exitOverride()
        .showHelpAfterError("Add --help to see what this command takes.");
    registerDemo(program);
    registerPreflight(program);
    registerVerify(program);
    registerDoctor(program);
    registerHandoff(program);
    registerSandbox(program);
    return program;
}

/** Runs one command line and gives the exit code. */
export async function run(argv: readonly string[]): Promise<number> {
    const program = buildProgram();
    try {
        await program.parseAsync([...argv], { from: "user" });
        return Number(process.exitCode ?? ExitCode.Ok);
    } catch (error) {
        if (error instanceof CommanderError) {
            // Commander has already printed the text; help and version end with 0.
            return error.exitCode === 0 ? ExitCode.Ok : ExitCode.CouldNotCheck;
        }
        const text = messageOf(error);
        process.stderr.write(`rezonate-okta: ${maskSecrets(text)}\n`);
        if (program.opts<{ debug?: boolean }>().debug && error instanceof Error && error.stack) {
            process.stderr.write(`${maskSecrets(error.stack)}\n`);
        }
        return error instanceof UserError ? error.exitCode : ExitCode.CouldNotCheck;
    }
}

// The command runs from cli/ under tsx and from dist/cli/ when built.
function packageVersion(): string {
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

if (require.main === module) {
    void run(process.argv.slice(2)).then((code) => {
        process.exitCode = code;
    });
}
