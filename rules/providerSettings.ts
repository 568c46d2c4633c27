import type { InputProblem } from "./problem";
import type { Environment } from "./providerCredentials";
import { howToSetKey } from "./providerKey";
import {
    flawOf,
    PROVIDER_SETTINGS,
    type Setting,
    variableNameOf,
    variableOf,
} from "./providerSettingForms";
import type { ConfigSource } from "./stackConfig";

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
            const others = beside.map((name) => `\`pulumi config rm ${name}\``).join(", ");
            const reason =
                `got it beside ${beside.join(", ")}; the okta plugin wants one kind of ` +
                `credentials. Remove it, \`pulumi config rm ${nameOf(token)}\`, or the others: ${others}`;
            refuse(nameOf(token), reason);
        }
    }
    if (env === undefined) {
        return problems;
    }

    const isGiven = (key: Setting): boolean => has(key) || variableOf(key, env) !== undefined;
    for (const key of takenFromEnvironment(isGiven).filter((one) => !has(one))) {
        const value = variableOf(key, env);
        if (value !== undefined) {
            const name = variableNameOf(key) ?? "";
            refuse(name, flawOf(key, value, { name, isVariable: true, keyFile }));
        }
    }
    const parts = OAUTH_PARTS.filter(isGiven);
    const isOAuth =
        !isGiven("accessToken") &&
        !isGiven("apiToken") &&
        (parts.includes("privateKey") || parts.length === 2);
    for (const key of isOAuth ? OAUTH_PARTS.filter((one) => !isGiven(one)) : []) {
        const wanted =
            `got nothing; the credentials are an OAuth app, and wanted are ` +
            `${nameOf("clientId")}, ${nameOf("privateKey")} and ${nameOf("scopes")}. `;
        refuse(nameOf(key), wanted + HOW_TO_SET[key](nameOf(key)));
    }
    return problems;
}

/** Settings that the plugin's schema does not take together (ConflictsWith). */
const EXCLUDED: Partial<Record<Setting, readonly Setting[]>> = {
    accessToken: ["apiToken", "clientId", "privateKey", "scopes"],
    apiToken: ["clientId", "privateKey", "privateKeyId", "scopes"],
};

/** What an OAuth app as provider credentials cannot do without. */
const OAUTH_PARTS = ["clientId", "privateKey", "scopes"] as const;

const HOW_TO_SET = {
    clientId: (name: string) => `Set ${name} to the client id of the app, which begins with 0oa.`,
    privateKey: (name: string) => howToSetKey(name),
    scopes: (name: string) =>
        `Set ${name} to those that it is granted, as a list in JSON: ["okta.apps.manage", ...].`,
} as const;

/** Those that the plugin looks for in the environment: of the credentials, the ones that it uses. */
function takenFromEnvironment(isGiven: (key: Setting) => boolean): Setting[] {
    const credentials: Setting[] = isGiven("accessToken")
        ? ["accessToken"]
        : isGiven("apiToken")
          ? ["apiToken"]
          : ["clientId", "privateKey", "privateKeyId", "scopes"];
    return ["orgName", "baseUrl", "httpProxy", ...credentials];
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
              `encrypted. If the file was shared, make another credential. Then: \`pulumi config ` +
              `set --secret ${name}\``
        : undefined;
}
