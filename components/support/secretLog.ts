import * as pulumi from "@pulumi/pulumi";

import { maskDebugMessage } from "../../rules/mask";

const redacting = new WeakSet<typeof pulumi.log.debug>();

/**
 * Keeps private keys, client secrets and tokens out of the debug messages of Pulumi's SDK. It
 * reports each resource it has registered, and each stack reference it has read, with all outputs,
 * secret ones in clear, and the engine writes these messages to every event log (`pulumi up
 * --event-log`, and each program that listens to events), whether or not anyone asked for
 * debugging. The components call it; a program that only reads the secrets by a stack reference
 * has to call it itself.
 */
export function keepSecretsOutOfDebugLog(): void {
    const { debug } = pulumi.log;
    if (redacting.has(debug)) {
        return;
    }
    const redacted: typeof debug = (message, ...rest) => debug(maskDebugMessage(message), ...rest);
    redacting.add(redacted);
    Object.assign(pulumi.log, { debug: redacted });
}
