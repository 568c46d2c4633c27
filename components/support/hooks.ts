import { AsyncResource } from "node:async_hooks";

import * as pulumi from "@pulumi/pulumi";

import { messageOf } from "../../rules/userError";

/** Whether an engine runs the program. Mocks of unit tests take no hooks, and would wait for ever. */
export function hasEngine(): boolean {
    const monitor = pulumi.runtime.getMonitor();
    return typeof monitor?.registerErrorHook === "function";
}

/** Makes a hook run as part of its program: called from outside, the SDK does not know whose log and configuration are meant. */
export function inProgram<Args, Result>(hook: (args: Args) => Result): (args: Args) => Result {
    return AsyncResource.bind(hook);
}

/** The value of an output, once it is known. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
    return new Promise((resolve) => {
        output.apply((value) => {
            resolve(value);
        });
    });
}

const hookNames = new WeakMap<object, Map<string, number>>();

/**
 * A name that no other hook of the program has: the engine knows hooks by name, and components of
 * one name may stand under several parents.
 */
export function uniqueHookName(name: string): string {
    const program = pulumi.runtime.getMonitor() ?? hookNames;
    const counts = hookNames.get(program) ?? new Map<string, number>();
    hookNames.set(program, counts);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name} ${count}`;
}

/** What a check finds. A check that cannot be loaded finds that: it must not fail an `up`. */
export async function findingsOf(check: () => Promise<string[]>): Promise<string[]> {
    try {
        return await check();
    } catch (error) {
        const [reason] = messageOf(error).split("\n");
        return [`It could not be checked: ${reason}`];
    }
}
