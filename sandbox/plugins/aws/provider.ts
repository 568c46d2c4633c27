import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SSMClient } from "@aws-sdk/client-ssm";

import type { Properties } from "../provider/properties";
import type { Provider } from "../provider/resource";
import { records, text } from "../provider/value";
import type { AwsClient } from "./client";
import { parameter } from "./resources/parameter";
import { secret } from "./resources/secret";
import { secretPolicy } from "./resources/secretPolicy";
import { secretVersion } from "./resources/secretVersion";

const configuration: Properties = {
    region: { type: "string", optional: true },
    accessKey: { type: "string", optional: true },
    secretKey: { type: "string", optional: true, secret: true },
    endpoints: { type: "list", optional: true },
    skipCredentialsValidation: { type: "boolean", optional: true },
    skipMetadataApiCheck: { type: "boolean", optional: true },
    skipRegionValidation: { type: "boolean", optional: true },
    skipRequestingAccountId: { type: "boolean", optional: true },
};

/** The stand-in for the parts of the official aws plugin that this project uses. */
export const awsProvider: Provider<AwsClient> = {
    name: "aws",
    version: "7.48.0",
    configuration,
    resources: {
        "aws:secretsmanager/secret:Secret": secret,
        "aws:secretsmanager/secretPolicy:SecretPolicy": secretPolicy,
        "aws:secretsmanager/secretVersion:SecretVersion": secretVersion,
        "aws:ssm/parameter:Parameter": parameter,
    },
    queries: {},
    configure(settings) {
        const region = text(settings, "region") || undefined;
        const accessKeyId = text(settings, "accessKey");
        const secretAccessKey = text(settings, "secretKey");
        const common = {
            ...(region && { region }),
            ...(accessKeyId && { credentials: { accessKeyId, secretAccessKey } }),
        };
        const at = (service: string) => {
            const given = records(settings, "endpoints").find((one) => text(one, service) !== "");
            return given && { endpoint: text(given, service) };
        };
        return Promise.resolve({
            secrets: new SecretsManagerClient({ ...common, ...at("secretsmanager") }),
            parameters: new SSMClient({ ...common, ...at("ssm") }),
        });
    },
};
