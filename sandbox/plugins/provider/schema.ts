import { isInput, type Properties, type Property } from "./properties";
import type { Provider } from "./resource";

/** Returns a minimal Pulumi schema as JSON, enough for `pulumi import` to write a program. */
export function schemaOf<Client>(provider: Provider<Client>): string {
    const resources: Record<string, object> = {};
    for (const [token, { properties }] of Object.entries(provider.resources)) {
        resources[token] = {
            properties: specs(properties, () => true),
            required: names(properties, (property) => !property.optional),
            inputProperties: specs(properties, isInput),
            requiredInputs: names(properties, (property) => property.required === true),
        };
    }
    return JSON.stringify({
        name: provider.name,
        version: provider.version,
        config: { variables: specs(provider.configuration, isInput) },
        provider: { inputProperties: specs(provider.configuration, isInput) },
        resources,
    });
}

function specs(properties: Properties, wanted: (property: Property) => boolean): object {
    return Object.fromEntries(
        Object.entries(properties)
            .filter(([, property]) => wanted(property))
            .map(([key, property]) => [key, { ...typeOf(property), secret: property.secret }]),
    );
}

function names(properties: Properties, wanted: (property: Property) => boolean): string[] {
    return Object.keys(properties).filter((key) => wanted(properties[key] as Property));
}

function typeOf({ type }: Property): object {
    if (type === "object") {
        return { type: "object", additionalProperties: { $ref: ANY } };
    }
    if (type === "list" || type === "set") {
        return { type: "array", items: { $ref: ANY } };
    }
    return { type };
}

const ANY = "pulumi.json#/Any";
