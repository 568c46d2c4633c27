import { maskSecrets } from "../rules/mask";
import { visibleLines, visibleText } from "../rules/visible";
import { forStack } from "./stackCommands";
import type { StackLocation } from "./state/stackSnapshot";

/** One thing a check has to say about one subject (a scope, a check or a resource). */
export interface Finding<Code extends string = string> {
    readonly subject: string;
    readonly code: Code;
    readonly detail: string;
    readonly hint: string;
}

/** How many of a kind Rezonate is shown, and how many there are: of each, one page of 200. */
export interface ReportedView {
    /** Name of the integration, where a stack has several. */
    readonly integration?: string;
    /** What is counted, such as "apps". */
    readonly kind: string;
    /** How many Rezonate is shown; where `seenMore` is true, of its first page. */
    readonly seen: number;
    readonly seenMore: boolean;
    /** How many the provider credentials are shown; where `thereMore` is true, of its first page. */
    readonly there: number;
    readonly thereMore: boolean;
    /** How many of `there` Rezonate is not shown. */
    readonly missing: number;
    /** Set where the stack limits the view on purpose: then what is missing is meant to be. */
    readonly isLimited?: true;
}

/** How one client was used in a period, as far as the System Log tells. */
export interface ReportedUse {
    readonly clientId: string;
    /** The period, as ISO 8601 times. */
    readonly since: string;
    readonly until: string;
    /** How many events of the client were read. */
    readonly events: number;
    /** Whether the log has more than was read. */
    readonly isCut: boolean;
    readonly scopes: readonly {
        readonly scope: string;
        /** How many tokens of the period carry it. */
        readonly tokens: number;
        readonly last?: string | undefined;
    }[];
    readonly addresses: readonly {
        readonly address: string;
        readonly calls: number;
        /** How many of the calls the org refused. */
        readonly refused: number;
        readonly first: string;
        readonly last: string;
        /** Whether the app's network zones let it in; undefined where that cannot be told. */
        readonly isLetIn?: boolean | undefined;
    }[];
}

/** What a verb found, in the form all reports are made from. */
export interface Report {
    readonly command:
        | "verify"
        | "preflight"
        | "doctor"
        | "handoff"
        | "rotate"
        | "usage"
        | "evidence"
        | "pipeline-app";
    /** What the findings are about, as the JSON names it. */
    readonly subjectName: "scope" | "check" | "resource" | "stack" | "key";
    readonly org: string;
    readonly tenantId?: string;
    readonly applicationId?: string;
    readonly findings: readonly Finding[];
    /** What each code means, for the report for people. */
    readonly codes: Readonly<Record<string, { readonly meaning: string }>>;
    /** Why nothing could be checked at all. */
    readonly error?: string;
    /** What Rezonate is shown beside what there is, where `verify` could compare. */
    readonly views?: readonly ReportedView[];
    /** How each client was used, where `usage` could read it. */
    readonly uses?: readonly ReportedUse[];
    /** Remarks that are not findings, such as how long a rate limit made us wait. */
    readonly notes?: readonly string[];
}

/** True when there is nothing to fix. */
export function isOk(report: Report): boolean {
    return report.findings.every((finding) => finding.code === "ok");
}

/**
 * How a check ended: "ok"; "findings", something has to be fixed; "could_not_check", the only
 * findings are that something could not be read.
 */
export type Outcome = "ok" | "findings" | "could_not_check";

/** A report that is finished: it holds no secret. */
export interface CheckReport<Code extends string = string> extends Report {
    readonly outcome: Outcome;
    readonly findings: readonly Finding<Code>[];
}

/**
 * Finishes a report: says how the check ended, names the stack in the commands of hints, masks what
 * is secret in every text, and writes out what would act on a terminal.
 */
export function finishReport<R extends Report>(
    report: R,
    unchecked: ReadonlySet<string>,
    secrets: readonly string[],
    stack?: StackLocation,
): R & { readonly outcome: Outcome } {
    const mask = (text: string): string => maskSecrets(text, secrets);
    const asTyped = (hint: string): string => (stack === undefined ? hint : forStack(hint, stack));
    const findings = report.findings.map((finding) => ({
        ...finding,
        subject: visibleText(mask(finding.subject)),
        detail: visibleText(mask(finding.detail)),
        hint: visibleLines(mask(asTyped(finding.hint))),
    }));
    const notes = report.notes?.map((note) => visibleText(mask(note)));
    return {
        ...report,
        findings,
        ...(notes !== undefined && { notes }),
        outcome: outcomeOf(report, unchecked),
    };
}

function outcomeOf(report: Report, unchecked: ReadonlySet<string>): Outcome {
    const faults = report.findings.filter((finding) => finding.code !== "ok");
    if (faults.length === 0) {
        return "ok";
    }
    return faults.every((finding) => unchecked.has(finding.code)) ? "could_not_check" : "findings";
}
