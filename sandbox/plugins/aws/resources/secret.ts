import {
    CreateSecretCommand,
    DeleteSecretCommand,
    DescribeSecretCommand,
    UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";

import type { Resource } from "../../provider/resource";
import { text, type Values } from "../../provider/value";
import { type AwsClient, orMissing } from "../client";

/** A secret of Secrets Manager, without its value. */
export const secret: Resource<AwsClient> = {
    properties: {
        name: { type: "string", optional: true, autoName: true, replaces: true },
        description: { type: "string", optional: true },
        kmsKeyId: { type: "string", optional: true },
        recoveryWindowInDays: { type: "number", optional: true, default: 30 },
        forceOverwriteReplicaSecret: { type: "boolean", optional: true, default: false },
        arn: { type: "string", computed: true },
    },
    async create({ client }, inputs) {
        const { ARN } = await client.secrets.send(
            new CreateSecretCommand({
                Name: text(inputs, "name"),
                Description: text(inputs, "description"),
                KmsKeyId: text(inputs, "kmsKeyId") || undefined,
            }),
        );
        return { id: ARN ?? "", outputs: { ...inputs, arn: ARN ?? "" } };
    },
    async read({ client }, id, state) {
        const found = await orMissing(() =>
            client.secrets.send(new DescribeSecretCommand({ SecretId: id })),
        );
        // A secret in its recovery window is gone for Terraform, and so for Pulumi.
        if (!found || found.DeletedDate) {
            return undefined;
        }
        const outputs: Values = {
            ...state,
            name: found.Name ?? "",
            description: found.Description ?? "",
            arn: found.ARN ?? "",
            ...(found.KmsKeyId && { kmsKeyId: found.KmsKeyId }),
        };
        return { id, outputs };
    },
    async update({ client }, id, state, inputs, changed) {
        if (changed.has("description") || changed.has("kmsKeyId")) {
            await client.secrets.send(
                new UpdateSecretCommand({
                    SecretId: id,
                    Description: text(inputs, "description"),
                    KmsKeyId: text(inputs, "kmsKeyId") || undefined,
                }),
            );
        }
        return { ...state, ...inputs };
    },
    async delete({ client }, id, state) {
        const days = Number(state.recoveryWindowInDays);
        const how =
            days === 0 ? { ForceDeleteWithoutRecovery: true } : { RecoveryWindowInDays: days };
        await orMissing(() =>
            client.secrets.send(new DeleteSecretCommand({ SecretId: id, ...how })),
        );
    },
};
