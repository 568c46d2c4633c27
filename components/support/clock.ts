import * as pulumi from "@pulumi/pulumi";

const times = new WeakMap<object, Date>();

/** The time of this run of the program: the clock is read once in each, so that all agree. */
export function programTime(): Date {
    const stack = pulumi.runtime.getStackResource();
    const time = (stack && times.get(stack)) ?? new Date();
    if (stack !== undefined) {
        times.set(stack, time);
    }
    return time;
}
