import { debugCalls } from "../debug";
import { CliError } from "../errors";
import { exitCodeOf } from "../findings";
import { createHttpClient } from "../okta/http";
import { findRunner, secretsOf } from "../okta/runner";
import { writeReport, type ReportOptions } from "../report";
import { readStack } from "../stack/readStack";
import { parseScopes } from "../verify/credentials";
import { preflightCodes, uncheckedPreflightCodes } from "./codes";
import { preflightFindings } from "./findings";
import { gatherPreflight } from "./gather";
import { planOf, wantedOfStack, type Wanted } from "./plan";

/** What the preflight verb takes on the command line. */
export interface PreflightOptions extends ReportOptions {
    readonly stack?: string;
    readonly dir?: string;
    readonly oktaDomain?: string;
    readonly orgUrl?: string;
    readonly method?: string;
    readonly label?: string;
    readonly login?: string;
    readonly scopes?: string;
    readonly remediation?: boolean;
    readonly allowPublicClientAdmins?: boolean;
    readonly debug?: boolean;
}

/** Runs `preflight` and gives its exit code. */
export async function runPreflight(options: PreflightOptions): Promise<number> {
    if ((options.stack === undefined) === (options.oktaDomain === undefined)) {
        throw new CliError(
            "preflight: wanted either --stack NAME, or --okta-domain with OKTA_API_TOKEN in the environment.",
        );
    }
    const stack =
        options.stack === undefined
            ? undefined
            : await readStack({
                  stack: options.stack,
                  dir: options.dir,
              });
    const plan = planOf({
        ...(stack === undefined ? {} : wantedOfStack(stack)),
        ...given(options),
    });
    const credentials = findRunner(stack?.config ?? {}, process.env);
    const http = createHttpClient(options.debug ? { onCall: debugCalls } : {});
    const facts = await gatherPreflight(plan, credentials, http);
    const report = {
        command: "preflight",
        subjectName: "check",
        codes: preflightCodes,
        org: plan.org,
        findings: preflightFindings(facts, options),
    } as const;
    await writeReport(report, options, [...(stack?.secrets ?? []), ...secretsOf(credentials)]);
    return exitCodeOf(report, uncheckedPreflightCodes);
}

function given(options: PreflightOptions): Wanted {
    const { oktaDomain, orgUrl, method, label, login, scopes, remediation } = options;
    const wanted: Wanted = {
        oktaDomain,
        orgUrl,
        method,
        label,
        login,
        scopes: scopes === undefined ? undefined : parseScopes(scopes),
        remediation,
    };
    // What is not given on the command line leaves the stack's own.
    return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}
