// How the engine marks a secret in an exported state: this key with this value.
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** Takes the engine's secret wrappers out of an exported state; the secrets are added to `found`. */
export function unwrapSecrets(value: unknown, found: string[]): unknown {
    if (Array.isArray(value)) {
        return value.map((item) => unwrapSecrets(item, found));
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    const record: Readonly<Record<string, unknown>> = { ...value };
    if (record[SIGNATURE] === SECRET) {
        const plain = parse(record["plaintext"]);
        collect(plain, found);
        return unwrapSecrets(plain, found);
    }
    return Object.fromEntries(
        Object.entries(record).map(([key, item]) => [key, unwrapSecrets(item, found)]),
    );
}

/** True when a secret of an exported state is there in encrypted form only. */
export function hasEncryptedSecrets(value: unknown): boolean {
    if (typeof value !== "object" || value === null) {
        return false;
    }
    const record: Readonly<Record<string, unknown>> = { ...value };
    return record[SIGNATURE] === SECRET
        ? record["plaintext"] === undefined && record["ciphertext"] !== undefined
        : Object.values(record).some(hasEncryptedSecrets);
}

function parse(text: unknown): unknown {
    if (typeof text !== "string") {
        return undefined;
    }
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}

function collect(value: unknown, found: string[]): void {
    if (typeof value === "string") {
        found.push(value);
    } else if (typeof value === "object" && value !== null) {
        for (const item of Object.values(value)) {
            collect(item, found);
        }
    }
}
