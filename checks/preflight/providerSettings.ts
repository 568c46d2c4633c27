import { findProviderCredentials } from "../../okta/adminClient";
import { readKeyFile } from "../../okta/privateKey";
import type { InputProblem } from "../../rules/problem";
import type { Environment } from "../../rules/providerCredentials";
import { checkProviderSettings } from "../../rules/providerSettings";
import type { StackSnapshot } from "../state/stackSnapshot";

/** Finds what the okta plugin will refuse in the settings of a stack, or of the environment alone. */
export async function providerProblemsOf(
    stack: StackSnapshot | undefined,
    env: Environment,
): Promise<InputProblem[]> {
    const { config = {}, location } = stack ?? {};
    const credentials = findProviderCredentials(config, env, location?.dir);
    const keyFile =
        credentials?.kind === "oauth" ? await readKeyFile(credentials.privateKey) : undefined;
    const source = {
        get: (key: string) => config[`okta:${key}`],
        isEncrypted: (key: string) => stack?.encryptedKeys.includes(`okta:${key}`) ?? true,
    };
    return checkProviderSettings(source, { env, keyFile });
}
