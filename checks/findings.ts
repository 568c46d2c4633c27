import { ExitCode } from "../rules/userError";

/** One thing a check has to say about one subject (a scope, a check or a resource). */
export interface Finding<Code extends string = string> {
    readonly subject: string;
    readonly code: Code;
    readonly detail: string;
    readonly hint: string;
}

/** What a verb found, in the form all reports are made from. */
export interface Report {
    readonly command: "verify" | "preflight" | "doctor";
    /** What the findings are about, as the JSON names it. */
    readonly subjectName: "scope" | "check" | "resource";
    readonly org: string;
    readonly tenantId?: string;
    readonly applicationId?: string;
    readonly findings: readonly Finding[];
    /** What each code means, for the report for people. */
    readonly codes: Readonly<Record<string, { readonly meaning: string }>>;
    /** Remarks that are not findings, such as how long a rate limit made us wait. */
    readonly notes?: readonly string[];
}

/** True when there is nothing to mend. */
export function isOk(report: Report): boolean {
    return report.findings.every((finding) => finding.code === "ok");
}

/** 0 all is ok, 1 something was found, 2 the only findings are that it could not be looked at. */
export function exitCodeOf(report: Report, unchecked: ReadonlySet<string>): number {
    const faults = report.findings.filter((finding) => finding.code !== "ok");
    if (faults.length === 0) {
        return ExitCode.Ok;
    }
    return faults.every((finding) => unchecked.has(finding.code))
        ? ExitCode.CouldNotCheck
        : ExitCode.Findings;
}
