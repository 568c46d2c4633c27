import type { StackSnapshot } from "../state/stackSnapshot";
import { type DoctorFinding, finding } from "./finding";

/** What stands in the way of every operation on a stack, to be said before all else. */
export function lockFindings({ location, locks = [] }: StackSnapshot): DoctorFinding[] {
    return locks.map(({ pid, holder, since, isGone }) => {
        const who = `Process ${pid} of ${holder} locked stack ${location.stack} at ${since}`;
        return isGone
            ? finding("stack", "stack_locked", `${who}, and does not run any more.`)
            : finding("stack", "stack_in_use", `${who}.`);
    });
}
