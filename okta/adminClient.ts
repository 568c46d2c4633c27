import { resolve } from "node:path";

import { decodeJwt } from "jose";

import { credentialFlaw } from "../rules/credentialForm";
import { textOf, textsOfList } from "../rules/json";
import { loopbackUrl } from "../rules/loopback";
import {
    type Environment,
    type ProviderCredentials,
    providerCredentials,
    type ProviderSettings,
    secretsOf,
    settingsInConfig,
} from "../rules/providerCredentials";
import { UserError } from "../rules/userError";
import {
    createHttpClient,
    type HttpClient,
    type HttpRequest,
    type HttpResponse,
    urlInOrg,
} from "./http";
import { mintToken, type TokenFailure } from "./token";

export {
    type ProviderCredentials,
    type ProviderSettings,
    secretsOf,
} from "../rules/providerCredentials";

/** A client that sends calls with provider credentials. */
export interface AdminClient {
    readonly credentials: ProviderCredentials;
    /** Address that the calls go to. */
    readonly address: URL;
    readonly send: (path: string, request?: HttpRequest) => Promise<HttpResponse>;
}

/** A client with the scopes of its credentials, as far as they are known, or why there is none. */
type Opened =
    | { readonly client: AdminClient; readonly granted?: readonly string[] }
    | { readonly failure: TokenFailure };

/**
 * Finds the provider credentials where the okta plugin looks: each in the stack's configuration,
 * then in the environment. Of several, it takes the same as the plugin.
 *
 * @param folder The program's folder, which a path in privateKey is relative to. Without it, the
 *     path stays as it is.
 */
export function findProviderCredentials(
    config: Readonly<Record<string, string>>,
    env: Environment,
    folder?: string,
): ProviderCredentials | undefined {
    const found = providerCredentials(settingsInConfig(config), env);
    const isPath = found?.kind === "oauth" && !found.privateKey.includes("-----BEGIN ");
    return isPath && folder !== undefined
        ? { ...found, privateKey: resolve(folder, found.privateKey) }
        : found;
}

/** How a running program reaches its org: as its okta provider does. */
export interface ProgramAccess {
    readonly credentials: ProviderCredentials;
    open(): Promise<Opened>;
}

/**
 * Takes credentials and address from the settings of a program's okta provider, and from the
 * environment as the okta plugin does. Undefined where there are no credentials.
 *
 * @param scope What an OAuth app asks for: a scope that the provider has anyway for its resources.
 */
export function programAccess(
    host: string,
    settings: ProviderSettings,
    scope: string,
): ProgramAccess | undefined {
    const env = process.env;
    const credentials = providerCredentials({ ...settings, scopes: scope }, env);
    return (
        credentials && {
            credentials,
            open: async () => {
                const loopback = loopbackUrl(settings.httpProxy || env["OKTA_HTTP_PROXY"]);
                const address = loopback ?? new URL(`https://${host}`);
                return openAdminClient(credentials, address, createHttpClient());
            },
        }
    );
}

/** Opens a client with provider credentials. An OAuth app that gets no token is told why. */
export async function openAdminClient(
    credentials: ProviderCredentials,
    address: URL,
    http: HttpClient,
): Promise<Opened> {
    const withHeader = (authorization: string): AdminClient => ({
        credentials,
        address,
        send: (path, request = {}) =>
            http.send(urlInOrg(address, path), {
                ...request,
                headers: { ...request.headers, authorization },
            }),
    });
    const token = credentials.kind === "oauth" ? undefined : secretsOf(credentials)[0];
    const flaw = token === undefined ? undefined : credentialFlaw(token);
    if (flaw !== undefined) {
        const what = credentials.kind === "apiToken" ? "API token" : "access token";
        const detail = `The ${what} cannot be sent: ${flaw}. Set it again, without that.`;
        return { failure: { code: "credential_refused", detail } };
    }
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
    credentials: Extract<ProviderCredentials, { kind: "oauth" }>,
    address: URL,
    http: HttpClient,
): Promise<Opened> {
    if (credentials.scopes.length === 0) {
        const detail = `okta:scopes: the provider credentials are an OAuth app, and no scopes are set for it. Set those it is granted: pulumi config set --path "okta:scopes[0]" okta.apps.manage, and so on.`;
        return { failure: { code: "missing_scope", detail } };
    }
    const minted = await mintToken({
        orgUrl: address.origin,
        clientId: credentials.clientId,
        privateKeyPem: credentials.privateKey,
        scopes: credentials.scopes,
        http,
        keyId: credentials.privateKeyId,
    }).catch((error: unknown) => {
        if (error instanceof UserError) {
            return error;
        }
        throw error;
    });
    if (minted instanceof UserError) {
        const detail = minted.message.replace("private_key:", "okta:privateKey:");
        return { failure: { code: "credential_refused", detail } };
    }
    return minted.ok
        ? {
              client: { credentials, address, send: minted.token.send },
              granted: minted.token.scopes,
          }
        : { failure: minted.failure };
}

/** The client id of provider credentials that are an OAuth app, as far as it can be known. */
export function clientIdOf(credentials: ProviderCredentials): string | undefined {
    if (credentials.kind === "oauth") {
        return credentials.clientId;
    }
    try {
        return credentials.kind === "accessToken"
            ? textOf(decodeJwt(credentials.accessToken), "cid")
            : undefined;
    } catch {
        return undefined;
    }
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
