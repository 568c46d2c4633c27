import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { CliError } from "../errors";
import { textOf } from "../json";
import { maskSecrets } from "../mask";

const CLIENT = "@aws-sdk/client-secrets-manager";

interface SecretsClient {
    send(command: object): Promise<unknown>;
}

interface SecretsModule {
    readonly SecretsManagerClient: new (settings: object) => SecretsClient;
    readonly GetSecretValueCommand: new (input: { SecretId: string }) => object;
}

/** Reads the text of an AWS secret. Region and credentials come from where the AWS SDK looks for them. */
export async function readAwsSecret(
    name: string,
    lookFrom: readonly string[] = [join(process.cwd(), "package.json"), __filename],
): Promise<string> {
    const sdk = await loadSdk(lookFrom);
    const client = new sdk.SecretsManagerClient({});
    const answer = await client
        .send(new sdk.GetSecretValueCommand({ SecretId: name }))
        .catch((error: unknown) => {
            const reason = error instanceof Error ? `${error.name}: ${error.message}` : "no reason";
            throw new CliError(
                `--aws-secret ${name}: AWS gave no secret (${maskSecrets(reason)}). Check name, region (AWS_REGION) and that your identity may call secretsmanager:GetSecretValue.`,
            );
        });
    const secret = textOf(answer, "SecretString");
    if (secret === undefined) {
        throw new CliError(`--aws-secret ${name}: the secret holds no text (SecretString).`);
    }
    return secret;
}

// The SDK is big and few need it, so it is taken from the user's own project when it is there.
async function loadSdk(lookFrom: readonly string[]): Promise<SecretsModule> {
    for (const from of lookFrom) {
        let found: string;
        try {
            found = createRequire(from).resolve(CLIENT);
        } catch {
            continue;
        }
        const loaded: unknown = await import(pathToFileURL(found).href);
        if (isSecretsModule(loaded)) {
            return loaded;
        }
    }
    throw new CliError(
        `--aws-secret: this needs the AWS SDK, which is not installed. Run "npm install ${CLIENT}", or pipe the secret in: aws secretsmanager get-secret-value --secret-id NAME --query SecretString --output text | rezonate-okta verify --credentials -`,
    );
}

function isSecretsModule(loaded: unknown): loaded is SecretsModule {
    return (
        typeof loaded === "object" &&
        loaded !== null &&
        "SecretsManagerClient" in loaded &&
        "GetSecretValueCommand" in loaded
    );
}
