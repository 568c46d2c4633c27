import { parseOrgUrl } from "../okta/address";
import { textOf } from "../rules/json";
import { isLoopback } from "../rules/loopback";
import { type DriftOptions, findTwins } from "./drift/index";
import { type CheckReport, finishReport, type Report } from "./findings";
import { type CheckOptions, environmentOf, httpOf } from "./options";
import { noticesIn } from "./registry";
import type { Integration } from "./state/integrations";
import type { StackSnapshot } from "./state/stackSnapshot";
import { readStackState, type StackState } from "./state/stackState";
import { uncheckedCodes, type VerifyCode, verifyCodes } from "./verify/codes";
import {
    credentialsOfStack,
    parseCredentials,
    secretOf,
    type StackCredentials,
    vendorHeldOf,
} from "./verify/credentials";
import { verifyOnce } from "./verify/index";
import { resolveTarget } from "./verify/target";

/** What `verify` takes: a stack, or the credentials that an integration hands over. */
export interface VerifyOptions extends CheckOptions {
    /** The stack whose integrations are checked. Either this or `credentials`. */
    readonly stack?: StackState | undefined;
    /** Name or URN of one integration of the stack. Defaults to all of them. */
    readonly integration?: string | undefined;
    /** The JSON of an integration's output `credentials`. Either this or `stack`. */
    readonly credentials?: string | undefined;
    /** How an error names where the credentials are from. Defaults to "credentials". */
    readonly credentialsFrom?: string | undefined;
    /** The scopes that are granted. Defaults to those that stack or credentials name. */
    readonly scopes?: readonly string[] | undefined;
}

/** What `verify` found: one finding for each granted scope of each integration. */
export type VerifyReport = CheckReport<VerifyCode>;

/**
 * Proves that Rezonate gets what it should, the way Rezonate itself goes: its credentials, a token,
 * one read for each granted scope. It changes nothing in the org, prints nothing, and starts no
 * process.
 *
 * @throws UserError where an input is wrong or the stack has no credentials.
 */
export async function verify(options: VerifyOptions): Promise<VerifyReport> {
    const { sources, vendorHeld, secrets, stack } = credentialsIn(options);
    const waits: number[] = [];
    const http = httpOf({
        ...options,
        onProgress: (progress) => {
            if (progress.kind === "rateLimit") {
                waits.push(progress.waitMs);
            }
            options.onProgress?.(progress);
        },
    });
    const targets = sources.map(({ name, credentials }) => ({
        name,
        target: resolveTarget(credentials, options),
    }));
    const [twins, ...proven] = await Promise.all([
        stack === undefined ? undefined : findTwins(stack, { ...place(options), http }),
        ...targets.map(async ({ name, target }) => ({
            name,
            report: await verifyOnce(target, http),
        })),
    ]);
    const reports = [...proven, ...vendorHeld.map(vendorHeldReport)];
    const longest = Math.ceil(Math.max(0, ...waits) / 1000);
    const notes = [
        ...(waits.length > 0 ? [`The rate limit made calls wait up to ${longest} s.`] : []),
        ...(stack === undefined ? [] : noticesIn(stack, options.integration)),
    ];
    const hidden = sources.map(({ credentials }) => secretOf(credentials));
    const combined = combineReports(reports);
    const findings = [...combined.findings, ...(twins?.findings ?? [])];
    const all = [...secrets, ...hidden, ...(twins?.secrets ?? [])];
    const report = { ...combined, findings, notes };
    return finishReport(report, uncheckedCodes, all, stack?.location) as VerifyReport;
}

/** Where the provider credentials of a stack are sent: to its own org, or to this machine. */
function place(options: VerifyOptions): Pick<DriftOptions, "env" | "integration" | "address"> {
    const { orgUrl, integration } = options;
    const address = orgUrl === undefined ? undefined : parseOrgUrl(orgUrl);
    return {
        env: environmentOf(options),
        ...(integration !== undefined && { integration }),
        ...(address !== undefined && isLoopback(address) && { address }),
    };
}

function credentialsIn(options: VerifyOptions): {
    readonly sources: readonly StackCredentials[];
    readonly vendorHeld: readonly Integration[];
    readonly secrets: readonly string[];
    /** Undefined where the credentials are not a stack's. */
    readonly stack?: StackSnapshot;
} {
    if (options.stack === undefined) {
        const { credentials: json = "", credentialsFrom = "credentials" } = options;
        const credentials = parseCredentials(json, credentialsFrom);
        return { sources: [{ credentials }], vendorHeld: [], secrets: [] };
    }
    const stack = readStackState(options.stack);
    const sources = credentialsOfStack(stack, environmentOf(options), options.integration);
    // The application id is a secret of the stack too, but the report has to name the app.
    const vendorHeld = vendorHeldOf(stack, options.integration);
    const ids = [
        ...sources.map(({ credentials }) => credentials.credential.clientId),
        ...vendorHeld.map(({ outputs }) => textOf(outputs, "applicationId")),
    ];
    const secrets = stack.secrets.filter((secret) => !ids.includes(secret));
    return { sources, vendorHeld, secrets, stack };
}

function vendorHeldReport({ name, outputs }: Integration): { name: string; report: Report } {
    const applicationId = textOf(outputs, "applicationId");
    const detail = `App ${applicationId} trusts keys whose private halves are not in the stack.`;
    const finding = { subject: "all scopes", code: "vendor_held_key", detail } as const;
    return {
        name,
        report: {
            command: "verify",
            subjectName: "scope",
            codes: verifyCodes,
            org: textOf(outputs, "oktaDomain") ?? "",
            tenantId: textOf(outputs, "tenantId"),
            applicationId,
            findings: [{ ...finding, hint: verifyCodes.vendor_held_key.hint }],
        },
    };
}

// Each finding of several integrations names the one that it is about.
function combineReports(
    reports: readonly { readonly name?: string | undefined; readonly report: Report }[],
): Report {
    const [only, ...others] = reports;
    if (only !== undefined && others.length === 0) {
        return only.report;
    }
    const views = reports.flatMap(({ name, report }) =>
        (report.views ?? []).map((view) => ({
            ...(name !== undefined && { integration: name }),
            ...view,
        })),
    );
    const orgs = [...new Set(reports.map(({ report }) => report.org))];
    return {
        command: "verify",
        subjectName: "scope",
        codes: verifyCodes,
        org: orgs.join(", "),
        ...(views.length > 0 && { views }),
        findings: reports.flatMap(({ name, report }) =>
            report.findings.map((finding) => ({
                ...finding,
                subject: `${name}: ${finding.subject}`,
            })),
        ),
    };
}
