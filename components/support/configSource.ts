import { readFileSync, statSync } from "node:fs";

import * as pulumi from "@pulumi/pulumi";

import type { InputProblem } from "../../rules/problem";
import { checkProviderSettings } from "../../rules/providerSettings";
import type { ConfigSource } from "../../rules/stackConfig";

/** What Pulumi's SDK has, and does not declare: whether the engine decrypted a value of the configuration. */
const { isConfigSecret } = pulumi.runtime as unknown as {
    isConfigSecret: (key: string) => boolean;
};

/** The configuration of a namespace, as the rules read it. */
export function configSourceOf(config: pulumi.Config): ConfigSource {
    return {
        get: (key) => config.get(key),
        // Pulumi checks only settings that have a type in Pulumi.yaml. Without an engine, as in a
        // unit test, nothing says which values are encrypted.
        isEncrypted: (key) =>
            pulumi.runtime.getEngine() === undefined || isConfigSecret(`${config.name}:${key}`),
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
