import * as pulumi from "@pulumi/pulumi";

import { checkOktaDomain, type OktaOrg } from "../../rules/oktaDomain";
import type { Checked, InputProblem } from "../../rules/problem";

/**
 * Checks the inputs of one component before it registers anything. What is known at once is checked
 * at once, so that all its faults come in one error; what is an Output is checked when it is known,
 * and then fails the resource it feeds with the same words.
 */
export class InputChecks {
    readonly problems: InputProblem[] = [];

    constructor(readonly component: string) {}

    /** The checked form of some inputs that are judged together. */
    check<T, R>(inputs: T, judge: (known: pulumi.Unwrap<T>) => Checked<R>): pulumi.Output<R> {
        const unwrapped = pulumi.output(inputs);
        if (isKnown(inputs)) {
            const checked = judge(inputs as pulumi.Unwrap<T>);
            if (!checked.ok) {
                this.problems.push(...checked.problems);
            }
            // Where there are faults, done() throws before anyone can use this.
            return unwrapped.apply<R>(() => (checked.ok ? checked.value : (undefined as R)));
        }
        return unwrapped.apply<R>((known) => {
            const checked = judge(known);
            if (checked.ok) {
                return checked.value;
            }
            throw inputsError(this.component, checked.problems);
        });
    }

    /** The org that the inputs oktaDomain and tenantId name. */
    checkOrg(
        oktaDomain: pulumi.Input<string>,
        tenantId: pulumi.Input<string> | undefined,
    ): pulumi.Output<OktaOrg> {
        return this.check([oktaDomain, tenantId] as const, ([domain, tenant]) =>
            checkOktaDomain(domain, tenant),
        );
    }

    /** Throws one error with every fault found so far, if there is any. */
    throwIfInvalid(): void {
        if (this.problems.length > 0) {
            throw inputsError(this.component, this.problems);
        }
    }
}

function isKnown(value: unknown): boolean {
    if (pulumi.Output.isInstance(value) || value instanceof Promise) {
        return false;
    }
    if (typeof value === "object" && value !== null) {
        return Object.values(value).every(isKnown);
    }
    return true;
}

function inputsError(component: string, errors: InputProblem[]): pulumi.InputPropertiesError {
    const count = errors.length === 1 ? "an input" : `${errors.length} inputs`;
    const lines = errors.map(({ propertyPath, reason }) => `  ${propertyPath}: ${reason}`);
    const message = [`${component} cannot use ${count}:`, ...lines].join("\n");
    // The Node language host prints a RunError without its stack, but any other error with it, and
    // with it all that come by an Output; a plugin host knows InputPropertiesError.
    return Object.assign(new pulumi.InputPropertiesError({ message, errors }), {
        __pulumiRunError: true,
        stack: message,
    });
}
