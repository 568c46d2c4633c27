import {
    DeleteParameterCommand,
    DescribeParametersCommand,
    GetParameterCommand,
    type ParameterType,
    PutParameterCommand,
} from "@aws-sdk/client-ssm";

import type { Resource } from "../../provider/resource";
import { text, type Values } from "../../provider/value";
import { type AwsClient, orMissing } from "../client";

/** A parameter of SSM Parameter Store. */
export const parameter: Resource<AwsClient> = {
    properties: {
        name: { type: "string", optional: true, autoName: true, replaces: true },
        type: { type: "string", required: true },
        description: { type: "string", optional: true },
        keyId: { type: "string", optional: true, computed: true },
        value: { type: "string", optional: true, secret: true },
        arn: { type: "string", computed: true },
        version: { type: "number", computed: true },
    },
    async create({ client }, inputs) {
        await put(client, inputs, false);
        const id = text(inputs, "name");
        const outputs = await stateOf(client, id);
        if (!outputs) {
            throw new Error(`the parameter ${id} was not found after its creation`);
        }
        return { id, outputs: { ...inputs, ...outputs } };
    },
    async read({ client }, id, state) {
        const found = await stateOf(client, id);
        return found && { id, outputs: { ...state, ...found } };
    },
    async update({ client }, id, state, inputs) {
        await put(client, inputs, true);
        return { ...state, ...inputs, ...(await stateOf(client, id)) };
    },
    async delete({ client }, id) {
        await orMissing(() => client.parameters.send(new DeleteParameterCommand({ Name: id })));
    },
};

async function put({ parameters }: AwsClient, inputs: Values, Overwrite: boolean): Promise<void> {
    await parameters.send(
        new PutParameterCommand({
            Name: text(inputs, "name"),
            Type: text(inputs, "type") as ParameterType,
            Description: text(inputs, "description"),
            KeyId: text(inputs, "keyId") || undefined,
            Value: text(inputs, "value"),
            Overwrite,
        }),
    );
}

async function stateOf({ parameters }: AwsClient, name: string): Promise<Values | undefined> {
    const found = await orMissing(() =>
        parameters.send(new GetParameterCommand({ Name: name, WithDecryption: true })),
    );
    if (!found?.Parameter) {
        return undefined;
    }
    const { Parameters } = await parameters.send(
        new DescribeParametersCommand({
            ParameterFilters: [{ Key: "Name", Option: "Equals", Values: [name] }],
        }),
    );
    const { Name, Type, Value, Version, ARN } = found.Parameter;
    const described = Parameters?.[0];
    return {
        name: Name ?? name,
        type: Type ?? "",
        value: Value ?? "",
        version: Version ?? 0,
        arn: ARN ?? "",
        description: described?.Description ?? "",
        keyId: described?.KeyId ?? "",
    };
}
