import { driftCheck } from "../drift/check";
import { compareServiceUser } from "./compare";
import { fetchServiceUser } from "./fetch";
import { expectedServiceUsers } from "./state";

/** Compares the service users of a stack with their org. */
export const apiKeyDrift = driftCheck({
    expected: expectedServiceUsers,
    urnOf: ({ user }) => user.urn,
    fetch: fetchServiceUser,
    compare: compareServiceUser,
});
