import { listOf, memberOf, parseJson } from "./json";
import { type InputProblem, show } from "./problem";

/** The keys of the program's own configuration, each with the form of its value. */
const FORMS = {
    oktaDomain: "text",
    tenantId: "text",
    method: "text",
    keepMethod: "text",
    remediation: "flag",
    remediationRole: "text",
    remediationGroups: "list",
    remediationExcept: "list",
    remediationUntil: "day",
    remediationApp: "flag",
    remediationKeyGenerations: "numbers",
    remediationCurrentKey: "number",
    adminVisibility: "flag",
    visibilityGroups: "list",
    visibilityApps: "list",
    label: "text",
    scopes: "list",
    allowedManageScopes: "list",
    keyGenerations: "numbers",
    currentKey: "number",
    keyAlgorithm: "text",
    rsaBits: "number",
    ecdsaCurve: "text",
    publicJwks: "jwks",
    jwksUri: "text",
    verify: "flag",
    adopt: "object",
    integrationType: "text",
    secretGeneration: "number",
    keepPreviousSecret: "flag",
    login: "text",
    email: "text",
    gateways: "list",
    zoneIds: "list",
    apiTokenId: "text",
    apiKey: "secret",
} as const;

type Key = keyof typeof FORMS;
type Form = (typeof FORMS)[Key];

/** The values of each form. */
interface Values {
    readonly text: string;
    readonly day: string;
    readonly list: readonly string[];
    readonly numbers: readonly number[];
    readonly jwks: readonly object[];
    readonly flag: boolean;
    readonly number: number;
    readonly object: Readonly<Record<string, unknown>>;
    readonly secret: { readonly value: string; readonly isEncrypted: boolean };
}

/** What a stack is configured to be; a key that is not set, or not readable, is undefined. */
export type StackConfig = { readonly [K in Key]?: Values[(typeof FORMS)[K]] } & {
    /** What is wrong with the form of the values. */
    readonly problems?: readonly InputProblem[];
};

/** Where configuration comes from: the program's, or that of a stack that a command looks at. */
export interface ConfigSource {
    /** The text of a key, without the namespace; a list as JSON. */
    get(key: string): string | undefined;
    isEncrypted(key: string): boolean;
}

/** The keys of the configuration, in the order in which problems are told. */
export const CONFIG_KEYS = Object.keys(FORMS) as readonly Key[];

/** Reads the configuration of a stack of this repository's program. An empty value counts as none. */
export function parseStackConfig(source: ConfigSource): StackConfig {
    const problems: InputProblem[] = [];
    const values = CONFIG_KEYS.map((key) => {
        const text = source.get(key);
        if (text === undefined || text === "") {
            return [key, undefined];
        }
        const form = FORMS[key];
        const { value, hint } = READERS[form](text, key, source);
        if (hint !== undefined) {
            // It may be a private key that was set in the place of a public one.
            const got = form === "jwks" ? "another value" : show(text);
            problems.push({ propertyPath: key, reason: `got ${got}; ${hint}` });
        }
        return [key, value];
    });
    return { ...(Object.fromEntries(values) as StackConfig), problems };
}

interface Read<T> {
    readonly value?: T;
    /** What is wanted instead, where the text is no such value. */
    readonly hint?: string;
}

const READERS: {
    readonly [F in Form]: (text: string, key: Key, source: ConfigSource) => Read<Values[F]>;
} = {
    text: (value) => ({ value }),
    // YAML takes a day that is not quoted for a point in time, which Pulumi writes as Go does.
    day: (text) => ({
        value: text.replace(/^(\d{4}-\d\d-\d\d)[ T]00:00:00(Z| \+0000 UTC)$/, "$1"),
    }),
    list: (text) => readList<string>(text, '["one", "two"]'),
    numbers: (text) => readList<number>(text, "[1, 2]"),
    jwks: (text) => {
        const value = parseJson(text);
        const keys = Array.isArray(value) ? value : listOf(memberOf(value, "keys"));
        const hint = "wanted a list of public JSON Web Keys, or a JWK Set, as JSON.";
        return keys.length > 0 || Array.isArray(value) ? { value: keys as object[] } : { hint };
    },
    flag: (text) => {
        const hint = "wanted true or false.";
        return text === "true" || text === "false" ? { value: text === "true" } : { hint };
    },
    number: (text) => {
        const value = text.trim() === "" ? NaN : Number(text);
        const hint = "wanted a number.";
        return Number.isNaN(value) ? { hint } : { value };
    },
    object: (text) => {
        const value = parseJson(text);
        const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
        const hint = "wanted an object, as JSON.";
        return isObject ? { value: value as Values["object"] } : { hint };
    },
    secret: (value, key, source) => ({ value: { value, isEncrypted: source.isEncrypted(key) } }),
};

function readList<T>(text: string, example: string): Read<readonly T[]> {
    const value = parseJson(text);
    const hint = `wanted a list as JSON, such as ${example}.`;
    return Array.isArray(value) ? { value: value as T[] } : { hint };
}
