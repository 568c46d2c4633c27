import { Command, InvalidArgumentError } from "commander";

/** Reads a number of seconds from the command line. */
export function parseSeconds(value: string): number {
    const seconds = Number(value);
    if (!/^\d+(\.\d+)?$/.test(value) || seconds > 86_400) {
        throw new InvalidArgumentError(`Got "${value}", wanted a number of seconds up to 86400.`);
    }
    return seconds;
}

/** Adds the options that choose the form of a report. */
export function addReportOptions(command: Command): Command {
    return command
        .option("--json", "print the report as JSON")
        .option("--junit [file]", "write the report as JUnit XML, to stdout or to a file");
}

/** A help text of examples. */
export function examples(...lines: readonly (readonly [command: string, what: string])[]): string {
    const width = Math.max(...lines.map(([command]) => command.length));
    return [
        "",
        "Examples:",
        ...lines.map(([command, what]) => `  ${command.padEnd(width)}   ${what}`),
    ].join("\n");
}
