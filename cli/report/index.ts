import { writeFile } from "node:fs/promises";

import type { Report } from "../../checks/findings";
import { maskSecrets } from "../../rules/mask";
import { messageOf, UserError } from "../../rules/userError";
import { visibleLines, visibleText } from "../../rules/visible";
import { jsonReport } from "./json";
import { junitReport } from "./junit";
import { tableReport } from "./table";

/** Which forms of a report were asked for. */
export interface ReportOptions {
    readonly json?: boolean;
    /** A file for JUnit's XML, or true for stdout. */
    readonly junit?: string | boolean;
}

/** Prints a report in the forms that were asked for; every known secret is masked in all of them. */
export async function writeReport(
    report: Report,
    options: ReportOptions,
    secrets: readonly string[] = [],
): Promise<void> {
    const masked = maskReport(report, secrets);
    if (typeof options.junit === "string") {
        const file = options.junit;
        await writeFile(file, `${junitReport(masked)}\n`).catch((error: unknown) => {
            const reason = messageOf(error);
            throw new UserError(`--junit: ${reason}. Name a file in a folder that exists.`);
        });
    }
    if (options.json) {
        process.stdout.write(`${jsonReport(masked)}\n`);
    } else if (options.junit === true) {
        process.stdout.write(`${junitReport(masked)}\n`);
    } else {
        process.stdout.write(`${tableReport(masked, wantsColor())}\n`);
    }
}

function maskReport(report: Report, secrets: readonly string[]): Report {
    const mask = (text: string): string => maskSecrets(text, secrets);
    return {
        ...report,
        findings: report.findings.map((finding) => ({
            ...finding,
            subject: visibleText(mask(finding.subject)),
            detail: visibleText(mask(finding.detail)),
            hint: visibleLines(mask(finding.hint)),
        })),
        notes: report.notes?.map((note) => visibleText(mask(note))),
    };
}

function wantsColor(): boolean {
    return process.stdout.isTTY === true && !process.env["NO_COLOR"];
}
