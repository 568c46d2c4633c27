import * as pulumi from "@pulumi/pulumi";

const PRIVATE_KEY = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?-----END \1-----/g;
// Okta's client secrets are runs of 64 characters; a digest that looks the same is no loss here.
const CLIENT_SECRET = /(?<![\w-])[\w-]{64}(?![\w-])/g;
const redacting = new WeakSet<typeof pulumi.log.debug>();

/**
 * Keeps private keys and client secrets out of the debug messages of Pulumi's SDK. It reports each resource it has
 * registered with all its outputs, secret ones in clear, and the engine writes these messages to
 * every event log (`pulumi up --event-log`, and each program that listens to events), whether or
 * not anyone asked for debugging.
 */
export function keepSecretsOutOfDebugLog(): void {
    const { debug } = pulumi.log;
    if (redacting.has(debug)) {
        return;
    }
    const redacted: typeof debug = (message, ...rest) =>
        debug(message.replace(PRIVATE_KEY, "[secret]").replace(CLIENT_SECRET, "[secret]"), ...rest);
    redacting.add(redacted);
    Object.assign(pulumi.log, { debug: redacted });
}
