import { formatCommand } from "../../checks/drift/commands";
import type { DoctorFinding } from "../../checks/drift/finding";
import type { StackSnapshot, StateResource } from "../../checks/state/stackSnapshot";
import type { CallResult } from "../../okta/call";

/** A call that the org answered well. */
export const answered: CallResult = {
    status: 200,
    errorCode: undefined,
    reason: "",
    challenge: undefined,
    foreign: false,
    entries: undefined,
    waitedMs: 0,
};

/** A call about something that is not there. */
export const gone: CallResult = { ...answered, status: 404, errorCode: "E0000007" };

/** A stack that holds nothing. */
export const emptyStack: StackSnapshot = {
    location: { stack: "dev" },
    project: "p",
    outputs: {},
    resources: [],
    ownIds: [],
    config: {},
    encryptedKeys: [],
    secrets: [],
};

/** Findings by what a person acts upon: the code and the lines that mend it. */
export function codesAndLines(findings: readonly DoctorFinding[]) {
    return findings.map(({ code, fixes }) => ({ code, lines: fixes.map(formatCommand) }));
}

/** A resource of a state. */
export function resource(
    type: string,
    name: string,
    more: Partial<StateResource> = {},
): StateResource {
    return { urn: `urn:pulumi:dev::p::${type}::${name}`, type, inputs: {}, outputs: {}, ...more };
}
