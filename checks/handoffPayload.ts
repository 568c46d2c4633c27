import { textOf } from "../rules/json";
import { UserError } from "../rules/userError";
import { type HandoffPayload, readHandoffPayload, wantedOutputs } from "./handoffFields";
import type { StackSnapshot } from "./state/stackSnapshot";

/** The form of Rezonate that a stack's outputs fill in. */
export function handoffPayloadOf({
    outputs,
    location,
}: Pick<StackSnapshot, "outputs" | "location">): HandoffPayload {
    const filled = readHandoffPayload((_field, output) => textOf(outputs, output));
    if (filled === undefined) {
        throw new UserError(
            `--stack ${location.stack}: the stack has nothing to hand over. Wanted the outputs ${wantedOutputs}: run "pulumi up" first, or export them from your own program.`,
        );
    }
    return filled;
}
