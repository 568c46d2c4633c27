import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { memberOf } from "../rules/json";
import { maskSecrets } from "../rules/mask";
import { shellWord } from "../rules/shell";
import { UserError } from "../rules/userError";

/** A service of AWS that keeps secrets, and how its SDK is asked for one. */
interface Store {
    readonly sdk: string;
    readonly client: string;
    readonly command: string;
    readonly input: (name: string) => object;
    /** Where the secret lies in the answer. */
    readonly path: readonly string[];
    readonly permission: string;
    readonly byHand: string;
}

const SECRETS_MANAGER: Store = {
    sdk: "@aws-sdk/client-secrets-manager",
    client: "SecretsManagerClient",
    command: "GetSecretValueCommand",
    input: (name) => ({ SecretId: name }),
    path: ["SecretString"],
    permission: "secretsmanager:GetSecretValue",
    byHand: "secretsmanager get-secret-value --secret-id",
};

const PARAMETER_STORE: Store = {
    sdk: "@aws-sdk/client-ssm",
    client: "SSMClient",
    command: "GetParameterCommand",
    input: (name) => ({ Name: name, WithDecryption: true }),
    path: ["Parameter", "Value"],
    permission: "ssm:GetParameter",
    byHand: "ssm get-parameter --with-decryption --name",
};

interface Sdk {
    readonly Client: new (settings: object) => { send(command: object): Promise<unknown> };
    readonly Command: new (input: object) => object;
}

/**
 * Reads the text of a secret in Secrets Manager, or of the parameter in Parameter Store that an
 * ARN names. Credentials come from where the AWS SDK looks for them, and so does the region unless
 * an ARN names it.
 */
export async function readAwsSecret(
    name: string,
    lookFrom: readonly string[] = [join(process.cwd(), "package.json"), __filename],
): Promise<string> {
    const [, , service, region] = name.startsWith("arn:") ? name.split(":") : [];
    const store = service === "ssm" ? PARAMETER_STORE : SECRETS_MANAGER;
    const { Client, Command } = await loadSdk(name, store, lookFrom);
    const client = new Client(region ? { region } : {});
    const answer = await client.send(new Command(store.input(name))).catch((error: unknown) => {
        const reason = error instanceof Error ? `${error.name}: ${error.message}` : "no reason";
        throw new UserError(
            `--aws-secret ${name}: AWS gave no secret (${maskSecrets(reason)}). Check name, region (AWS_REGION, or the ARN's) and that your identity may call ${store.permission}, and kms:Decrypt where the KMS key is your own.`,
        );
    });
    const secret = store.path.reduce<unknown>(memberOf, answer);
    if (typeof secret !== "string") {
        throw new UserError(
            `--aws-secret ${name}: it holds no text (${store.path.join(".")}). Name the one that AwsHandoff made.`,
        );
    }
    return secret;
}

// The SDK is big and few need it, so it is taken from the user's own project when it is there.
async function loadSdk(name: string, store: Store, lookFrom: readonly string[]): Promise<Sdk> {
    for (const from of lookFrom) {
        let found: string;
        try {
            found = createRequire(from).resolve(store.sdk);
        } catch {
            continue;
        }
        const loaded: unknown = await import(pathToFileURL(found).href);
        const sdk = {
            Client: memberOf(loaded, store.client),
            Command: memberOf(loaded, store.command),
        };
        if (isSdk(sdk)) {
            return sdk;
        }
    }
    const byHand = `aws ${store.byHand} ${shellWord(name)} --query ${store.path.join(".")} --output text`;
    throw new UserError(
        `--aws-secret ${name}: this needs the AWS SDK, which is not installed. Run "npm install ${store.sdk}", or pipe the secret in: ${byHand} | rezonate-okta verify --credentials -`,
    );
}

function isSdk(found: { Client: unknown; Command: unknown }): found is Sdk {
    return typeof found.Client === "function" && typeof found.Command === "function";
}
