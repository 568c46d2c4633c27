import { createPrivateKey } from "node:crypto";

import { credentialFlaw } from "./credentialForm";
import { parseJson } from "./json";
import { loopbackUrl } from "./loopback";
import { isPluginPrivateKey, privateKeyPem } from "./privateKeyPem";
import { type InputProblem, show } from "./problem";
import type { Environment } from "./providerCredentials";
import type { ConfigSource } from "./stackConfig";

/** What each setting of the okta provider has to be; ranges are those that the plugin checks. */
const SETTINGS = {
    orgName: { form: "host", variable: "OKTA_ORG_NAME" },
    baseUrl: { form: "host", variable: "OKTA_BASE_URL" },
    httpProxy: { form: "origin", variable: "OKTA_HTTP_PROXY" },
    accessToken: { form: "token", variable: "OKTA_ACCESS_TOKEN" },
    apiToken: { form: "token", variable: "OKTA_API_TOKEN" },
    clientId: { form: "id", variable: "OKTA_API_CLIENT_ID" },
    privateKey: { form: "key", variable: "OKTA_API_PRIVATE_KEY" },
    privateKeyId: { form: "id", variable: "OKTA_API_PRIVATE_KEY_ID" },
    scopes: { form: "scopes", variable: "OKTA_API_SCOPES" },
    backoff: { form: "flag" },
    minWaitSeconds: { form: "number", from: 0 },
    maxWaitSeconds: { form: "number", from: 0 },
    maxRetries: { form: "number", from: 0, to: 100 },
    parallelism: { form: "number", from: 1 },
    logLevel: { form: "number", from: 1, to: 5 },
    maxApiCapacity: { form: "number", from: 1, to: 100 },
    requestTimeout: { form: "number", from: 0, to: 300 },
} as const satisfies Record<string, { form: Form; variable?: string; from?: number; to?: number }>;

type Form = "host" | "origin" | "token" | "id" | "key" | "scopes" | "flag" | "number";
type Setting = keyof typeof SETTINGS;

/** The settings of the okta provider, by the names that it gives them. */
export const PROVIDER_SETTINGS = Object.keys(SETTINGS) as readonly Setting[];

// Public: the sandbox org takes it, and its stack file holds it.
const SANDBOX_TOKEN = "sandbox-api-token-not-a-secret";

/** Where the provider settings come from, beside the configuration. */
export interface ProviderSurroundings {
    /** Namespace of the settings in the configuration. Defaults to "okta". */
    readonly namespace?: string;
    /** The plugin's environment. Undefined where it is not known: then nothing is called missing. */
    readonly env?: Environment;
    /** Text of the file that the private key is the path of, where there is one. */
    readonly keyFile?: string;
}

/**
 * Finds what the okta plugin will refuse in its settings: values of the wrong form, credentials
 * that are in clear or exclude each other, and an OAuth app without all of its parts. Of the
 * environment it looks at what the plugin will take from there. No problem shows a credential.
 */
export function checkProviderSettings(
    source: ConfigSource,
    { namespace = "okta", env, keyFile }: ProviderSurroundings = {},
): InputProblem[] {
    const problems: InputProblem[] = [];
    const configured = new Map<Setting, string>();
    for (const key of PROVIDER_SETTINGS) {
        const value = source.get(key);
        if (value) {
            configured.set(key, value);
        }
    }
    const has = (key: Setting): boolean => configured.has(key);
    const nameOf = (key: Setting): string => `${namespace}:${key}`;
    const refuse = (propertyPath: string, reason: string | undefined): void => {
        if (reason !== undefined) {
            problems.push({ propertyPath, reason });
        }
    };

    for (const [key, value] of configured) {
        const place = { name: nameOf(key), isVariable: false, keyFile };
        refuse(place.name, flawOf(key, value, place));
        refuse(place.name, clearTextFlaw(key, value, place.name, source));
    }
    for (const [token, others] of Object.entries(EXCLUDED) as [Setting, readonly Setting[]][]) {
        const beside = has(token) ? others.filter(has).map(nameOf) : [];
        if (beside.length > 0) {
            const reason =
                `got it beside ${beside.join(", ")}; the okta plugin wants one kind of ` +
                `credentials. Remove either: pulumi config rm ${nameOf(token)}, or pulumi config ` +
                `rm ${beside[0]}`;
            refuse(nameOf(token), reason);
        }
    }
    if (env === undefined) {
        return problems;
    }

    const isGiven = (key: Setting): boolean => has(key) || variableOf(key, env) !== undefined;
    for (const key of takenFromEnvironment(has, env)) {
        const value = variableOf(key, env);
        if (value !== undefined) {
            const name = variableNameOf(key) ?? "";
            refuse(name, flawOf(key, value, { name, isVariable: true, keyFile }));
        }
    }
    if (!isGiven("accessToken") && !isGiven("apiToken")) {
        const parts = (["clientId", "privateKey", "scopes"] as const).filter(isGiven);
        if (parts.includes("privateKey") || parts.length === 2) {
            for (const key of (["clientId", "privateKey", "scopes"] as const).filter(
                (one) => !isGiven(one),
            )) {
                const wanted =
                    `got nothing; the credentials are an OAuth app, and wanted are ` +
                    `${nameOf("clientId")}, ${nameOf("privateKey")} and ${nameOf("scopes")}. `;
                refuse(nameOf(key), wanted + HOW_TO_SET[key](nameOf(key)));
            }
        }
    }
    return problems;
}

/** Settings that the plugin's schema does not take together (ConflictsWith). */
const EXCLUDED: Partial<Record<Setting, readonly Setting[]>> = {
    accessToken: ["apiToken", "clientId", "privateKey", "scopes"],
    apiToken: ["clientId", "privateKey", "privateKeyId", "scopes"],
};

const HOW_TO_SET = {
    clientId: (name: string) => `Set it: pulumi config set ${name} 0oa...`,
    privateKey: (name: string) => `Set it: pulumi config set --secret ${name} < key.pem`,
    scopes: (name: string) =>
        `Set those it is granted: pulumi config set --path '${name}[0]' okta.apps.manage, and so on`,
} as const;

function variableNameOf(key: Setting): string | undefined {
    const about: { readonly form: Form; readonly variable?: string } = SETTINGS[key];
    return about.variable;
}

function variableOf(key: Setting, env: Environment): string | undefined {
    return env[variableNameOf(key) ?? ""] || undefined;
}

/** Those that the plugin takes from the environment: of the credentials, the ones that it uses. */
function takenFromEnvironment(has: (key: Setting) => boolean, env: Environment): Setting[] {
    const isGiven = (key: Setting): boolean => has(key) || variableOf(key, env) !== undefined;
    const credentials: Setting[] = isGiven("accessToken")
        ? ["accessToken"]
        : isGiven("apiToken")
          ? ["apiToken"]
          : ["clientId", "privateKey", "privateKeyId", "scopes"];
    const settings: Setting[] = ["orgName", "baseUrl", "httpProxy", ...credentials];
    return settings.filter((key) => !has(key));
}

interface Place {
    readonly name: string;
    readonly isVariable: boolean;
    readonly keyFile: string | undefined;
}

function clearTextFlaw(
    key: Setting,
    value: string,
    name: string,
    source: ConfigSource,
): string | undefined {
    const isSecret =
        (key === "apiToken" && value !== SANDBOX_TOKEN) ||
        key === "accessToken" ||
        (key === "privateKey" && value.includes("-----BEGIN "));
    return isSecret && !source.isEncrypted(key)
        ? `got it in clear, which puts it into the stack's file for everyone to read; wanted it ` +
              `encrypted. If the file was shared, make another credential. Then: pulumi config ` +
              `set --secret ${name}`
        : undefined;
}

function flawOf(key: Setting, value: string, place: Place): string | undefined {
    const about: { readonly form: Form; readonly from?: number; readonly to?: number } =
        SETTINGS[key];
    const set = place.isVariable ? "Set it again" : `Set it: pulumi config set ${place.name}`;
    switch (about.form) {
        case "host":
            return HOST.test(value)
                ? undefined
                : `got ${show(value)}; wanted ${key === "orgName" ? 'the first part of the org\'s host, such as "acme"' : 'the rest of the org\'s host, such as "okta.com"'}. ${set} VALUE`;
        case "origin":
            return isOrigin(value)
                ? undefined
                : `wanted an address of the form http://HOST:PORT, without user, password and path. ${set} VALUE`;
        case "token": {
            const flaw = credentialFlaw(value);
            return (
                flaw &&
                `${flaw}, which no token may have; wanted the token alone. Set it again: ${place.isVariable ? `export ${place.name}=...` : `pulumi config set --secret ${place.name}`}`
            );
        }
        case "id": {
            const flaw = credentialFlaw(value);
            return flaw && `${flaw}, which no id may have; wanted the id alone. ${set} VALUE`;
        }
        case "key":
            return keyFlaw(value, place);
        case "scopes":
            return scopesFlaw(value, place);
        case "flag":
            return value === "true" || value === "false"
                ? undefined
                : `got ${show(value)}; wanted true or false. ${set} true`;
        case "number":
            return numberFlaw(value, about, set);
    }
}

const HOST = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i;

function isOrigin(value: string): boolean {
    if (!URL.canParse(value)) {
        return false;
    }
    const url = new URL(value);
    const isBare = url.href === `${url.origin}/` || loopbackUrl(value) !== undefined;
    return isBare && /^https?:$/.test(url.protocol);
}

function numberFlaw(
    value: string,
    { from = 0, to }: { readonly from?: number; readonly to?: number },
    set: string,
): string | undefined {
    // The plugin reads it as JSON, which knows neither "05" nor "5 s".
    const number: unknown = parseJson(value);
    const isRight =
        Number.isInteger(number) && Number(number) >= from && Number(number) <= (to ?? Infinity);
    const range = to === undefined ? `from ${from} on` : `from ${from} to ${to}`;
    return isRight
        ? undefined
        : `got ${show(value)}; wanted a whole number ${range}. ${set} ${Math.max(from, 5)}`;
}

function scopesFlaw(value: string, { name, isVariable }: Place): string | undefined {
    const listed: unknown = isVariable ? value.split(",") : parseJson(value);
    // RFC 6749, section 3.3.
    const isScope = (scope: unknown): boolean =>
        typeof scope === "string" && /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope.trim());
    if (Array.isArray(listed) && listed.every(isScope)) {
        return undefined;
    }
    const wanted = isVariable
        ? `wanted scopes separated by commas: export ${name}=okta.apps.manage,okta.roles.manage`
        : `wanted a list of scopes as JSON. Set it: pulumi config set ${name} '["okta.apps.manage"]', or item by item: pulumi config set --path '${name}[0]' okta.apps.manage`;
    return `got ${show(value)}; ${wanted}`;
}

/** What keeps the plugin from signing with a key; oktaProviderArgs mends the form of one in the configuration. */
function keyFlaw(value: string, { name, isVariable, keyFile }: Place): string | undefined {
    const pem = privateKeyPem(value, keyFile);
    const type = pem === undefined ? undefined : typeOf(pem);
    const again = isVariable
        ? `Set ${name} to the key or to the path of its file`
        : `Set it: pulumi config set --secret ${name} < key.pem`;
    if (pem === undefined || type === undefined) {
        return `it is neither a PEM private key without a passphrase nor the path to a file with one; wanted the whole text, from its BEGIN line to its END line. ${again}`;
    }
    if (type !== "rsa" && type !== "prime256v1") {
        return `got a key of type ${type}; the okta plugin signs with RSA or EC on P-256 only. Make such a key, and give its public half to the app`;
    }
    const text = keyFile ?? (isVariable ? value : pluginPrivateKey(value));
    return isPluginPrivateKey(text)
        ? undefined
        : `got a key in a form that the okta plugin does not read: its lines are indented, in quotes or joined, or it is no PKCS#1 or PKCS#8. Bring it into form: openssl pkcs8 -topk8 -nocrypt -in key.pem -out new.pem. ${again}`;
}

function typeOf(pem: string): string | undefined {
    try {
        const { asymmetricKeyType: type, asymmetricKeyDetails: details } = createPrivateKey(pem);
        return type === "ec" ? (details?.namedCurve ?? type) : type;
    } catch {
        return undefined;
    }
}

/**
 * A configured private key as the plugin reads it: as it is where the plugin does so or where it is
 * no key but a path, else in PKCS#8.
 */
export function pluginPrivateKey(value: string): string {
    const pem = isPluginPrivateKey(value) ? undefined : privateKeyPem(value, undefined);
    if (pem === undefined || typeOf(pem) === undefined) {
        return value;
    }
    return createPrivateKey(pem).export({ type: "pkcs8", format: "pem" }).toString();
}
