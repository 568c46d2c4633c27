#!/usr/bin/env node
import { Command, CommanderError } from "commander";

import { maskSecrets } from "../rules/mask";
import { ExitCode, UserError } from "../rules/userError";
import { visibleLines } from "../rules/visible";
import { messageInFlags } from "./flags";
import { packageVersion } from "./packageVersion";
import { reportFailure } from "./report/failure";

/** A verb: what it does, and the module that defines its options and runs it. */
interface Verb {
    readonly name: string;
    readonly summary: string;
    readonly load: () => Promise<{ define(command: Command): void }>;
}

const verbs: readonly Verb[] = [
    {
        name: "demo",
        summary: "Brings the integration up on a local Okta org, proves it and takes it down.",
        load: () => import("./demo.js"),
    },
    {
        name: "preflight",
        summary:
            "Checks org and provider credentials before the first up. It reads, and changes nothing.",
        load: () => import("./preflight.js"),
    },
    {
        name: "verify",
        summary:
            "Proves access the way Rezonate gets it: private key, token, one cheap call per granted scope.",
        load: () => import("./verify.js"),
    },
    {
        name: "doctor",
        summary: "Compares a stack's state with its org, and prints the lines that fix it.",
        load: () => import("./doctor.js"),
    },
    {
        name: "usage",
        summary: "Reads in the System Log which scopes were never used, and from where calls came.",
        load: () => import("./usage.js"),
    },
    {
        name: "evidence",
        summary: "Describes for a reviewer what a stack gives Rezonate, as JSON and as a page.",
        load: () => import("./evidence.js"),
    },
    {
        name: "adopt",
        summary: "Lets a stack take over what is in the org already. It changes nothing in Okta.",
        load: () => import("./adopt.js"),
    },
    {
        name: "handoff",
        summary: "Gives out exactly what Rezonate's form takes, as JSON. It is secret.",
        load: () => import("./handoff.js"),
    },
    {
        name: "rotate",
        summary: "Changes the key without an outage, one proven step at a time.",
        load: () => import("./rotate.js"),
    },
    {
        name: "pipeline-app",
        summary:
            "Gives the pipeline an app of its own, so that no admin's API token is left behind.",
        load: () => import("./pipelineApp.js"),
    },
    {
        name: "sandbox",
        summary: "Starts a local Okta org on loopback, and keeps it until Ctrl-C.",
        load: () => import("./sandbox.js"),
    },
];

/** The whole command line. Only the verbs that it names load their modules; all of them by default. */
export async function buildProgram(
    argv: readonly string[] = verbs.map(({ name }) => name),
): Promise<Command> {
    const program = new Command("rezonate-okta")
        .description(
            "Gives Rezonate least-privilege access to an Okta org, and proves that it works.",
        )
        .version(packageVersion())
        .option(
            "--debug",
            "print each call (method, address, status, time) to stderr, never a secret",
        )
        // A verb whose module is not loaded has no options yet.
        .configureHelp({ subcommandTerm: (command) => `${command.name()} [options]` })
        .exitOverride()
        .showHelpAfterError("Add --help to see what this command takes.");
    for (const { name, summary, load } of verbs) {
        const command = program.command(name).description(summary);
        if (argv.includes(name)) {
            (await load()).define(command);
        }
    }
    return program;
}

/** Runs one command line and gives the exit code. */
export async function run(argv: readonly string[]): Promise<number> {
    // Success is said at the end only: a run that breaks off has not checked anything.
    process.exitCode = ExitCode.CouldNotCheck;
    try {
        const program = await buildProgram(argv);
        await program.parseAsync([...argv], { from: "user" });
        return Number(process.exitCode);
    } catch (error) {
        return fail(argv, error);
    }
}

async function fail(argv: readonly string[], error: unknown): Promise<number> {
    if (error instanceof CommanderError) {
        // Commander has already printed the text; help and version end with 0.
        if (error.exitCode === 0) {
            return ExitCode.Ok;
        }
    } else {
        process.stderr.write(
            `rezonate-okta: ${visibleLines(maskSecrets(messageInFlags(error)))}\n`,
        );
        if (argv.includes("--debug") && error instanceof Error && error.stack) {
            process.stderr.write(`${maskSecrets(error.stack)}\n`);
        }
    }
    const reason = maskSecrets(messageInFlags(error)).replace(/^error: /, "");
    await reportFailure(argv, visibleLines(reason));
    return error instanceof UserError ? error.exitCode : ExitCode.CouldNotCheck;
}

/** Runs this process's command line to its end, whatever that is. */
function main(argv: readonly string[]): void {
    const breakOff = (error: unknown): void => {
        void fail(argv, error).then((code) => process.exit(code));
    };
    // Node ends a process that has nothing left to wait for, even in the middle of a run.
    const unfinished = (): void =>
        breakOff(new UserError("it ended without an answer. Run it again with --debug."));
    process.once("uncaughtException", breakOff).once("beforeExit", unfinished);
    void run(argv).then((code) => {
        process.off("beforeExit", unfinished);
        process.exitCode = code;
    });
}

if (require.main === module) {
    main(process.argv.slice(2));
}
