import * as pulumi from "@pulumi/pulumi";

const SECRETS = [
    /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?-----END \1-----/g,
    // Okta's client secrets are runs of 64 characters; a digest that looks the same is no loss here.
    /(?<![\w-])[\w-]{64}(?![\w-])/g,
    // Its API tokens are 42 characters that begin with 00, its access tokens JWTs.
    /(?<![\w-])00[\w-]{40}(?![\w-])/g,
    /(?<![\w-])eyJ[\w-]+\.[\w-]+\.[\w-]+/g,
];
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
    const redacted: typeof debug = (message, ...rest) =>
        debug(
            SECRETS.reduce((text, secret) => text.replace(secret, "[secret]"), message),
            ...rest,
        );
    redacting.add(redacted);
    Object.assign(pulumi.log, { debug: redacted });
}
