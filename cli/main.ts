#!/usr/bin/env node
import { Command, CommanderError } from "commander";

import { maskSecrets } from "../rules/mask";
import { ExitCode, messageOf, UserError } from "../rules/userError";
import { visibleLines } from "../rules/visible";
import { registerDemo } from "./commands/demo";
import { registerDoctor } from "./commands/doctor";
import { registerHandoff } from "./commands/handoff";
import { registerPreflight } from "./commands/preflight";
import { registerSandbox } from "./commands/sandbox";
import { registerVerify } from "./commands/verify";
import { packageVersion } from "./packageVersion";

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
        process.stderr.write(`rezonate-okta: ${visibleLines(maskSecrets(text))}\n`);
        if (program.opts<{ debug?: boolean }>().debug && error instanceof Error && error.stack) {
            process.stderr.write(`${maskSecrets(error.stack)}\n`);
        }
        return error instanceof UserError ? error.exitCode : ExitCode.CouldNotCheck;
    }
}

if (require.main === module) {
    void run(process.argv.slice(2)).then((code) => {
        process.exitCode = code;
    });
}
