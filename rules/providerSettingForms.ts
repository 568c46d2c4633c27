import { credentialFlaw } from "./credentialForm";
import { parseJson } from "./json";
import { show } from "./problem";
import type { Environment } from "./providerCredentials";
import { privateKeyFlaw, type SettingPlace } from "./providerKey";

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
/** A setting of the okta provider, by the name that it gives it. */
export type Setting = keyof typeof SETTINGS;

/** The settings of the okta provider, by the names that it gives them. */
export const PROVIDER_SETTINGS = Object.keys(SETTINGS) as readonly Setting[];

/** What is wrong with the form of one setting; undefined where the plugin takes it. Shows no credential. */
export function flawOf(key: Setting, value: string, place: SettingPlace): string | undefined {
    const about: { readonly form: Form; readonly from?: number; readonly to?: number } =
        SETTINGS[key];
    switch (about.form) {
        case "host":
            return HOST.test(value)
                ? undefined
                : `got ${show(value)}; wanted ${key === "orgName" ? 'the first part of the org\'s host, such as "acme"' : 'the rest of the org\'s host, such as "okta.com"'}.`;
        case "origin":
            return isOrigin(value)
                ? undefined
                : `wanted an address of the form http://HOST:PORT, without user, password and path.`;
        case "token": {
            const flaw = credentialFlaw(value);
            return (
                flaw &&
                `${flaw}, which no token may have; wanted the token alone. ${place.isVariable ? `Set ${place.name} again.` : `Set it again: \`pulumi config set --secret ${place.name}\``}`
            );
        }
        case "id": {
            const flaw = credentialFlaw(value);
            return flaw && `${flaw}, which no id may have; wanted the id alone.`;
        }
        case "key":
            return privateKeyFlaw(value, place);
        case "scopes":
            return scopesFlaw(value, place);
        case "flag":
            return value === "true" || value === "false"
                ? undefined
                : `got ${show(value)}; wanted true or false.`;
        case "number":
            return numberFlaw(value, about);
    }
}

const HOST = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i;

function isOrigin(value: string): boolean {
    if (!URL.canParse(value)) {
        return false;
    }
    const url = new URL(value);
    return url.href === `${url.origin}/` && /^https?:$/.test(url.protocol);
}

function numberFlaw(
    value: string,
    { from = 0, to }: { readonly from?: number; readonly to?: number },
): string | undefined {
    // The plugin reads it as JSON, which knows neither "05" nor "5 s".
    const number: unknown = parseJson(value);
    const isRight =
        Number.isInteger(number) && Number(number) >= from && Number(number) <= (to ?? Infinity);
    const range = to === undefined ? `from ${from} on` : `from ${from} to ${to}`;
    return isRight ? undefined : `got ${show(value)}; wanted a whole number ${range}.`;
}

function scopesFlaw(value: string, { isVariable }: SettingPlace): string | undefined {
    const listed: unknown = isVariable ? value.split(",") : parseJson(value);
    // RFC 6749, section 3.3.
    const isScope = (scope: unknown): boolean =>
        typeof scope === "string" && /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope.trim());
    if (Array.isArray(listed) && listed.every(isScope)) {
        return undefined;
    }
    const wanted = isVariable
        ? "wanted scopes separated by commas, such as okta.apps.manage,okta.roles.manage."
        : 'wanted a list of scopes as JSON, such as ["okta.apps.manage", "okta.roles.manage"].';
    return `got ${show(value)}; ${wanted}`;
}

export function variableNameOf(key: Setting): string | undefined {
    const about: { readonly form: Form; readonly variable?: string } = SETTINGS[key];
    return about.variable;
}

export function variableOf(key: Setting, env: Environment): string | undefined {
    return env[variableNameOf(key) ?? ""] || undefined;
}
