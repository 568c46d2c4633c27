import { CliError } from "../errors";
import type { HttpClient, HttpRequest, HttpResponse } from "./http";
import { mintToken, type TokenFailure } from "./token";

/** The credentials with which Pulumi itself works on the org. */
export type RunnerCredentials =
    | { readonly kind: "apiToken"; readonly apiToken: string }
    | {
          readonly kind: "oauth";
          readonly clientId: string;
          readonly privateKey: string;
          readonly privateKeyId?: string;
          readonly scopes: readonly string[];
      };

/** The runner's credentials in use. */
export interface Runner {
    readonly credentials: RunnerCredentials;
    readonly send: (path: string, request?: HttpRequest) => Promise<HttpResponse>;
}

/** Finds the runner's credentials where the okta plugin looks: the stack's configuration, then the environment. */
export function findRunner(
    config: Readonly<Record<string, string>>,
    env: Readonly<Record<string, string | undefined>>,
): RunnerCredentials | undefined {
    const value = (key: string, variable: string): string | undefined =>
        config[`okta:${key}`] || env[variable] || undefined;
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

/** Makes the runner's credentials usable; an OAuth runner that gets no token is told why. */
export async function openRunner(
    credentials: RunnerCredentials,
    address: URL,
    http: HttpClient,
): Promise<
    { readonly runner: Runner; readonly granted?: readonly string[] } | { failure: TokenFailure }
> {
    if (credentials.kind === "apiToken") {
        const authorization = `SSWS ${credentials.apiToken}`;
        const send: Runner["send"] = (path, request = {}) =>
            http.send(new URL(path, address), {
                ...request,
                headers: { ...request.headers, authorization },
            });
        return { runner: { credentials, send } };
    }
    if (credentials.scopes.length === 0) {
        throw new CliError(
            'okta:scopes: the runner is an OAuth app, and no scopes are set for it. Set those it is granted: pulumi config set --path "okta:scopes[0]" okta.apps.manage, and so on.',
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
        ? { runner: { credentials, send: minted.token.send }, granted: minted.token.scopes }
        : { failure: minted.failure };
}

// In stack configuration a list is JSON, in the environment it is separated by commas.
function readList(value: string | undefined): string[] {
    const parsed: unknown = value?.startsWith("[") ? JSON.parse(value) : value?.split(/[\s,]+/);
    return Array.isArray(parsed) ? parsed.map(String).filter(Boolean) : [];
}
