import { findProviderCredentials, secretsOf } from "../okta/adminClient";
import { UserError } from "../rules/userError";
import { type CheckReport, finishReport } from "./findings";
import { type CheckOptions, environmentOf, httpOf } from "./options";
import { type PreflightCode, preflightCodes, uncheckedPreflightCodes } from "./preflight/codes";
import { networkNotes, preflightFindings } from "./preflight/evaluate";
import { fetchPreflightSnapshot } from "./preflight/fetch";
import { desiredConfigOf, planOf } from "./preflight/plan";
import { providerProblemsOf } from "./preflight/providerSettings";
import { readStackState, type StackState } from "./state/stackState";

/** What `preflight` takes: a stack, or what is going to be made; of both, the latter wins. */
export interface PreflightOptions extends CheckOptions {
    /** The stack whose configuration says what is going to be made. */
    readonly stack?: StackState | undefined;
    /** Host of the org, such as "acme.okta.com". Defaults to the stack's. */
    readonly oktaDomain?: string | undefined;
    /** "oauth", "marketplace" or "api-key". Defaults to the stack's, or "oauth". */
    readonly method?: string | undefined;
    /** Name of the app. Defaults to the stack's, or "Rezonate". */
    readonly label?: string | undefined;
    /** Login of the service user, with "api-key". Defaults to the stack's. */
    readonly login?: string | undefined;
    /** Scopes to be granted. Defaults to the stack's, or the read-only profile. */
    readonly scopes?: readonly string[] | undefined;
    /** Lets Rezonate act. Defaults to the stack's, or false. */
    readonly remediation?: boolean | undefined;
    /** Makes a custom admin role that shows all apps and admin roles. Defaults to the stack's, or false. */
    readonly adminVisibility?: boolean | undefined;
    /** Accepts that Okta makes the app a super administrator. Defaults to false. */
    readonly allowPublicClientAdmins?: boolean | undefined;
}

/** What `preflight` found: one finding for each check that could be made. */
export type PreflightReport = CheckReport<PreflightCode>;

/**
 * Checks org and provider credentials before the first `up`: will it go through? It changes
 * nothing, prints nothing, and starts no process.
 *
 * @throws UserError where an input is wrong.
 */
export async function preflight(options: PreflightOptions): Promise<PreflightReport> {
    const stack = options.stack && readStackState(options.stack);
    if (stack?.project === "") {
        throw new UserError(
            "stack: its state has no resource that tells the project; wanted its name as `project`.",
        );
    }
    const { orgUrl } = options;
    const env = environmentOf(options);
    const wanted = desiredConfigOf(stack, given(options));
    const problems = [...(wanted.problems ?? []), ...(await providerProblemsOf(stack, env))];
    const httpProxy = wanted.httpProxy || env["OKTA_HTTP_PROXY"];
    const plan = planOf({ ...wanted, problems, httpProxy, orgUrl }, stack?.location);
    const { dir } = stack?.location ?? {};
    const credentials = findProviderCredentials(stack?.config ?? {}, env, dir);
    const snapshot = await fetchPreflightSnapshot(plan, credentials, httpOf(options));
    const report = {
        command: "preflight",
        subjectName: "check",
        codes: preflightCodes,
        org: plan.org,
        findings: preflightFindings(snapshot, {
            allowPublicClientAdmins: options.allowPublicClientAdmins === true,
        }),
        notes: networkNotes(snapshot),
    } as const;
    const secrets = [...(stack?.secrets ?? []), ...secretsOf(credentials)];
    return finishReport(report, uncheckedPreflightCodes, secrets, stack?.location);
}

/** What is given, as the configuration of a stack would hold it. */
function given(options: PreflightOptions): Record<string, string | undefined> {
    const { oktaDomain, method, label, login, scopes, remediation, adminVisibility } = options;
    const flag = (value: boolean | undefined) => (value === undefined ? undefined : String(value));
    return {
        oktaDomain,
        method,
        label,
        login,
        scopes: scopes && JSON.stringify(scopes),
        remediation: flag(remediation),
        adminVisibility: flag(adminVisibility),
    };
}
