import { textOf } from "../rules/json";
import { UserError } from "../rules/userError";
import { type HandoffPayload, readHandoffPayload, wantedOutputs } from "./handoffFields";
import { integrationsOf } from "./state/integrations";
import type { StackSnapshot } from "./state/stackSnapshot";

/** What is handed over of one integration. */
export type NamedPayload = HandoffPayload & {
    /** Name of the integration; undefined where its credentials are root outputs of the stack. */
    readonly name?: string;
};

/**
 * What Rezonate's form takes, of each integration of a stack or of the named one. Throws a
 * UserError where there is nothing to hand over.
 */
export function handoffPayloadsOf(stack: StackSnapshot, wanted?: string): NamedPayload[] {
    const read = (outputs: StackSnapshot["outputs"]) =>
        readHandoffPayload((_field, output) => textOf(outputs, output));
    const integrations = integrationsOf(stack, wanted);
    const found = integrations.flatMap(({ name, outputs }) => {
        const payload = read(outputs);
        return payload === undefined ? [] : [{ name, ...payload }];
    });
    const atRoot = integrations.length === 0 ? read(stack.outputs) : undefined;
    const all: NamedPayload[] = atRoot === undefined ? found : [atRoot];
    if (all.length === 0) {
        throw new UserError(
            `--stack ${stack.location.stack}: the stack has nothing to hand over. Wanted an integration of ours, or the outputs ${wantedOutputs}: run "pulumi up" first.`,
        );
    }
    return all;
}
