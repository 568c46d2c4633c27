import type * as pulumi from "@pulumi/pulumi";

import type { ConfigSource } from "../../rules/stackConfig";

/** The configuration of a namespace, as the rules read it. */
export function configSourceOf(config: pulumi.Config): ConfigSource {
    // The engine names the keys of encrypted values there; Pulumi checks those with a type only.
    const encrypted = process.env.PULUMI_CONFIG_SECRET_KEYS;
    const keys = encrypted === undefined ? undefined : (JSON.parse(encrypted) as string[]);
    return {
        get: (key) => config.get(key),
        isEncrypted: (key) => keys === undefined || keys.includes(`${config.name}:${key}`),
    };
}
