import type { AdminClient } from "../../okta/adminClient";
import type { StackLocation, StackSnapshot, StateResource } from "../state/stackSnapshot";
import type { DoctorFinding } from "./finding";

/** One thing of a stack that is compared with its org. */
export interface DriftSubject {
    /** URN of the resource whose provider works on the org. */
    readonly urn: string;
    /** The place of that resource, where the state does not have it. */
    readonly place?: StateResource;
    /** What the comparison of state and org finds; one `ok`, or nothing, where they agree. */
    check(client: AdminClient, stack: StackLocation): Promise<DoctorFinding[]>;
    /** Ids that a report has to name, although the stack keeps them secret. */
    readonly publicIds: readonly string[];
}

/** Everything of a stack that one method compares with the org. */
export type DriftCheck = (stack: StackSnapshot) => DriftSubject[];

/** Puts a drift check together: what the state has, what the org has, and how they compare. */
export function driftCheck<Expected, Actual>(parts: {
    readonly expected: (stack: StackSnapshot) => Expected[];
    readonly urnOf: (expected: Expected) => string;
    readonly fetch: (client: AdminClient, expected: Expected) => Promise<Actual>;
    readonly compare: (expected: Expected, actual: Actual, stack: StackLocation) => DoctorFinding[];
    readonly publicIds?: (expected: Expected) => readonly string[];
}): DriftCheck {
    return (stack) =>
        parts.expected(stack).map((expected) => ({
            urn: parts.urnOf(expected),
            publicIds: parts.publicIds?.(expected) ?? [],
            check: async (client, name) =>
                parts.compare(expected, await parts.fetch(client, expected), name),
        }));
}
