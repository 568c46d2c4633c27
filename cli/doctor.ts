import { resolve } from "node:path";

import { doctorCodes, uncheckedDoctorCodes } from "../checks/drift/codes";
import { orderCommands } from "../checks/drift/commands";
import { checkDrift, type DriftReport } from "../checks/drift/index";
import { exitCodeOf, type Report } from "../checks/findings";
import { parseOrgUrl } from "../okta/address";
import { createHttpClient } from "../okta/http";
import { debugCalls } from "./debug";
import { type ReportOptions, writeReport } from "./report/index";
import { readStack } from "./stack/readStack";
import { runFixes } from "./stack/runFixes";

/** What the doctor verb takes on the command line. */
export interface DoctorOptions extends ReportOptions {
    readonly stack: string;
    readonly dir?: string;
    readonly orgUrl?: string;
    readonly fix?: boolean;
    readonly debug?: boolean;
}

/** Runs `doctor` and gives its exit code. */
export async function runDoctor(options: DoctorOptions): Promise<number> {
    const first = await examine(options);
    const fixes = orderCommands(first.findings.flatMap((finding) => finding.fixes));
    if (!options.fix || fixes.length === 0) {
        return tell(first, options);
    }
    await runFixes(fixes, resolve(options.dir ?? "."));
    return tell(await examine(options), options);
}

async function examine(options: DoctorOptions): Promise<DriftReport> {
    const stack = await readStack({ stack: options.stack, dir: options.dir });
    const { orgUrl } = options;
    const http = createHttpClient(options.debug ? { onCall: debugCalls } : {});
    return checkDrift(stack, {
        http,
        env: process.env,
        ...(orgUrl !== undefined && { address: parseOrgUrl(orgUrl, "--org-url") }),
    });
}

async function tell(drift: DriftReport, options: DoctorOptions): Promise<number> {
    const { orgs, findings, secrets } = drift;
    const report: Report = {
        command: "doctor",
        subjectName: "resource",
        codes: doctorCodes,
        org: orgs.join(", ") || "no org",
        findings,
    };
    await writeReport(report, options, secrets);
    return exitCodeOf(report, uncheckedDoctorCodes);
}
