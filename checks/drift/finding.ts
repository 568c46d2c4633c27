import type { CallResult } from "../../okta/call";
import type { Finding } from "../findings";
import type { StateEntry } from "../state/stateEntries";
import { type DoctorCode, doctorCodes } from "./codes";
import { type FixCommand, formatCommand } from "./commands";

/** A finding with the commands that fix it; none where only a person can. */
export interface DoctorFinding extends Finding<DoctorCode> {
    readonly fixes: readonly FixCommand[];
    /** Entries to take out of the state, which no `pulumi` command can: withoutEntries does. */
    readonly entries?: readonly StateEntry[];
}

/** Makes a finding; the lines that fix it are part of its hint. */
export function finding(
    subject: string,
    code: DoctorCode,
    detail: string,
    fixes: readonly FixCommand[] = [],
): DoctorFinding {
    const hint = [doctorCodes[code].hint, ...fixes.map(formatCommand)].join("\n");
    return { subject, code, detail, hint, fixes };
}

/** Why an answer says nothing about the subject; undefined when it does. */
export function unreadable(
    subject: string,
    { status, reason, foreign }: CallResult,
): DoctorFinding | undefined {
    if (status === undefined || status >= 429) {
        return finding(subject, "unreachable", reason || `The org answered ${status}.`);
    }
    if (status === 401) {
        return finding(
            "provider credentials",
            "bad_credentials",
            `The org answered 401: ${reason}`,
        );
    }
    if (foreign) {
        const detail = `The host answered ${status}, but not as Okta does. ${reason}`.trimEnd();
        return finding(subject, "could_not_check", detail);
    }
    return status === 200
        ? undefined
        : finding(subject, "could_not_check", `The org answered ${status}: ${reason}`);
}
