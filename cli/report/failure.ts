import type { Report } from "../../checks/findings";
import { type ReportOptions, writeReport } from "./index";

/** What the findings of each verb that reports are about. */
const SUBJECTS = {
    verify: "scope",
    preflight: "check",
    doctor: "resource",
    handoff: "stack",
    rotate: "key",
    usage: "scope",
    evidence: "stack",
    "pipeline-app": "check",
} as const satisfies Record<Report["command"], Report["subjectName"]>;

const HINT = "Do what the detail says, then run it again.";

/**
 * Gives the reason why a verb could not check anything in the forms that its command line asks for
 * by --json and --junit: the command line may be what is wrong. Without either it prints nothing.
 */
export async function reportFailure(argv: readonly string[], reason: string): Promise<void> {
    const verb = argv.find((word) => !word.startsWith("-"));
    const forms = formsIn(argv);
    if (!isReporting(verb) || (!forms.json && forms.junit === undefined)) {
        return;
    }
    const report: Report = {
        command: verb,
        subjectName: SUBJECTS[verb],
        codes: { could_not_check: { meaning: "Nothing could be checked." } },
        org: "unknown",
        findings: [{ subject: verb, code: "could_not_check", detail: reason, hint: HINT }],
        error: reason,
    };
    // A file that cannot be written may be the reason.
    await writeReport(report, forms).catch(() =>
        forms.json ? writeReport(report, { json: true }) : undefined,
    );
}

function isReporting(verb: string | undefined): verb is keyof typeof SUBJECTS {
    return verb !== undefined && Object.hasOwn(SUBJECTS, verb);
}

function formsIn(argv: readonly string[]): ReportOptions {
    const at = argv.findIndex((word) => word === "--junit" || word.startsWith("--junit="));
    const [name, inline] = argv[at]?.split(/=(.*)/s) ?? [];
    const next = argv[at + 1];
    const file = inline ?? (next === undefined || next.startsWith("-") ? true : next);
    return { json: argv.includes("--json"), ...(name !== undefined && { junit: file }) };
}
