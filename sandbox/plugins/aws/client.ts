import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SSMClient } from "@aws-sdk/client-ssm";

/** The AWS SDK clients that the resources use. */
export interface AwsClient {
    readonly secrets: SecretsManagerClient;
    readonly parameters: SSMClient;
}

/** Runs a call. Returns undefined when AWS answers that the resource does not exist. */
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
