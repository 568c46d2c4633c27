import * as pulumi from "@pulumi/pulumi";

const PRIVATE_KEY = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?-----END \1-----/g;
const redacting = new WeakSet<typeof pulumi.log.debug>();

/**
 * Keeps private keys out of the debug messages of Pulumi's SDK. It reports each resource it has
 * registered with all its outputs, secret ones in clear, and the engine writes these messages to
 * every event log (`pulumi up --event-log`, and each program that listens to events), whether or
 * not anyone asked for debugging.
 */
export function keepPrivateKeysOutOfDebugLog(): void {
    const { debug } = pulumi.log;
    if (redacting.has(debug)) {
        return;
    }
    const redacted: typeof debug = (message, ...rest) =>
        debug(message.replace(PRIVATE_KEY, "[secret]"), ...rest);
    redacting.add(redacted);
    Object.assign(pulumi.log, { debug: redacted });
}
