import { nameOf, type StackLocation } from "../state/stackSnapshot";
import type { DoctorCode } from "./codes";
import { type FixCommand, stateDelete } from "./commands";
import type { ExpectedResource } from "./expected";
import { type DoctorFinding, finding } from "./finding";

// A version of an AWS secret outlives its resource, and the next up makes another.
const RETAINED = "aws:secretsmanager/secretVersion:SecretVersion";

/**
 * A finding about resources that Okta has not any more: its lines take them out of the state, and
 * then do what is given. There are none where something else in the state depends on one of them,
 * since Pulumi refuses to take it out alone.
 */
export function lostFinding(
    subject: string,
    code: DoctorCode,
    detail: string,
    at: StackLocation,
    { lost, then }: { lost: readonly ExpectedResource[]; then: readonly FixCommand[] },
): DoctorFinding {
    const urns = new Set(lost.map(({ urn }) => urn));
    const others = lost.flatMap(({ dependents = [] }) => dependents);
    const dependents = [...new Map(others.map((one) => [one.urn, one])).values()].filter(
        ({ urn }) => !urns.has(urn),
    );
    const retained = dependents.filter(({ type }) => type === RETAINED);
    const blocking = dependents.filter(({ type }) => type !== RETAINED);
    if (blocking.length > 0) {
        const names = blocking.map(({ urn }) => nameOf(urn)).join(", ");
        const way = `${names} in the state depends on it, so that Pulumi does not take it out of the state. Take the dependency out of the program for one up, then run doctor again.`;
        return finding(subject, code, `${detail} ${way}`);
    }
    return finding(subject, code, detail, [
        ...[...retained, ...lost].map((one) => stateDelete(at, one)),
        ...then,
    ]);
}
