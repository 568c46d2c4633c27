import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SSMClient } from "@aws-sdk/client-ssm";

/** AWS as the resources reach it. */
export interface AwsClient {
    readonly secrets: SecretsManagerClient;
    readonly parameters: SSMClient;
}

/** What a call gives, or undefined where AWS says that there is no such thing. */
export async function orMissing<T>(call: () => Promise<T>): Promise<T | undefined> {
    try {
        return await call();
    } catch (error) {
        if (error instanceof Error && MISSING.includes(error.name)) {
            return undefined;
        }
        throw error;
    }
}

const MISSING = ["ResourceNotFoundException", "ParameterNotFound"];
