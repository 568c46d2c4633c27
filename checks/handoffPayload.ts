import { textOf } from "../rules/json";
import { UserError } from "../rules/userError";
import {
    type HandoffPayload,
    readHandoffPayload,
    vendorHeldPayload,
    wantedOutputs,
} from "./handoffForms";
import { type Integration, integrationsOf } from "./state/integrations";
import type { StackSnapshot } from "./state/stackSnapshot";

/** What is handed over of one integration. */
export interface NamedPayload {
    readonly payload: HandoffPayload;
    readonly outputs: StackSnapshot["outputs"];
    /** Undefined where the credentials are root outputs of the stack. */
    readonly integration?: Integration;
    /** True where Rezonate holds the private keys: nothing here proves who one is. */
    readonly isVendorHeld: boolean;
}

/**
 * What Rezonate's form takes, of each integration of a stack or of the named one. A stack without a
 * component of ours may export it as root outputs. An integration that has no credentials yet is
 * left out beside others that have.
 *
 * @throws UserError where there are none.
 */
export function handoffPayloadsOf(stack: StackSnapshot, wanted?: string): NamedPayload[] {
    const integrations = integrationsOf(stack, wanted);
    const sources: Omit<NamedPayload, "payload" | "isVendorHeld">[] =
        integrations.length > 0
            ? integrations.map((integration) => ({ integration, outputs: integration.outputs }))
            : [{ outputs: stack.outputs }];
    const found = sources.flatMap((source) => {
        const whole = readHandoffPayload((_field, output) => textOf(source.outputs, output));
        const payload =
            whole ??
            (source.integration &&
                vendorHeldPayload(source.integration.method, (output) =>
                    textOf(source.outputs, output),
                ));
        const isVendorHeld = whole === undefined;
        return payload === undefined ? [] : [{ ...source, payload, isVendorHeld }];
    });
    if (found.length === 0) {
        throw new UserError(
            `stack ${stack.location.stack}: it has no credentials. Wanted an integration of ours, or the outputs ${wantedOutputs}: run "pulumi up" first. "rezonate-okta doctor" says what else is missing.`,
        );
    }
    return found;
}
