import * as pulumi from "@pulumi/pulumi";

import { memberOf } from "../../rules/json";
import type { InputProblem } from "../../rules/problem";
import { refusing } from "./inputs";
import { knownValue } from "./providerSettings";

/** What a component takes over. */
export interface TakenOver {
    /** What it is, in words: "app". */
    readonly what: string;
    /** The member of `adopt` that names it. */
    readonly member: string;
    readonly id: string;
    /** The output of the component that names what it has. */
    readonly output: string;
}

/**
 * Options of a component that takes something over. It is made only if that may be: after the
 * import it would be the stack's to delete. The check is told whether the stack has had the
 * component before, as where an `up` was cut off.
 */
export function takingOver(
    label: string,
    { what, member, id, output }: TakenOver,
    opts: pulumi.ComponentResourceOptions | undefined,
    check: (isNew: boolean) => Promise<InputProblem[]>,
): pulumi.ComponentResourceOptions {
    return refusing(label, "adopts", opts, async ({ oldInputs, oldOutputs }) => {
        const before = await knownValue(pulumi.output(memberOf(oldOutputs, output)));
        if (before === id) {
            return [];
        }
        if (typeof before === "string") {
            const reason = `got "${id}", but this stack has made the ${what} ${before}; wanted that one, or a stack without one. Remove adopt, or use another stack.`;
            return [{ propertyPath: `adopt.${member}`, reason }];
        }
        return check(oldInputs === undefined);
    });
}
