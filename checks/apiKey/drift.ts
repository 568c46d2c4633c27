import { type DriftCheck, driftCheck } from "../drift/check";
import { unrecordedCheck } from "../drift/unrecorded";
import { compareServiceUser } from "./compare";
import { fetchServiceUser } from "./fetch";
import { expectedServiceUsers } from "./state";
import { unrecordedOfServiceUsers } from "./unrecorded";

const known = driftCheck({
    expected: expectedServiceUsers,
    urnOf: ({ user }) => user.urn,
    fetch: fetchServiceUser,
    compare: compareServiceUser,
});
const unrecorded = unrecordedCheck(unrecordedOfServiceUsers);

/** Compares the service users of a stack with their org. */
export const apiKeyDrift: DriftCheck = (stack) => [...known(stack), ...unrecorded(stack)];
