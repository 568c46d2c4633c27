import { setTimeout as sleep } from "node:timers/promises";

import { exitCodeOf, isOk, type Report } from "../checks/findings";
import { uncheckedCodes, verifyCodes } from "../checks/verify/codes";
import {
    clientIdOf,
    credentialsOfStack,
    parseCredentials,
    parseScopes,
    readCredentials,
    secretOf,
    type StackCredentials,
} from "../checks/verify/credentials";
import { verifyOnce } from "../checks/verify/index";
import { type NamedTarget, resolveTarget } from "../checks/verify/target";
import { createHttpClient, type HttpClient } from "../okta/http";
import { UserError } from "../rules/userError";
import { readAwsSecret } from "./awsSecret";
import { debugCalls } from "./debug";
import { type ReportOptions, writeReport } from "./report/index";
import { readStack } from "./stack/readStack";

/** What the verify verb takes on the command line. */
export interface VerifyOptions extends ReportOptions {
    readonly stack?: string;
    readonly dir?: string;
    /** Name or URN of one integration of the stack. Defaults to all of them. */
    readonly integration?: string;
    readonly credentials?: string;
    readonly awsSecret?: string;
    readonly orgUrl?: string;
    readonly scopes?: string;
    readonly watch?: boolean;
    readonly timeout: number;
    readonly interval: number;
    readonly maxWait: number;
    readonly debug?: boolean;
}

/** Runs `verify` and gives its exit code. */
export async function runVerify(options: VerifyOptions): Promise<number> {
    const { sources, secrets } = await loadCredentials(options);
    const waits: number[] = [];
    const http = createHttpClient({
        maxRateLimitWaitMs: options.maxWait * 1000,
        onRateLimit: (waitMs) => waits.push(waitMs),
        ...(options.debug ? { onCall: debugCalls } : {}),
    });
    const scopes = options.scopes === undefined ? undefined : parseScopes(options.scopes);
    const reports = await Promise.all(
        sources.map(async ({ name, credentials }) => {
            const target = resolveTarget(credentials, { orgUrl: options.orgUrl, scopes });
            const check = options.watch ? watch(target, http, options) : verifyOnce(target, http);
            return { name, report: await check };
        }),
    );
    const report = combineReports(reports);
    const longest = Math.ceil(Math.max(0, ...waits) / 1000);
    const notes = waits.length > 0 ? [`The rate limit made calls wait up to ${longest} s.`] : [];
    const hidden = sources.map(({ credentials }) => secretOf(credentials));
    await writeReport({ ...report, notes }, options, [...secrets, ...hidden]);
    return exitCodeOf(report, uncheckedCodes);
}

// Each finding of several integrations names the one that it is about.
function combineReports(
    reports: readonly { readonly name?: string; readonly report: Report }[],
): Report {
    const [only, ...others] = reports;
    if (only !== undefined && others.length === 0) {
        return only.report;
    }
    const orgs = [...new Set(reports.map(({ report }) => report.org))];
    return {
        command: "verify",
        subjectName: "scope",
        codes: verifyCodes,
        org: orgs.join(", "),
        findings: reports.flatMap(({ name, report }) =>
            report.findings.map((finding) => ({
                ...finding,
                subject: `${name}: ${finding.subject}`,
            })),
        ),
    };
}

// A role takes a while to spread, so not being ok yet is no answer before the deadline.
async function watch(
    target: NamedTarget,
    http: HttpClient,
    options: VerifyOptions,
): Promise<Report> {
    const deadline = performance.now() + options.timeout * 1000;
    for (;;) {
        const report = await verifyOnce(target, http);
        const left = deadline - performance.now();
        if (isOk(report) || left <= 0) {
            return report;
        }
        const faults = report.findings.filter(({ code }) => code !== "ok");
        const codes = [...new Set(faults.map(({ code }) => code))].join(", ");
        process.stderr.write(
            `${faults.length} of ${report.findings.length} not ok yet (${codes}); looking again, ${Math.ceil(left / 1000)} s left\n`,
        );
        await sleep(Math.min(options.interval * 1000, left));
    }
}

async function loadCredentials(
    options: VerifyOptions,
): Promise<{ sources: readonly StackCredentials[]; secrets: readonly string[] }> {
    const given = [options.stack, options.credentials, options.awsSecret];
    if (given.filter((source) => source !== undefined).length !== 1) {
        throw new UserError(
            "verify: wanted one source of credentials: --stack NAME, --credentials FILE (- for stdin) or --aws-secret NAME.",
        );
    }
    if (options.stack !== undefined) {
        const stack = await readStack({
            stack: options.stack,
            dir: options.dir,
        });
        // The application id is a secret of the stack too, but the report has to name the app.
        const sources = credentialsOfStack(stack, process.env, options.integration);
        const ids = sources.map(({ credentials }) => clientIdOf(credentials));
        return { sources, secrets: stack.secrets.filter((secret) => !ids.includes(secret)) };
    }
    if (options.awsSecret !== undefined) {
        const json = await readAwsSecret(options.awsSecret);
        const source = `--aws-secret ${options.awsSecret}`;
        return { sources: [{ credentials: parseCredentials(json, source) }], secrets: [] };
    }
    const credentials = await readCredentials(options.credentials ?? "-");
    return { sources: [{ credentials }], secrets: [] };
}
