import { AsyncResource } from "node:async_hooks";

import * as pulumi from "@pulumi/pulumi";

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
