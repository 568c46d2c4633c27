import {
    GetSecretValueCommand,
    PutSecretValueCommand,
    UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";

import type { Resource } from "../../provider/resource";
import { text, texts, type Values } from "../../provider/value";
import { type AwsClient, orMissing } from "../client";

/** One version of a secret's value. The newest one is AWSCURRENT. */
export const secretVersion: Resource<AwsClient> = {
    properties: {
        secretId: { type: "string", required: true, replaces: true },
        secretString: { type: "string", optional: true, replaces: true, secret: true },
        versionStages: { type: "set", optional: true, computed: true },
        arn: { type: "string", computed: true },
        secretArn: { type: "string", computed: true },
        versionId: { type: "string", computed: true },
    },
    async create({ client }, inputs) {
        const secretId = text(inputs, "secretId");
        const made = await client.secrets.send(
            new PutSecretValueCommand({
                SecretId: secretId,
                SecretString: text(inputs, "secretString"),
            }),
        );
        const outputs: Values = {
            ...inputs,
            arn: made.ARN ?? "",
            secretArn: made.ARN ?? "",
            versionId: made.VersionId ?? "",
            versionStages: made.VersionStages ?? [],
        };
        return { id: `${secretId}|${made.VersionId}`, outputs };
    },
    async read({ client }, id, state) {
        const [secretId, versionId] = id.split("|");
        const found = await orMissing(() =>
            client.secrets.send(
                new GetSecretValueCommand({ SecretId: secretId, VersionId: versionId }),
            ),
        );
        if (!found) {
            return undefined;
        }
        const outputs: Values = {
            ...state,
            secretId: secretId ?? "",
            secretString: found.SecretString ?? "",
            arn: found.ARN ?? "",
            secretArn: found.ARN ?? "",
            versionId: found.VersionId ?? "",
            versionStages: found.VersionStages ?? [],
        };
        return { id, outputs };
    },
    async delete({ client }, id, state) {
        const [secretId, versionId] = id.split("|");
        // AWSCURRENT can only be moved, never taken away.
        for (const stage of texts(state, "versionStages").filter((one) => one !== "AWSCURRENT")) {
            await orMissing(() =>
                client.secrets.send(
                    new UpdateSecretVersionStageCommand({
                        SecretId: secretId,
                        VersionStage: stage,
                        RemoveFromVersionId: versionId,
                    }),
                ),
            );
        }
    },
};
