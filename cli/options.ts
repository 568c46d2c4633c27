import { type Command, InvalidArgumentError, Option } from "commander";

import type { CheckProgress } from "../checks/index";
import { MAX_TIME_SECONDS } from "../checks/options";
import { READ_ONLY_SCOPES, REMEDIATION_SCOPES } from "../rules/scopes";
import { OptionError } from "../rules/userError";

/** The options that every verb of a stack takes. */
export interface StackOptions {
    /** Name of the stack. Defaults to the selected one. */
    readonly stack?: string;
    /** Folder with Pulumi.yaml. Defaults to the working directory. */
    readonly dir?: string;
}

/** Adds the options that say which stack is meant. */
export function addStackOptions(command: Command, what: string): Command {
    return command
        .option("--stack <name>", `${what} (default: the selected one)`)
        .option("--dir <folder>", "folder of that stack's Pulumi.yaml (default: here)");
}

/** The options of a verb that works on the integrations of a stack. */
export interface IntegrationOptions extends StackOptions {
    /** Name or URN of one of them. Defaults to all. */
    readonly integration?: string;
}

/** Adds the options that say which stack is meant, and which integration of it. */
export function addIntegrationOptions(command: Command, what: string): Command {
    return addStackOptions(command, what).option(
        "--integration <name>",
        "name or URN of one integration of the stack (default: all)",
    );
}

/** Reads a number of seconds from the command line, `least` (default: 0) to 86400. */
export function parseSeconds(value: string, least = 0): number {
    const seconds = Number(value);
    if (!/^\d+(\.\d+)?$/.test(value) || seconds < least || seconds > 86_400) {
        const wanted = `wanted a number of seconds from ${least} to 86400`;
        throw new InvalidArgumentError(`Got "${value}", ${wanted}.`);
    }
    return seconds;
}

/** Reads --scopes: names, and the words `default` and `remediation` for those of the profile. */
export function parseScopes(value: string): string[] {
    const scopes = value
        .split(/[\s,]+/)
        .filter(Boolean)
        .flatMap((name) =>
            name === "default"
                ? READ_ONLY_SCOPES
                : name === "remediation"
                  ? REMEDIATION_SCOPES
                  : [name],
        );
    if (scopes.length === 0) {
        throw new OptionError(
            "scopes",
            "got an empty list, wanted scopes such as okta.users.read.",
        );
    }
    return [...new Set(scopes)];
}

/** An option that takes a number of seconds. */
export function seconds(
    flags: string,
    description: string,
    fallback: number,
    least?: number,
): Option {
    return new Option(flags, description)
        .default(fallback)
        .argParser((value) => parseSeconds(value, least));
}

/** Adds the option that bounds a check of the org. */
export function addTimeOption(command: Command): Command {
    return command.addOption(
        seconds("--max-time <seconds>", "how long one check may take in all", MAX_TIME_SECONDS, 1),
    );
}

/** Adds the options that choose the form of a report. */
export function addReportOptions(command: Command): Command {
    return command
        .option("--json", "print the report as JSON")
        .option("--junit [file]", "write the report as JUnit XML, to stdout or to a file");
}

/** How a verb that reports findings ends, for its help. */
export const exitCodes = "\n\nExit code: 0 all ok, 1 something to fix, 2 it could not be checked.";

/** A help text of examples. */
export function examples(...lines: readonly (readonly [command: string, what: string])[]): string {
    const width = Math.max(...lines.map(([command]) => command.length));
    return [
        "",
        "Examples:",
        ...lines.map(([command, what]) => `  ${command.padEnd(width)}   ${what}`),
    ].join("\n");
}

/** Prints each call to stderr for --debug. It holds no header, no query and no body. */
export function debugCalls(progress: CheckProgress): void {
    if (progress.kind === "call") {
        const { method, url, outcome, milliseconds } = progress;
        process.stderr.write(`debug: ${method} ${url} ${outcome} ${milliseconds} ms\n`);
    }
}
