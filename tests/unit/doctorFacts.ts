import { toLine } from "../../cli/doctor/commands";
import type { DoctorFacts } from "../../cli/doctor/facts";
import type { DoctorFinding } from "../../cli/doctor/finding";
import type { StackFacts, StateResource } from "../../cli/stack/readStack";
import type { CallFact } from "../../cli/verify/facts";

/** A call that the org answered well. */
export const answered: CallFact = {
    status: 200,
    errorCode: undefined,
    reason: "",
    challenge: undefined,
    foreign: false,
    entries: undefined,
    waitedMs: 0,
};

/** A call about something that is not there. */
export const gone: CallFact = { ...answered, status: 404, errorCode: "E0000007" };

/** What doctor saw of a stack that holds nothing. */
export const nothing: DoctorFacts = { runner: "apiToken", apps: [], integrations: [], apiKeys: [] };

/** A stack that holds nothing. */
export const emptyStack: StackFacts = {
    location: { stack: "dev" },
    outputs: {},
    resources: [],
    ownIds: [],
    config: {},
    encryptedKeys: [],
    secrets: [],
};

/** Findings by what a person acts upon: the code and the lines that mend it. */
export function codesAndLines(findings: readonly DoctorFinding[]) {
    return findings.map(({ code, mendings }) => ({ code, lines: mendings.map(toLine) }));
}

/** A resource of a state. */
export function resource(
    type: string,
    name: string,
    more: Partial<StateResource> = {},
): StateResource {
    return { urn: `urn:pulumi:dev::p::${type}::${name}`, type, inputs: {}, outputs: {}, ...more };
}
