import { writeFile } from "node:fs/promises";

import type { CheckReport, Report } from "../../checks/findings";
import { ExitCode, messageOf, UserError } from "../../rules/userError";
import { jsonReport } from "./json";
import { junitReport } from "./junit";
import { tableReport } from "./table";

/** Which forms of a report were asked for. */
export interface ReportOptions {
    readonly json?: boolean;
    /** A file for JUnit's XML, or true for stdout. */
    readonly junit?: string | boolean;
}

/** The exit code that tells how a check ended. */
export function exitCodeOf({ outcome }: Pick<CheckReport, "outcome">): number {
    const codes = {
        ok: ExitCode.Ok,
        findings: ExitCode.Findings,
        could_not_check: ExitCode.CouldNotCheck,
    };
    return codes[outcome];
}

/** Prints a report in the forms that were asked for. It holds no secret. */
export async function writeReport(report: Report, options: ReportOptions): Promise<void> {
    if (typeof options.junit === "string") {
        const file = options.junit;
        await writeFile(file, `${junitReport(report)}\n`).catch((error: unknown) => {
            const reason = messageOf(error);
            throw new UserError(`--junit: ${reason}. Name a file in a folder that exists.`);
        });
    }
    if (options.json) {
        process.stdout.write(`${jsonReport(report)}\n`);
    } else if (options.junit === true) {
        process.stdout.write(`${junitReport(report)}\n`);
    } else {
        process.stdout.write(`${tableReport(report, wantsColor())}\n`);
    }
}

function wantsColor(): boolean {
    return process.stdout.isTTY === true && !process.env["NO_COLOR"];
}
