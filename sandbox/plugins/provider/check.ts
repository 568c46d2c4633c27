import { createHash } from "node:crypto";

import * as rpc from "@pulumi/pulumi/proto/provider_pb";

import { withDefaults } from "./properties";
import type { Failure, Resource } from "./resource";
import { decode, encode, type Values } from "./value";

/** Applies defaults to the inputs, and lists the problems with them. */
export function check<Client>(
    resource: Resource<Client>,
    request: rpc.CheckRequest,
): rpc.CheckResponse {
    const { properties } = resource;
    const { values, secrets } = decode(request.getNews());
    const inputs = withDefaults(properties, values);
    const olds = decode(request.getOlds()).values;
    for (const [key, property] of Object.entries(properties)) {
        if (property.autoName) {
            inputs[key] ??= olds[key] ?? automaticName(request);
        }
    }
    const failures = [
        ...Object.entries(properties)
            .filter(([key, property]) => property.required && inputs[key] === undefined)
            .map(([key]) => ({ property: key, reason: `Missing required property '${key}'` })),
        ...Object.keys(inputs)
            .filter((key) => !(key in properties) && !key.startsWith("__"))
            .map((key) => ({ property: key, reason: `Unknown property '${key}'` })),
        ...(resource.validate?.(inputs) ?? []),
    ];
    return checked(inputs, secrets, failures);
}

/** Builds the response to a check. */
export function checked(
    inputs: Values,
    secrets: ReadonlySet<string>,
    failures: Failure[],
): rpc.CheckResponse {
    const response = new rpc.CheckResponse();
    response.setInputs(encode(inputs, secrets));
    response.setFailuresList(
        failures.map(({ property, reason }) =>
            new rpc.CheckFailure().setProperty(property).setReason(reason),
        ),
    );
    return response;
}

function automaticName(request: rpc.CheckRequest): string {
    const seed = request.getRandomseed_asU8();
    const tail = createHash("sha256").update(request.getUrn()).update(seed).digest("hex");
    return `${request.getUrn().split("::").at(-1)}-${tail.slice(0, 7)}`;
}
