import { parseOrgUrl } from "../okta/address";
import { secretsOf } from "../okta/adminClient";
import { checkPeriod, days, LOG_DAYS } from "../rules/period";
import { OptionError } from "../rules/userError";
import { formatCommand } from "./drift/commands";
import { type CheckReport, type Finding, finishReport, type ReportedUse } from "./findings";
import { type CheckOptions, environmentOf, httpOf } from "./options";
import { registry } from "./registry";
import { type Integration, integrationsOf, ownerOf } from "./state/integrations";
import { checkAddress, orgOpener } from "./state/openOrg";
import { type OrgAccess, orgAccessOf } from "./state/orgAccess";
import { nameOf, type StackSnapshot } from "./state/stackSnapshot";
import { readStackState, type StackState } from "./state/stackState";
import { uncheckedUsageCodes, type UsageCode, usageCodes } from "./usage/codes";
import { scopeEdits } from "./usage/edits";
import { type ClientUse, evaluateUse, usageFinding } from "./usage/evaluate";
import { fetchEvents, type Period } from "./usage/fetch";
import type { UsageSubject } from "./usage/subject";

/** What `usage` takes. */
export interface UsageOptions extends CheckOptions {
    /** The stack whose clients are looked for in the System Log. */
    readonly stack: StackState;
    /** Name or URN of one integration. Defaults to all that the stack has made. */
    readonly integration?: string | undefined;
    /** How far back: days, hours or minutes, such as "30d", "12h" or "45m". Defaults to "30d". */
    readonly since?: string | undefined;
}

/** What `usage` found: one finding for each granted scope, and one for each address. */
export interface UsageReport extends CheckReport<UsageCode> {
    readonly uses: readonly ReportedUse[];
}

/** How far back the log is read where nothing else is said. */
export const USAGE_SINCE = "30d";

/**
 * Reads in the org's System Log which granted scopes no token carried, and from which addresses
 * Rezonate called, with the provider credentials of the stack. It changes nothing, prints nothing,
 * and starts no process.
 *
 * @throws UserError where an input is wrong.
 */
export async function usage(options: UsageOptions): Promise<UsageReport> {
    const stack = readStackState(options.stack);
    const { period, notes } = periodOf(options.since ?? USAGE_SINCE);
    const integrations = integrationsOf(stack, options.integration);
    const subjects = Object.values(registry)
        .flatMap((method) => method.usage(stack))
        .filter(
            ({ urn }) =>
                options.integration === undefined ||
                ownerOf(stack, urn, integrations) !== undefined,
        );
    const env = environmentOf(options);
    const accesses = subjects.map(({ urn }) => orgAccessOf(stack, urn, env));
    const address = options.orgUrl === undefined ? undefined : parseOrgUrl(options.orgUrl);
    checkAddress(
        address,
        accesses.map((access) => access?.org),
    );
    const open = orgOpener(httpOf(options), address);
    const results = await Promise.all(
        subjects.map((subject, index) => useOf(subject, accesses[index], { open, period })),
    );
    const lines = editsFor(stack, subjects, results);
    const findings = results.flatMap(({ findings: all }, index) =>
        all.map((one) => ({
            ...one,
            subject:
                subjects.length > 1 ? `${nameAt(subjects, index)}: ${one.subject}` : one.subject,
            hint: one.code === "scope_unused" ? [one.hint, ...lines].join("\n") : one.hint,
        })),
    );
    const others = integrations.filter(({ method }) => method === "api-key").map(withoutScopes);
    const nothing = usageFinding(
        "stack",
        "nothing_deployed",
        `Stack ${stack.location.stack} has no app or integration of ours.`,
    );
    const all: Finding<UsageCode>[] = [...findings, ...others];
    const ids = new Set(subjects.map(({ clientId }) => clientId));
    const orgs = [...new Set(accesses.flatMap((access) => access?.org ?? []))];
    const report = {
        command: "usage",
        subjectName: "scope",
        codes: usageCodes,
        org: orgs.join(", ") || "no org",
        findings: all.length === 0 ? [nothing] : all,
        uses: results.flatMap(({ use }) => use ?? []),
        notes,
    } as const;
    const secrets = [
        ...stack.secrets.filter((secret) => !ids.has(secret)),
        ...accesses.flatMap((access) => secretsOf(access?.credentials)),
    ];
    return finishReport(report, uncheckedUsageCodes, secrets, stack.location);
}

function periodOf(since: string): { readonly period: Period; readonly notes: string[] } {
    const checked = checkPeriod(since);
    if (!checked.ok) {
        throw new OptionError("since", checked.problems.map(({ reason }) => reason).join(" "));
    }
    const now = Date.now();
    const isTooLong = checked.value > days(LOG_DAYS);
    const start = now - Math.min(checked.value, days(LOG_DAYS));
    const period = { since: new Date(start).toISOString(), until: new Date(now).toISOString() };
    const range = `The System Log from ${period.since} to ${period.until}. Okta logs tokens and changes, not reads: a token that carries a scope tells that Rezonate asked for it.`;
    return {
        period,
        notes: isTooLong
            ? [
                  range,
                  `Okta keeps the System Log for ${LOG_DAYS} days: ${since} was cut to ${LOG_DAYS}d.`,
              ]
            : [range],
    };
}

/** Asks one org about one client. */
async function useOf(
    subject: UsageSubject,
    access: OrgAccess | undefined,
    { open, period }: { readonly open: ReturnType<typeof orgOpener>; readonly period: Period },
): Promise<ClientUse> {
    const { clientId, scopes } = subject;
    const unread = (name: string, code: UsageCode, detail: string): ClientUse => ({
        findings: [usageFinding(name, code, detail)],
        unused: [],
    });
    if (access === undefined) {
        const detail = "The state does not tell which org this belongs to.";
        return unread(subject.urn, "could_not_check", detail);
    }
    const opened = await open(access);
    if ("failure" in opened) {
        const { code, detail } = opened.failure;
        return unread(`credentials for ${access.org}`, code, detail);
    }
    const { client } = opened;
    const [log, granted, fence] = await Promise.all([
        fetchEvents(client, clientId, period),
        subject.fetchGrants(client),
        subject.fetchFence(client),
    ]);
    return evaluateUse({
        clientId,
        period,
        scopes,
        log: log.fact,
        events: log.value,
        isCut: log.isCut,
        grants: granted.fact,
        granted: granted.value,
        fence,
    });
}

/** What tells the clients of a stack apart. */
function nameAt(subjects: readonly UsageSubject[], index: number): string {
    return nameOf(subjects[index]?.urn ?? "");
}

function withoutScopes({ name }: Integration): Finding<UsageCode> {
    const detail =
        "An API key has no scopes: the admin roles of its user decide, and Okta logs no reads.";
    return usageFinding(name, "could_not_check", detail);
}

/** The lines that take away what no client of the stack used, where all were looked at. */
function editsFor(
    stack: StackSnapshot,
    subjects: readonly UsageSubject[],
    results: readonly ClientUse[],
): string[] {
    const unused = results.flatMap((one) => one.unused);
    const used = subjects.flatMap(({ scopes }, index) =>
        scopes.filter((scope) => !results[index]?.unused.includes(scope)),
    );
    return scopeEdits(
        stack,
        unused.filter((scope) => !used.includes(scope)),
    ).map(formatCommand);
}
