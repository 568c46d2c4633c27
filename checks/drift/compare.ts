import { compareServiceUser } from "../apiKey/compare";
import { compareIntegration } from "../marketplace/compare";
import { compareApp } from "../oauth/compare";
import { type DoctorFinding, finding } from "./finding";
import type { DoctorSnapshot, Snapshot } from "./snapshot";

/** Compares state and org: one finding for each difference, or one ok for each thing. */
export function doctorFindings(facts: DoctorSnapshot, stack: string): DoctorFinding[] {
    const { apps, integrations, apiKeys } = facts;
    if (apps.length + integrations.length + apiKeys.length === 0) {
        const detail = `Stack ${stack} has no service app, integration or service user of ours.`;
        return [finding("stack", "nothing_deployed", detail)];
    }
    if (facts.credentials === "none") {
        const detail = "Neither the stack's configuration nor the environment has any.";
        return [finding("runner", "no_credentials", detail)];
    }
    if (facts.tokenFailure !== undefined) {
        return [finding("runner", "bad_credentials", facts.tokenFailure.detail)];
    }
    return [
        ...compareEach(apps, compareApp, stack),
        ...compareEach(integrations, compareIntegration, stack),
        ...compareEach(apiKeys, compareServiceUser, stack),
    ];
}

function compareEach<State, Org>(
    seen: readonly Snapshot<State, Org>[],
    judge: (state: State, org: Org, stack: string) => DoctorFinding[],
    stack: string,
): DoctorFinding[] {
    return seen.flatMap(({ expected, actual }) =>
        actual === undefined ? [] : judge(expected, actual, stack),
    );
}
