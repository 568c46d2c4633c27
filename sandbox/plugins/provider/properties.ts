import { hasUnknown, isRecord, isZero, Unknown, type Value, type Values } from "./value";

/** Schema of one property. The defaults are those of an optional input. */
export interface Property {
    readonly type: "string" | "boolean" | "number" | "list" | "set" | "object";
    readonly required?: boolean;
    /** Set by the provider. It is an input as well only when it is `optional`. */
    readonly computed?: boolean;
    readonly optional?: boolean;
    readonly default?: Value;
    /** A change replaces the resource. */
    readonly replaces?: boolean;
    readonly secret?: boolean;
    /** Defaults to the resource's name with a random suffix. */
    readonly autoName?: boolean;
    /** Whether two different values mean the same, so that there is no difference. */
    readonly equivalent?: (before: Value | undefined, after: Value | undefined) => boolean;
}
/** The properties of a resource or of a provider's configuration, by name. */
export type Properties = Readonly<Record<string, Property>>;

/** One property that differs between state and inputs. */
export interface Difference {
    readonly property: string;
    readonly kind: "add" | "update" | "delete";
    readonly replaces: boolean;
}

/** Whether a program can set the property. */
export function isInput(property: Property): boolean {
    return !property.computed || property.optional === true;
}

/** Returns the inputs with defaults applied and nulls removed. */
export function withDefaults(properties: Properties, inputs: Values): Values {
    const result: Values = {};
    for (const [key, value] of Object.entries(inputs)) {
        if (value !== null) {
            result[key] = value;
        }
    }
    for (const [key, property] of Object.entries(properties)) {
        if (property.default !== undefined) {
            result[key] ??= property.default;
        }
    }
    return result;
}

/** Compares inputs with the recorded state, by the rules of Terraform's legacy SDK. */
export function differences(properties: Properties, state: Values, inputs: Values): Difference[] {
    const found: Difference[] = [];
    for (const [key, property] of Object.entries(properties)) {
        if (!isInput(property)) {
            continue;
        }
        const before = state[key] ?? undefined;
        const after = inputs[key];
        if (after === undefined && (property.computed || isZero(before))) {
            continue;
        }
        if (same(property, before, after)) {
            continue;
        }
        const kind = after === undefined ? "delete" : before === undefined ? "add" : "update";
        found.push({ property: key, kind, replaces: property.replaces === true });
    }
    return found;
}

/** Returns the state with sorted sets, so that their order in the org makes no difference. */
export function ordered(properties: Properties, state: Values): Values {
    const result: Values = { ...state };
    for (const [key, value] of Object.entries(state)) {
        if (properties[key]?.type === "set" && Array.isArray(value)) {
            result[key] = [...new Map(value.map((item) => [stable(item), item])).entries()]
                .sort(([a], [b]) => (a < b ? -1 : 1))
                .map(([, item]) => item);
        }
    }
    return result;
}

/** Returns the outputs of a preview: inputs, and computed values as recorded or unknown. */
export function planned(properties: Properties, state: Values | undefined, inputs: Values): Values {
    const result: Values = { ...inputs };
    for (const [key, property] of Object.entries(properties)) {
        if (!property.computed || result[key] !== undefined) {
            continue;
        }
        if (!state) {
            result[key] = new Unknown();
        } else if (state[key] !== undefined) {
            result[key] = state[key];
        }
    }
    return result;
}

/** Returns the inputs after a refresh: the previous ones, with the org's present values. */
export function refreshed(properties: Properties, inputs: Values, state: Values): Values {
    const result: Values = {};
    for (const [key, before] of Object.entries(inputs)) {
        const property = properties[key];
        const now = state[key];
        if (!property || now === undefined || same(property, before, now)) {
            result[key] = before;
        } else {
            result[key] = now;
        }
    }
    return result;
}

/** Returns the inputs that an import proposes: all that are not empty. */
export function imported(properties: Properties, state: Values): Values {
    return Object.fromEntries(
        Object.entries(properties)
            .filter(([key, property]) => isInput(property) && !isEmpty(state[key]))
            .map(([key]) => [key, state[key] ?? null]),
    );
}

function same(property: Property, before: Value | undefined, after: Value | undefined): boolean {
    if (hasUnknown(after)) {
        return false;
    }
    if (isEmpty(before) && isEmpty(after)) {
        return true;
    }
    if (property.equivalent?.(before, after)) {
        return true;
    }
    return canonical(property, before) === canonical(property, after);
}

function isEmpty(value: Value | undefined): boolean {
    return value !== false && value !== 0 && isZero(value);
}

function canonical(property: Property, value: Value | undefined): string {
    if (property.type === "set" && Array.isArray(value)) {
        return JSON.stringify([...new Set(value.map(stable))].sort());
    }
    return stable(value ?? null);
}

function stable(value: Value): string {
    return JSON.stringify(value, (_, item: unknown) =>
        isRecord(item)
            ? Object.fromEntries(
                  Object.entries(item)
                      .filter(([, inner]) => !isEmpty(inner))
                      .sort(([a], [b]) => (a < b ? -1 : 1)),
              )
            : item,
    );
}
