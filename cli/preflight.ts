import { exitCodeOf } from "../checks/findings";
import { preflightCodes, uncheckedPreflightCodes } from "../checks/preflight/codes";
import { preflightFindings } from "../checks/preflight/evaluate";
import { fetchPreflightSnapshot } from "../checks/preflight/fetch";
import { desiredConfigOf, planOf } from "../checks/preflight/plan";
import { parseScopes } from "../checks/verify/credentials";
import { findProviderCredentials, secretsOf } from "../okta/adminClient";
import { createHttpClient } from "../okta/http";
import { UserError } from "../rules/userError";
import { debugCalls } from "./debug";
import { type ReportOptions, writeReport } from "./report/index";
import { readStack } from "./stack/readStack";

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
        throw new UserError(
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
    const { orgUrl } = options;
    const plan = planOf({ ...desiredConfigOf(stack, given(options)), orgUrl });
    const credentials = findProviderCredentials(stack?.config ?? {}, process.env);
    const http = createHttpClient(options.debug ? { onCall: debugCalls } : {});
    const facts = await fetchPreflightSnapshot(plan, credentials, http);
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

/** What the command line says, as the configuration of a stack would. */
function given(options: PreflightOptions): Record<string, string | undefined> {
    const { oktaDomain, method, label, login, scopes, remediation } = options;
    return {
        oktaDomain,
        method,
        label,
        login,
        scopes: scopes === undefined ? undefined : JSON.stringify(parseScopes(scopes)),
        remediation: remediation === undefined ? undefined : String(remediation),
    };
}
