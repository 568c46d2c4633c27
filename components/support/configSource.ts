import { readFileSync, statSync } from "node:fs";

import type * as pulumi from "@pulumi/pulumi";

import type { InputProblem } from "../../rules/problem";
import { checkProviderSettings } from "../../rules/providerSettings";
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

/** What is wrong with the settings of an okta provider in a namespace of the configuration. */
export function providerProblemsIn(config: pulumi.Config): InputProblem[] {
    const keyFile = textOfKeyFile(config.get("privateKey"));
    return checkProviderSettings(configSourceOf(config), { namespace: config.name, keyFile });
}

/** The text of the file that okta:privateKey names, as the plugin reads it, instead of holding a key. */
function textOfKeyFile(privateKey: string | undefined): string | undefined {
    if (privateKey === undefined || privateKey.includes("-----BEGIN ")) {
        return undefined;
    }
    try {
        const about = statSync(privateKey);
        return about.isFile() && about.size <= 65_536
            ? readFileSync(privateKey, "utf8")
            : undefined;
    } catch {
        return undefined;
    }
}
