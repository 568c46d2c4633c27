import { driftCheck } from "../drift/check";
import { compareApp } from "./compare";
import { fetchApp } from "./fetch";
import { expectedApps } from "./state";

/** Compares the service apps of a stack with their org. */
export const oauthDrift = driftCheck({
    expected: expectedApps,
    urnOf: ({ urn }) => urn,
    fetch: fetchApp,
    compare: compareApp,
    publicIds: ({ id, clientId }) => [id, clientId],
});
