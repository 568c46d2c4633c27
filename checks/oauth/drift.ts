import { type DriftCheck, driftCheck } from "../drift/check";
import { unrecordedCheck } from "../drift/unrecorded";
import { compareApp } from "./compare";
import { customRoleDrift } from "./customRoles";
import { exceptedReached } from "./excepted";
import { fetchApp } from "./fetch";
import { leftovers } from "./leftovers";
import { remediationOverdue } from "./remediationEnd";
import { expectedApps } from "./state";
import { unrecordedOfApps } from "./unrecorded";
import { unrecordedCustomRoles } from "./unrecordedRoles";

const known = driftCheck({
    expected: expectedApps,
    urnOf: ({ urn }) => urn,
    fetch: fetchApp,
    compare: compareApp,
    publicIds: ({ id, clientId }) => [id, clientId],
});
const unrecorded = unrecordedCheck((stack) => [
    ...unrecordedOfApps(stack),
    ...unrecordedCustomRoles(stack),
]);

/** Compares the service apps of a stack with their org. */
export const oauthDrift: DriftCheck = (stack) => [
    ...known(stack),
    ...customRoleDrift(stack),
    ...remediationOverdue(stack),
    ...exceptedReached(stack),
    ...unrecorded(stack),
    ...leftovers(stack),
];
