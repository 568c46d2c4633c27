import { driftCheck } from "../drift/check";
import { compareIntegration } from "./compare";
import { fetchIntegration } from "./fetch";
import { expectedIntegrations } from "./state";

/** Compares the API service integrations of a stack with their org. */
export const marketplaceDrift = driftCheck({
    expected: expectedIntegrations,
    urnOf: ({ urn }) => urn,
    fetch: fetchIntegration,
    compare: compareIntegration,
});
