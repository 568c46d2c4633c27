/** Settings of an okta provider that say with which credentials it works, by its own names. */
export interface ProviderSettings {
    readonly apiToken?: string;
    readonly accessToken?: string;
    readonly clientId?: string;
    /** PEM private key, or the path to a file that holds one. */
    readonly privateKey?: string;
    readonly privateKeyId?: string;
    /** Scopes as JSON, the form they have in a stack's configuration, or separated by commas. */
    readonly scopes?: string;
    readonly httpProxy?: string;
}

/** The credentials with which Pulumi itself works on the org. */
export type ProviderCredentials =
    | { readonly kind: "accessToken"; readonly accessToken: string }
    | { readonly kind: "apiToken"; readonly apiToken: string }
    | {
          readonly kind: "oauth";
          readonly clientId: string;
          readonly privateKey: string;
          readonly privateKeyId?: string;
          readonly scopes: readonly string[];
      };

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The credentials that the okta plugin takes: each setting from the provider, else from the
 * environment; then the access token before the API token before the private key. Undefined where
 * there are none, or a private key without a client id. Uses nothing from outside, since Pulumi
 * serializes it with the dynamic provider. Source: okta/config and okta/api of
 * terraform-provider-okta, which the plugin is made from.
 */
export function providerCredentials(
    settings: ProviderSettings,
    env: Environment,
): ProviderCredentials | undefined {
    const accessToken = settings.accessToken || env["OKTA_ACCESS_TOKEN"];
    if (accessToken) {
        return { kind: "accessToken", accessToken };
    }
    const apiToken = settings.apiToken || env["OKTA_API_TOKEN"];
    if (apiToken) {
        return { kind: "apiToken", apiToken };
    }
    const clientId = settings.clientId || env["OKTA_API_CLIENT_ID"];
    const privateKey = settings.privateKey || env["OKTA_API_PRIVATE_KEY"];
    if (!clientId || !privateKey) {
        return undefined;
    }
    const privateKeyId = settings.privateKeyId || env["OKTA_API_PRIVATE_KEY_ID"] || undefined;
    const listed = (text: string | undefined): string[] => {
        if (!text?.trimStart().startsWith("[")) {
            return (text ?? "").split(/[\s,]+/).filter(Boolean);
        }
        try {
            const list: unknown = JSON.parse(text);
            return Array.isArray(list) ? list.map(String).filter(Boolean) : [];
        } catch {
            return [];
        }
    };
    const configured = listed(settings.scopes);
    const scopes = configured.length > 0 ? configured : listed(env["OKTA_API_SCOPES"]);
    return { kind: "oauth", clientId, privateKey, privateKeyId, scopes };
}

/** The provider settings in a stack's configuration, where their keys begin with "okta:". */
export function settingsInConfig(config: Readonly<Record<string, string>>): ProviderSettings {
    const { length } = "okta:";
    return Object.fromEntries(
        Object.entries(config)
            .filter(([key]) => key.startsWith("okta:"))
            .map(([key, value]) => [key.slice(length), value]),
    );
}

/** The parts of provider credentials that must not be printed. */
export function secretsOf(credentials: ProviderCredentials | undefined): string[] {
    switch (credentials?.kind) {
        case undefined:
            return [];
        case "accessToken":
            return [credentials.accessToken];
        case "apiToken":
            return [credentials.apiToken];
        case "oauth":
            return [credentials.privateKey];
    }
}

/** The settings of an okta provider that are its credentials, each with its environment variable. */
const CREDENTIAL_SETTINGS = {
    apiToken: "OKTA_API_TOKEN",
    accessToken: "OKTA_ACCESS_TOKEN",
    clientId: "OKTA_API_CLIENT_ID",
    privateKey: "OKTA_API_PRIVATE_KEY",
    privateKeyId: "OKTA_API_PRIVATE_KEY_ID",
    scopes: "OKTA_API_SCOPES",
} as const satisfies Partial<Record<keyof ProviderSettings, string>>;

/** True for a full key of a stack's configuration, such as "okta:apiToken", that holds a part of credentials. */
export function isCredentialKey(key: string): boolean {
    return key.startsWith("okta:") && Object.hasOwn(CREDENTIAL_SETTINGS, key.slice("okta:".length));
}

/** The environment variables that give the okta plugin these credentials and no others. */
export function credentialVariables(
    credentials: ProviderCredentials | undefined,
): Record<string, string> {
    const given: Readonly<Record<string, string | readonly string[] | undefined>> = {
        ...credentials,
    };
    return Object.fromEntries(
        Object.entries(CREDENTIAL_SETTINGS).map(([setting, variable]) => {
            const value = given[setting] ?? "";
            return [variable, typeof value === "string" ? value : value.join(",")];
        }),
    );
}
