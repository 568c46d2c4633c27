import { decodeJwt } from "jose";

import { textsOfList } from "../rules/json";
import { UserError } from "../rules/userError";
import { type HttpClient, type HttpRequest, type HttpResponse, urlInOrg } from "./http";
import { mintToken, type TokenFailure } from "./token";

/** Settings of an okta provider that say with which credentials it works, by its own names. */
export interface ProviderSettings {
    readonly apiToken?: string;
    readonly accessToken?: string;
    readonly clientId?: string;
    readonly privateKey?: string;
    readonly privateKeyId?: string;
    readonly httpProxy?: string;
}

/** The credentials with which Pulumi itself works on the org. */
export type ProviderCredentials =
    | { readonly kind: "accessToken"; readonly accessToken: string }
    | { readonly kind: "apiToken"; readonly apiToken: string }
    | OAuthCredentials;

interface OAuthCredentials {
    readonly kind: "oauth";
    readonly clientId: string;
    readonly privateKey: string;
    readonly privateKeyId?: string;
    readonly scopes: readonly string[];
}

/** A client that sends calls with provider credentials. */
export interface AdminClient {
    readonly credentials: ProviderCredentials;
    readonly send: (path: string, request?: HttpRequest) => Promise<HttpResponse>;
}

/** A client with the scopes of its credentials, as far as they are known, or why there is none. */
type Opened =
    | { readonly client: AdminClient; readonly granted?: readonly string[] }
    | { readonly failure: TokenFailure };

/**
 * Finds the provider credentials where the okta plugin looks: each in the stack's configuration,
 * then in the environment. Of several, it takes the same as the plugin.
 */
export function findProviderCredentials(
    config: Readonly<Record<string, string>>,
    env: Readonly<Record<string, string | undefined>>,
): ProviderCredentials | undefined {
    const value = (key: string, variable: string): string | undefined =>
        config[`okta:${key}`] || env[variable] || undefined;
    const accessToken = value("accessToken", "OKTA_ACCESS_TOKEN");
    if (accessToken !== undefined) {
        return { kind: "accessToken", accessToken };
    }
    const apiToken = value("apiToken", "OKTA_API_TOKEN");
    if (apiToken !== undefined) {
        return { kind: "apiToken", apiToken };
    }
    const clientId = value("clientId", "OKTA_API_CLIENT_ID");
    const privateKey = value("privateKey", "OKTA_API_PRIVATE_KEY");
    const privateKeyId = value("privateKeyId", "OKTA_API_PRIVATE_KEY_ID");
    if (clientId === undefined || privateKey === undefined) {
        return undefined;
    }
    const scopes = readList(value("scopes", "OKTA_API_SCOPES"));
    return { kind: "oauth", clientId, privateKey, privateKeyId, scopes };
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

/** Opens a client with provider credentials. An OAuth app that gets no token is told why. */
export async function openAdminClient(
    credentials: ProviderCredentials,
    address: URL,
    http: HttpClient,
): Promise<Opened> {
    const withHeader = (authorization: string): AdminClient => ({
        credentials,
        send: (path, request = {}) =>
            http.send(urlInOrg(address, path), {
                ...request,
                headers: { ...request.headers, authorization },
            }),
    });
    switch (credentials.kind) {
        case "accessToken": {
            const { accessToken } = credentials;
            return { client: withHeader(`Bearer ${accessToken}`), granted: scopesIn(accessToken) };
        }
        case "apiToken":
            return { client: withHeader(`SSWS ${credentials.apiToken}`) };
        case "oauth":
            return signIn(credentials, address, http);
    }
}

async function signIn(
    credentials: OAuthCredentials,
    address: URL,
    http: HttpClient,
): Promise<Opened> {
    if (credentials.scopes.length === 0) {
        throw new UserError(
            'okta:scopes: the provider credentials are an OAuth app, and no scopes are set for it. Set those it is granted: pulumi config set --path "okta:scopes[0]" okta.apps.manage, and so on.',
        );
    }
    const minted = await mintToken({
        orgUrl: address.origin,
        clientId: credentials.clientId,
        privateKeyPem: credentials.privateKey,
        scopes: credentials.scopes,
        http,
        keyId: credentials.privateKeyId,
    });
    return minted.ok
        ? { client: { credentials, send: minted.token.send }, granted: minted.token.scopes }
        : { failure: minted.failure };
}

// Okta promises no form of an access token, so that one may be unreadable and good all the same.
function scopesIn(accessToken: string): string[] | undefined {
    try {
        const { scp } = decodeJwt(accessToken);
        return Array.isArray(scp) ? textsOfList(scp) : undefined;
    } catch {
        return undefined;
    }
}

// In stack configuration a list is JSON, in the environment it is separated by commas.
function readList(value: string | undefined): string[] {
    const parsed: unknown = value?.startsWith("[") ? JSON.parse(value) : value?.split(/[\s,]+/);
    return Array.isArray(parsed) ? parsed.map(String).filter(Boolean) : [];
}
