import type { Finding } from "../findings";
import type { CallFact } from "../verify/facts";
import { doctorCodes, type DoctorCode } from "./codes";
import { toLine, type Mending } from "./commands";

/** A finding with the commands that mend it; none where only a person can. */
export interface DoctorFinding extends Finding<DoctorCode> {
    readonly mendings: readonly Mending[];
}

/** Makes a finding; the lines that mend it are part of its remedy. */
export function finding(
    subject: string,
    code: DoctorCode,
    detail: string,
    mendings: readonly Mending[] = [],
): DoctorFinding {
    const remedy = [doctorCodes[code].remedy, ...mendings.map(toLine)].join("\n");
    return { subject, code, detail, remedy, mendings };
}

/** True when the org says that there is no such thing, as opposed to no such path. */
export function isGone({ status, errorCode }: CallFact): boolean {
    return status === 404 && errorCode === "E0000007";
}

/** Why an answer says nothing about the subject; undefined when it does. */
export function unreadable(
    subject: string,
    { status, reason }: CallFact,
): DoctorFinding | undefined {
    if (status === undefined || status >= 429) {
        return finding(subject, "unreachable", reason || `The org answered ${status}.`);
    }
    if (status === 401) {
        return finding("runner", "bad_credentials", `The org answered 401: ${reason}`);
    }
    return status === 200
        ? undefined
        : finding(subject, "unchecked", `The org answered ${status}: ${reason}`);
}
