import type { DoctorFacts, Seen } from "./facts";
import { finding, type DoctorFinding } from "./finding";
import { judgeApp } from "./serviceApp/judge";

/** Compares state and org: one finding for each difference, or one ok for each thing. */
export function doctorFindings(facts: DoctorFacts, stack: string): DoctorFinding[] {
    if (facts.apps.length === 0) {
        return [finding("stack", "nothing_deployed", `Stack ${stack} has no service app.`)];
    }
    if (facts.runner === "none") {
        const detail = "Neither the stack's configuration nor the environment has any.";
        return [finding("runner", "no_credentials", detail)];
    }
    if (facts.runnerFailure !== undefined) {
        return [finding("runner", "bad_credentials", facts.runnerFailure.detail)];
    }
    return judgeEach(facts.apps, (state, org) => judgeApp(state, org, stack));
}

function judgeEach<State, Org>(
    seen: readonly Seen<State, Org>[],
    judge: (state: State, org: Org) => DoctorFinding[],
): DoctorFinding[] {
    return seen.flatMap(({ state, org }) => (org === undefined ? [] : judge(state, org)));
}
