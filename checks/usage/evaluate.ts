import type { CallResult } from "../../okta/call";
import { counted } from "../../rules/counted";
import { isManageScope } from "../../rules/scopes";
import type { Finding, ReportedUse } from "../findings";
import { type Fence, letsIn, whyOf } from "../network/fence";
import { type UsageCode, usageCodes } from "./codes";
import type { Period } from "./fetch";
import type { GrantedScope } from "./subject";
import { type Sighting, summarize, type UsageSummary } from "./summary";

/** What was read of one client. */
export interface UsageSnapshot {
    readonly clientId: string;
    readonly period: Period;
    /** The scopes that the state has. */
    readonly scopes: readonly string[];
    readonly log: CallResult;
    /** Undefined where the log could not be read. */
    readonly events: readonly unknown[] | undefined;
    /** Whether the log has more than was read. */
    readonly isCut: boolean;
    readonly grants: CallResult;
    readonly granted: readonly GrantedScope[] | undefined;
    readonly fence: Fence;
}

/** What the log tells of one client. */
export interface ClientUse {
    readonly findings: readonly Finding<UsageCode>[];
    /** Scopes that certainly nobody used. */
    readonly unused: readonly string[];
    readonly use?: ReportedUse;
}

/** The most addresses of which each has a finding. */
const MOST_ADDRESSES = 20;

/** Makes a finding; its hint is that of its code. */
export function usageFinding(subject: string, code: UsageCode, detail: string): Finding<UsageCode> {
    return { subject, code, detail, hint: usageCodes[code].hint };
}

/** Says of each scope whether it was used and of each address whether it is let in. */
export function evaluateUse(snapshot: UsageSnapshot): ClientUse {
    const { clientId, period, scopes, events, isCut, granted, fence, log } = snapshot;
    const names = granted?.map(({ scope }) => scope) ?? scopes;
    if (events === undefined) {
        const detail = `The System Log could not be read: ${whyOf(log)}`;
        const code = unreadCode(log);
        return { findings: names.map((scope) => usageFinding(scope, code, detail)), unused: [] };
    }
    const summary = summarize(events);
    const found = names.toSorted().map((scope) => scopeFinding(scope, summary, snapshot));
    return {
        findings: [...found, ...addressFindings(summary, fence, isCut)],
        unused: found.filter(({ code }) => code === "scope_unused").map(({ subject }) => subject),
        use: {
            clientId,
            ...period,
            events: summary.events,
            isCut,
            scopes: names.toSorted().map((scope) => {
                const seen = summary.scopes.get(scope);
                return { scope, tokens: seen?.count ?? 0, last: seen?.last };
            }),
            addresses: summary.addresses.map(({ address, count, refused, first, last }) => ({
                address,
                calls: count,
                refused,
                first,
                last,
                ...(fence.kind === "zones" && { isLetIn: letsIn(fence, address) }),
            })),
        },
    };
}

function unreadCode({ status }: CallResult): UsageCode {
    if (status === 401) {
        return "bad_credentials";
    }
    return status === undefined || status >= 429 ? "unreachable" : "could_not_check";
}

function scopeFinding(
    scope: string,
    summary: UsageSummary,
    snapshot: UsageSnapshot,
): Finding<UsageCode> {
    const seen = summary.scopes.get(scope);
    if (seen !== undefined) {
        return usageFinding(
            scope,
            "ok",
            `${counted(seen.count, "token")}, ${when(seen)}${changesOf(scope, summary)}.`,
        );
    }
    const doubts = doubtsOf(scope, summary, snapshot);
    if (doubts.length > 0) {
        return usageFinding(scope, "could_not_check", doubts.join(" "));
    }
    const { since } = snapshot.period;
    const tokens = counted(summary.tokens, "token");
    const detail = `Since ${day(since)} none of ${tokens} carries it.`;
    return usageFinding(scope, "scope_unused", detail);
}

/** What else than not being used may be why no token with a scope was found. */
function doubtsOf(
    scope: string,
    { tokens, unnamed, unread, ownTokens }: UsageSummary,
    { granted, grants, isCut, events, period }: UsageSnapshot,
): string[] {
    const grantedAt = granted?.find((one) => one.scope === scope)?.since;
    const doubts: string[] = [];
    const says = (isSo: boolean, detail: string): void => {
        if (isSo) {
            doubts.push(detail);
        }
    };
    says(granted === undefined, `The grants could not be read: ${whyOf(grants)}`);
    says(
        granted !== undefined && (grantedAt === undefined || Number.isNaN(Date.parse(grantedAt))),
        "Okta does not say since when it is granted.",
    );
    says(
        grantedAt !== undefined && Date.parse(grantedAt) > Date.parse(period.since),
        `It is granted since ${minute(grantedAt ?? "")} only: too short to tell.`,
    );
    says(
        isCut,
        `The log has more than the ${events?.length} events that were read. Look less far back with --since.`,
    );
    says(
        tokens === 0,
        `The log has no token of Rezonate since ${day(period.since)}${ownTokens > 0 ? `, only ${ownTokens} of this command` : ""}: it made no calls, or the log does not show them.`,
    );
    says(
        unnamed > 0,
        `${counted(unnamed, "token")} of the log ${unnamed === 1 ? "does" : "do"} not say which scopes ${unnamed === 1 ? "it carries" : "they carry"}.`,
    );
    says(unread > 0, `${counted(unread, "event")} of the log cannot be read.`);
    return doubts;
}

// Okta logs changes, and no reads.
function changesOf(scope: string, { changes }: UsageSummary): string {
    if (!isManageScope(scope)) {
        return "";
    }
    return changes === undefined
        ? "; the log has no change by this client"
        : `; the log has ${counted(changes.count, "event")} of other kinds by this client`;
}

function addressFindings(
    { addresses }: UsageSummary,
    fence: Fence,
    isCut: boolean,
): Finding<UsageCode>[] {
    const more = isCut ? " The log has more than was read." : "";
    if (fence.kind === "unread") {
        return [usageFinding("addresses", "could_not_check", fence.reason)];
    }
    const found = addresses.map((use) => {
        const { address, count, refused, first } = use;
        const times = `${counted(count, "event")}, ${refused} refused, first ${minute(first)}, ${when(use)}`;
        const isIn = letsIn(fence, address);
        if (isIn === undefined) {
            const why = "The app's zones are not all lists of addresses, so that Okta alone knows.";
            return usageFinding(`address ${address}`, "could_not_check", `${times}. ${why}`);
        }
        const place = fence.kind === "none" ? "The app may be used from anywhere." : "";
        return isIn
            ? usageFinding(`address ${address}`, "ok", `${times}. ${place}${more}`.trimEnd())
            : usageFinding(`address ${address}`, "outside_fence", `${times}.${more}`);
    });
    const first = found.toSorted((a, b) => Number(a.code === "ok") - Number(b.code === "ok"));
    const rest = first.slice(MOST_ADDRESSES);
    const codes = [...new Set(rest.map(({ code }) => code))];
    return [
        ...first.slice(0, MOST_ADDRESSES),
        ...codes.map((code) => {
            const count = rest.filter((one) => one.code === code).length;
            return usageFinding("more addresses", code, `${count} more; --json lists them all.`);
        }),
    ];
}

function when({ last }: Sighting): string {
    return `last ${minute(last)}`;
}

function minute(time: string): string {
    return `${time.slice(0, 16).replace("T", " ")} UTC`;
}

function day(time: string): string {
    return time.slice(0, 10);
}
