import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

/** A value that is not known during a preview. */
export class Unknown {
    readonly unknown = true;
}

/** A property value as handlers see it: secrets are plain values, unknowns are `Unknown`. */
export type Value = null | boolean | number | string | Unknown | Value[] | { [key: string]: Value };
/** Property values by name. */
export type Values = Record<string, Value>;

/** Decoded properties, with the names of those that contain a secret at any depth. */
export interface Decoded {
    readonly values: Values;
    readonly secrets: ReadonlySet<string>;
}

// Sentinels of Pulumi's wire format.
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const UNKNOWNS = new Set([
    UNKNOWN_STRING,
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Decodes properties from Pulumi's wire format. */
export function decode(struct: Struct | undefined): Decoded {
    const values: Values = {};
    const secrets = new Set<string>();
    for (const [key, raw] of Object.entries(struct?.toJavaScript() ?? {})) {
        const [value, secret] = open(raw);
        values[key] = value;
        if (secret) {
            secrets.add(key);
        }
    }
    return { values, secrets };
}

/** Encodes properties to Pulumi's wire format, with these top-level ones as secrets. */
export function encode(values: Values, secrets: Iterable<string> = []): Struct {
    const secretKeys = new Set(secrets);
    const raw: Record<string, JavaScriptValue> = {};
    for (const [key, value] of Object.entries(values)) {
        const closed = close(value);
        raw[key] = secretKeys.has(key)
            ? { [SIGNATURE_KEY]: SECRET_SIGNATURE, value: closed }
            : closed;
    }
    return Struct.fromJavaScript(raw);
}

/** Whether the value is or contains an `Unknown`. */
export function hasUnknown(value: Value | undefined): boolean {
    if (value instanceof Unknown) {
        return true;
    }
    if (Array.isArray(value)) {
        return value.some(hasUnknown);
    }
    return isRecord(value) && Object.values(value).some(hasUnknown);
}

/** Whether the value is Go's zero value: absent, null, "", false, 0 or an empty collection. */
export function isZero(value: Value | undefined): boolean {
    if (value === undefined || value === null) {
        return true;
    }
    if (Array.isArray(value)) {
        return value.length === 0;
    }
    if (isRecord(value)) {
        return Object.values(value).every(isZero);
    }
    return value === "" || value === false || value === 0;
}

/** Whether the value is an object of property values. */
export function isRecord(value: unknown): value is Record<string, Value> {
    return (
        typeof value === "object" &&
        value !== null &&
        !Array.isArray(value) &&
        !(value instanceof Unknown)
    );
}

/** Returns the string under this key, else "". */
export function text(values: Values, key: string): string {
    const value = values[key];
    return typeof value === "string" ? value : "";
}

/** Returns the boolean under this key, else false. */
export function flag(values: Values, key: string): boolean {
    return values[key] === true;
}

/** Returns the strings of the list under this key, else []. */
export function texts(values: Values, key: string): string[] {
    const value = values[key];
    return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** Returns the objects of the list under this key, else []. */
export function records(values: Values, key: string): Values[] {
    const value = values[key];
    return Array.isArray(value) ? value.filter(isRecord) : [];
}

function open(raw: JavaScriptValue): [Value, boolean] {
    if (typeof raw === "string") {
        return [UNKNOWNS.has(raw) ? new Unknown() : raw, false];
    }
    if (Array.isArray(raw)) {
        const items = raw.map(open);
        return [items.map(([value]) => value), items.some(([, secret]) => secret)];
    }
    if (raw === null || typeof raw !== "object") {
        return [raw, false];
    }
    const fields: Record<string, JavaScriptValue> = { ...raw };
    if (fields[SIGNATURE_KEY] === SECRET_SIGNATURE) {
        return [open(fields.value ?? null)[0], true];
    }
    if (fields[SIGNATURE_KEY] === OUTPUT_SIGNATURE) {
        const value = "value" in fields ? open(fields.value ?? null)[0] : new Unknown();
        return [value, fields.secret === true];
    }
    const record: Values = {};
    let secret = false;
    for (const [key, item] of Object.entries(fields)) {
        const [value, isSecret] = open(item);
        record[key] = value;
        secret ||= isSecret;
    }
    return [record, secret];
}

function close(value: Value): JavaScriptValue {
    if (value instanceof Unknown) {
        return UNKNOWN_STRING;
    }
    if (Array.isArray(value)) {
        return value.map(close);
    }
    if (!isRecord(value)) {
        return value;
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, close(item)]));
}
