import {
    DeleteResourcePolicyCommand,
    GetResourcePolicyCommand,
    PutResourcePolicyCommand,
} from "@aws-sdk/client-secrets-manager";

import type { Resource } from "../../provider/resource";
import { flag, text, type Value, type Values } from "../../provider/value";
import { type AwsClient, orMissing } from "../client";

/** The resource policy of a secret. */
export const secretPolicy: Resource<AwsClient> = {
    properties: {
        secretArn: { type: "string", required: true, replaces: true },
        policy: { type: "string", required: true, equivalent: sameJson },
        blockPublicPolicy: { type: "boolean", optional: true },
    },
    async create({ client }, inputs) {
        await put(client, inputs);
        return { id: text(inputs, "secretArn"), outputs: inputs };
    },
    async read({ client }, id, state) {
        const found = await orMissing(() =>
            client.secrets.send(new GetResourcePolicyCommand({ SecretId: id })),
        );
        if (!found?.ResourcePolicy) {
            return undefined;
        }
        return { id, outputs: { ...state, secretArn: id, policy: found.ResourcePolicy } };
    },
    async update({ client }, _id, _state, inputs) {
        await put(client, inputs);
        return inputs;
    },
    async delete({ client }, id) {
        await orMissing(() =>
            client.secrets.send(new DeleteResourcePolicyCommand({ SecretId: id })),
        );
    },
};

async function put({ secrets }: AwsClient, inputs: Values): Promise<void> {
    await secrets.send(
        new PutResourcePolicyCommand({
            SecretId: text(inputs, "secretArn"),
            ResourcePolicy: text(inputs, "policy"),
            BlockPublicPolicy: flag(inputs, "blockPublicPolicy"),
        }),
    );
}

function sameJson(before: Value | undefined, after: Value | undefined): boolean {
    return canonical(before) === canonical(after);
}

function canonical(policy: Value | undefined): string {
    const json = typeof policy === "string" ? policy : "";
    try {
        return JSON.stringify(JSON.parse(json));
    } catch {
        return json;
    }
}
