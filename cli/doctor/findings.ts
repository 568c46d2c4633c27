import { judgeApiKey } from "./apiKey/judge";
import type { DoctorFacts, Seen } from "./facts";
import { finding, type DoctorFinding } from "./finding";
import { judgeIntegration } from "./marketplace/judge";
import { judgeApp } from "./serviceApp/judge";

/** Compares state and org: one finding for each difference, or one ok for each thing. */
export function doctorFindings(facts: DoctorFacts, stack: string): DoctorFinding[] {
    const { apps, integrations, apiKeys } = facts;
    if (apps.length + integrations.length + apiKeys.length === 0) {
        const detail = `Stack ${stack} has no service app, integration or service user of ours.`;
        return [finding("stack", "nothing_deployed", detail)];
    }
    if (facts.runner === "none") {
        const detail = "Neither the stack's configuration nor the environment has any.";
        return [finding("runner", "no_credentials", detail)];
    }
    if (facts.runnerFailure !== undefined) {
        return [finding("runner", "bad_credentials", facts.runnerFailure.detail)];
    }
    return [
        ...judgeEach(apps, judgeApp, stack),
        ...judgeEach(integrations, judgeIntegration, stack),
        ...judgeEach(apiKeys, judgeApiKey, stack),
    ];
}

function judgeEach<State, Org>(
    seen: readonly Seen<State, Org>[],
    judge: (state: State, org: Org, stack: string) => DoctorFinding[],
    stack: string,
): DoctorFinding[] {
    return seen.flatMap(({ state, org }) => (org === undefined ? [] : judge(state, org, stack)));
}
