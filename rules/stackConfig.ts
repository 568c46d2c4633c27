import { checkAdoptedApp } from "./adopt";
import { checkApiKey, checkServiceUser, KEY_IN_CLEAR } from "./apiKey";
import { listOf, memberOf, parseJson } from "./json";
import { checkKeyGenerations, type KeyGenerations } from "./keyGenerations";
import { checkKeySettings } from "./keySettings";
import { checkLabel, DEFAULT_LABEL } from "./label";
import { checkMarketplace } from "./marketplace";
import { checkMethods, checkOAuthOnly, type Method } from "./methods";
import { checkOktaDomain } from "./oktaDomain";
import { checkOAuthScopes } from "./permissions";
import { type Checked, type InputProblem, show } from "./problem";
import { rolesFor } from "./roles";
import { checkIntegrationScopes } from "./scopes";
import { checkVendorKeys } from "./vendorKeys";

/** The keys of the program's own configuration, each with the form of its value. */
const FORMS = {
    oktaDomain: "text",
    tenantId: "text",
    method: "text",
    keepMethod: "text",
    remediation: "flag",
    adminVisibility: "flag",
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
    apiTokenId: "text",
    apiKey: "secret",
} as const;

type Key = keyof typeof FORMS;
type Form = (typeof FORMS)[Key];

/** The values of each form. */
interface Values {
    readonly text: string;
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

/**
 * Checks a configuration as a whole: which methods it asks for, the first of which the stack's
 * outputs are of, and everything that is wrong with it, in the order of the keys. A method ignores
 * what is for the others.
 */
export function checkStackConfig(config: StackConfig): {
    readonly methods: readonly [Method, ...Method[]];
    readonly problems: readonly InputProblem[];
} {
    const { oktaDomain, tenantId, method, keepMethod, apiKey } = config;
    const { remediation, adminVisibility } = config;
    const checked = checkMethods(method, keepMethod);
    const methods = checked.ok ? checked.value : (["oauth"] as const);
    const problems = [
        ...(config.problems ?? []),
        ...problemsOf(checkOktaDomain(oktaDomain, tenantId), checked),
        ...(checked.ok ? checkOAuthOnly({ remediation, adminVisibility }, methods) : []),
        ...(apiKey?.isEncrypted === false ? [KEY_IN_CLEAR] : []),
        ...methods.flatMap((one) => problemsOf(...CHECKS[one](config))),
    ];
    const place = ({ propertyPath }: InputProblem): number =>
        CONFIG_KEYS.findIndex((key) => propertyPath.split(/[.[]/)[0] === key);
    // Two methods may object to one value.
    const distinct = new Map(problems.map((one) => [`${one.propertyPath}: ${one.reason}`, one]));
    return { methods, problems: [...distinct.values()].sort((a, b) => place(a) - place(b)) };
}

/** What each method looks at in the configuration. */
const CHECKS: Readonly<Record<Method, (config: StackConfig) => Checked<unknown>[]>> = {
    oauth: ({ label, ...config }) => [
        checkLabel(label ?? DEFAULT_LABEL),
        checkOAuthScopes(config),
        checkVendorKeys({
            publicJwks: config.publicJwks,
            jwksUri: config.jwksUri,
            areGenerated: config.keyGenerations !== undefined,
        }),
        checkConfiguredGenerations(config),
        underConfigKeys(
            checkKeySettings(
                {
                    algorithm: config.keyAlgorithm,
                    rsaBits: config.rsaBits,
                    ecdsaCurve: config.ecdsaCurve,
                },
                "keys.",
            ),
        ),
        ...(adoptOf(config.adopt) === undefined
            ? []
            : [checkAdoptedApp(config.adopt, rolesFor(config.remediation))]),
    ],
    marketplace: ({ scopes, allowedManageScopes, integrationType, secretGeneration }) => [
        checkIntegrationScopes({ scopes, allowedManageScopes }),
        checkMarketplace({ integrationType, secretGeneration }),
    ],
    "api-key": ({ login, email, gateways, apiTokenId, apiKey }) => [
        checkServiceUser({ login, email, gateways: gatewaysOf(gateways), apiTokenId }),
        ...(apiKey?.isEncrypted ? [checkApiKey(apiKey.value)] : []),
    ],
};

/** The app to take over: an empty object stands for none, which is the key's default. */
export function adoptOf(adopt: StackConfig["adopt"]): StackConfig["adopt"] {
    return adopt && Object.keys(adopt).length > 0 ? adopt : undefined;
}

/** The gateways of a configuration: an empty list stands for none, which is the key's default. */
export function gatewaysOf(gateways: StackConfig["gateways"]): StackConfig["gateways"] {
    return gateways?.length ? gateways : undefined;
}

/** The args that have another name than their key in the configuration. */
export const ARG_OF_KEY: Readonly<Record<string, string>> = {
    keyGenerations: "keys.generations",
    currentKey: "keys.current",
    keyAlgorithm: "keys.algorithm",
    rsaBits: "keys.rsaBits",
    ecdsaCurve: "keys.ecdsaCurve",
};

/** A path of the configuration as the path of the arg that it sets. */
export function argOfConfig(path: string): string {
    const found = Object.entries(ARG_OF_KEY).find(([key]) => isBelow(path, key));
    return found === undefined ? path : path.replace(found[0], found[1]);
}

function isBelow(path: string, property: string): boolean {
    return path === property || path.startsWith(`${property}[`);
}

/** Checks the generations of the key that a configuration lists, and which is current. */
export function checkConfiguredGenerations(config: StackConfig): Checked<KeyGenerations> {
    const { keyGenerations: generations, currentKey: current } = config;
    return underConfigKeys(checkKeyGenerations({ generations, current }, "keys."));
}

/** The problems of args under the keys where they are fixed. */
function underConfigKeys<T>(checked: Checked<T>): Checked<T> {
    const rename = ({ propertyPath, reason }: InputProblem): InputProblem => {
        const found = Object.entries(ARG_OF_KEY).find(([, arg]) => isBelow(propertyPath, arg));
        return found === undefined
            ? { propertyPath, reason }
            : { propertyPath: propertyPath.replace(found[1], found[0]), reason };
    };
    return checked.ok ? checked : { ok: false, problems: checked.problems.map(rename) };
}

function problemsOf(...all: readonly Checked<unknown>[]): InputProblem[] {
    return all.flatMap((checked) => (checked.ok ? [] : checked.problems));
}
