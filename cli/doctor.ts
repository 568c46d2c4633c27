import { resolve } from "node:path";

import { doctorCodes, uncheckedDoctorCodes } from "../checks/drift/codes";
import { orderCommands } from "../checks/drift/commands";
import { doctorFindings } from "../checks/drift/compare";
import { fetchDoctorSnapshot } from "../checks/drift/fetch";
import type { DoctorFinding } from "../checks/drift/finding";
import { expectedResources } from "../checks/drift/state";
import { exitCodeOf, type Report } from "../checks/findings";
import { desiredConfigOf, planOf } from "../checks/preflight/plan";
import { findProviderCredentials, secretsOf } from "../okta/adminClient";
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
    const mendings = orderCommands(first.findings.flatMap((finding) => finding.fixes));
    if (!options.fix || mendings.length === 0) {
        return tell(first, options);
    }
    await runFixes(mendings, resolve(options.dir ?? "."));
    return tell(await examine(options), options);
}

interface Examination {
    readonly org: string;
    readonly findings: readonly DoctorFinding[];
    /** What the report must not show. */
    readonly secrets: readonly string[];
}

async function examine(options: DoctorOptions): Promise<Examination> {
    const location = {
        stack: options.stack,
        dir: options.dir,
    };
    const stack = await readStack(location);
    const plan = planOf({
        ...desiredConfigOf(stack),
        orgUrl: options.orgUrl,
    });
    const http = createHttpClient(options.debug ? { onCall: debugCalls } : {});
    const credentials = findProviderCredentials(stack.config, process.env);
    const state = expectedResources(stack);
    const facts = await fetchDoctorSnapshot(state, credentials, plan.address, http);
    // The commands to mend with name the app, whose id is a secret of the stack.
    const ids = new Set(state.apps.flatMap(({ id, clientId }) => [id, clientId]));
    return {
        org: plan.org,
        findings: doctorFindings(facts, options.stack),
        secrets: [...stack.secrets.filter((secret) => !ids.has(secret)), ...secretsOf(credentials)],
    };
}

async function tell(examination: Examination, options: DoctorOptions): Promise<number> {
    const { org, findings, secrets } = examination;
    const report: Report = {
        command: "doctor",
        subjectName: "resource",
        codes: doctorCodes,
        org,
        findings,
    };
    await writeReport(report, options, secrets);
    return exitCodeOf(report, uncheckedDoctorCodes);
}
