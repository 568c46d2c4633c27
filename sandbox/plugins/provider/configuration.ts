import type { Properties } from "./properties";
import type { Value, Values } from "./value";

/**
 * Returns the provider's settings by the types of `properties`. The engine passes numbers,
 * booleans and lists as JSON text.
 */
export function settingsOf(properties: Properties, raw: Values): Values {
    const settings: Values = {};
    for (const [key, property] of Object.entries(properties)) {
        const value = raw[key];
        if (value === undefined || value === null || value === "") {
            continue;
        }
        settings[key] = property.type === "string" ? value : parsed(key, property.type, value);
    }
    return settings;
}

function parsed(key: string, type: string, value: Value): Value {
    if (typeof value !== "string") {
        return value;
    }
    try {
        return JSON.parse(value) as Value;
    } catch {
        throw new Error(`Provider setting "${key}" must be a ${type}, in JSON; got "${value}"`);
    }
}
