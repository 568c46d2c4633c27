import type { Method } from "./types";

/** A fault for tests of error handling. Without `times` it lasts until it is removed. */
export interface InjectedFault {
    /** Defaults to every method. */
    method?: Method;
    /** The start of the path, or the source of a regular expression to find in it. Defaults to every path. */
    path?: string;
    /** The status to answer with. Without it, and without `drop`, the call goes through (after `latency`). */
    status?: number;
    /** An Okta error code for the body; by default the usual one for the status. */
    errorCode?: string;
    /** How many calls it hits. */
    times?: number;
    /** How many matching calls go through before it starts to hit. */
    skip?: number;
    /** Lets the call take effect and only then answers with the fault: the lost answer. */
    after?: boolean;
    /** Closes the connection instead of answering. */
    drop?: boolean;
    /** Milliseconds to wait before the call is handled. */
    latency?: number;
    /** Milliseconds until a role assigned from now on has effect. Such a fault hits no call. */
    slowRoles?: number;
}

/** The injected faults of one org. */
export class InjectedFaults {
    private faults: InjectedFault[] = [];

    add(fault: InjectedFault): void {
        this.faults.push({ ...fault });
    }

    clear(): void {
        this.faults = [];
    }

    list(): readonly InjectedFault[] {
        return this.faults;
    }

    /** How long a new role assignment waits until it has effect. */
    get roleDelay(): number {
        return Math.max(0, ...this.faults.map((fault) => fault.slowRoles ?? 0));
    }

    /** The faults that hit this call: each matching latency, and the first fault that changes the answer. */
    take(method: string, path: string): { latency: number; answer: InjectedFault | undefined } {
        let latency = 0;
        let answer: InjectedFault | undefined;
        for (const fault of this.faults) {
            if (fault.slowRoles !== undefined || !matches(fault, method, path)) {
                continue;
            }
            const changesAnswer = fault.status !== undefined || fault.drop === true;
            if (changesAnswer && answer !== undefined) {
                continue;
            }
            if ((fault.skip ?? 0) > 0) {
                fault.skip = (fault.skip ?? 0) - 1;
                continue;
            }
            latency += fault.latency ?? 0;
            if (changesAnswer) {
                answer = { ...fault };
            }
            if (fault.times !== undefined) {
                fault.times -= 1;
            }
        }
        this.faults = this.faults.filter((fault) => fault.times === undefined || fault.times > 0);
        return { latency, answer };
    }
}

function matches(fault: InjectedFault, method: string, path: string): boolean {
    if (fault.method !== undefined && fault.method !== method) {
        return false;
    }
    return (
        fault.path === undefined || path.startsWith(fault.path) || new RegExp(fault.path).test(path)
    );
}
