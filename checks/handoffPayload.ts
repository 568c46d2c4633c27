import { textOf } from "../rules/json";
import { UserError } from "../rules/userError";
import { type HandoffPayload, readHandoffPayload, wantedOutputs } from "./handoffForms";
import { type Integration, integrationsOf } from "./state/integrations";
import type { StackSnapshot } from "./state/stackSnapshot";

/** What is handed over of one integration. */
export interface NamedPayload {
    readonly payload: HandoffPayload;
    readonly outputs: StackSnapshot["outputs"];
    /** Undefined where the credentials are root outputs of the stack. */
    readonly integration?: Integration;
}

/**
 * What Rezonate's form takes, of each integration of a stack or of the named one. A stack without a
 * component of ours may export it as root outputs. An integration that has no credentials yet is
 * left out beside others that have. Throws a UserError where there are none.
 */
export function handoffPayloadsOf(stack: StackSnapshot, wanted?: string): NamedPayload[] {
    const integrations = integrationsOf(stack, wanted);
    const sources: Omit<NamedPayload, "payload">[] =
        integrations.length > 0
            ? integrations.map((integration) => ({ integration, outputs: integration.outputs }))
            : [{ outputs: stack.outputs }];
    const found = sources.flatMap((source) => {
        const payload = readHandoffPayload((_field, output) => textOf(source.outputs, output));
        return payload === undefined ? [] : [{ ...source, payload }];
    });
    if (found.length === 0) {
        throw new UserError(
            `stack ${stack.location.stack}: it has no credentials. Wanted an integration of ours, or the outputs ${wantedOutputs}: run "pulumi up" first. "rezonate-okta doctor" says what else is missing.`,
        );
    }
    return found;
}
