import { type DriftCheck, driftCheck } from "../drift/check";
import { unrecordedCheck } from "../drift/unrecorded";
import { compareIntegration } from "./compare";
import { fetchIntegration } from "./fetch";
import { expectedIntegrations } from "./state";
import { unrecordedIntegrations } from "./twins";

const known = driftCheck({
    expected: expectedIntegrations,
    urnOf: ({ urn }) => urn,
    fetch: fetchIntegration,
    compare: compareIntegration,
});
const unrecorded = unrecordedCheck(unrecordedIntegrations);

/** Compares the API service integrations of a stack with their org. */
export const marketplaceDrift: DriftCheck = (stack) => [...known(stack), ...unrecorded(stack)];
