import type { Properties } from "../provider/properties";
import { text, texts, type Values } from "../provider/value";

/** The settings of the official provider. */
export const configuration: Properties = {
    orgName: { type: "string", optional: true },
    baseUrl: { type: "string", optional: true },
    httpProxy: { type: "string", optional: true },
    apiToken: { type: "string", optional: true, secret: true },
    accessToken: { type: "string", optional: true, secret: true },
    clientId: { type: "string", optional: true },
    privateKey: { type: "string", optional: true, secret: true },
    privateKeyId: { type: "string", optional: true },
    scopes: { type: "set", optional: true },
    backoff: { type: "boolean", optional: true },
    minWaitSeconds: { type: "number", optional: true },
    maxWaitSeconds: { type: "number", optional: true },
    maxRetries: { type: "number", optional: true },
    maxApiCapacity: { type: "number", optional: true },
    parallelism: { type: "number", optional: true },
    logLevel: { type: "number", optional: true },
    requestTimeout: { type: "number", optional: true },
};

const DEFAULT_RETRIES = 5;
// The official default of 30 s is needlessly slow for a local org.
const DEFAULT_MIN_WAIT_SECONDS = 0.5;
const DEFAULT_MAX_WAIT_SECONDS = 300;

/** Provider credentials: an API token, an access token, or an OAuth client with its key. */
export type Credentials =
    | { readonly kind: "apiToken"; readonly token: string }
    | { readonly kind: "accessToken"; readonly token: string }
    | {
          readonly kind: "privateKey";
          readonly clientId: string;
          readonly privateKey: string;
          readonly keyId: string;
          readonly scopes: readonly string[];
      };

/** The provider settings that the stand-in uses, with defaults applied. */
export interface Settings {
    /** The org's own address, https://{orgName}.{baseUrl}. */
    readonly org: string;
    /** Address to send plain HTTP requests to instead of the org; "" means none. */
    readonly proxy: string;
    readonly credentials: Credentials;
    readonly maxRetries: number;
    readonly minWaitMs: number;
    readonly maxWaitMs: number;
    /** 0 means no limit. */
    readonly requestTimeoutMs: number;
}

/**
 * Reads the provider settings. Settings that are absent are read from the environment variables
 * of the official provider.
 *
 * @throws Error when the org or the credentials are missing or incomplete.
 */
export function readSettings(values: Values, environment: NodeJS.ProcessEnv): Settings {
    const get = (key: string, variable: string): string =>
        text(values, key) || (environment[variable] ?? "");
    const orgName = get("orgName", "OKTA_ORG_NAME");
    const baseUrl = get("baseUrl", "OKTA_BASE_URL") || "okta.com";
    const proxy = get("httpProxy", "OKTA_HTTP_PROXY");
    if (orgName === "" && proxy === "") {
        throw new Error(
            "Provider Configuration Error: okta:orgName is not set; set it (or OKTA_ORG_NAME) to the first label of the org's domain",
        );
    }
    const minWait = number(values, "minWaitSeconds", DEFAULT_MIN_WAIT_SECONDS);
    const maxWait = number(values, "maxWaitSeconds", DEFAULT_MAX_WAIT_SECONDS);
    return {
        org: orgName === "" ? proxy : `https://${orgName}.${baseUrl}`,
        proxy: proxy.replace(/\/+$/, ""),
        credentials: readCredentials(values, get, environment),
        maxRetries: number(values, "maxRetries", DEFAULT_RETRIES),
        minWaitMs: minWait * 1000,
        maxWaitMs: maxWait * 1000,
        requestTimeoutMs: number(values, "requestTimeout", 0) * 1000,
    };
}

function readCredentials(
    values: Values,
    get: (key: string, variable: string) => string,
    environment: NodeJS.ProcessEnv,
): Credentials {
    const accessToken = get("accessToken", "OKTA_ACCESS_TOKEN");
    if (accessToken !== "") {
        return { kind: "accessToken", token: accessToken };
    }
    const token = get("apiToken", "OKTA_API_TOKEN");
    if (token !== "") {
        return { kind: "apiToken", token };
    }
    const privateKey = get("privateKey", "OKTA_API_PRIVATE_KEY");
    if (privateKey !== "") {
        const fromEnvironment = (environment.OKTA_API_SCOPES ?? "").split(",").filter(Boolean);
        const given = texts(values, "scopes");
        const scopes = given.length > 0 ? given : fromEnvironment;
        const clientId = get("clientId", "OKTA_API_CLIENT_ID");
        if (clientId === "" || scopes.length === 0) {
            throw new Error(
                "Provider Configuration Error: okta:privateKey needs okta:clientId and okta:scopes beside it; set both",
            );
        }
        // Environment variables often hold the PEM on one line, with \n written out.
        const pem = privateKey.replaceAll("\\n", "\n");
        const keyId = get("privateKeyId", "OKTA_API_PRIVATE_KEY_ID");
        return { kind: "privateKey", clientId, privateKey: pem, keyId, scopes };
    }
    throw new Error(
        "Provider Configuration Error: no credentials; set okta:apiToken, okta:accessToken, or okta:clientId with okta:privateKey and okta:scopes",
    );
}

function number(values: Values, key: string, fallback: number): number {
    const value = values[key];
    return typeof value === "number" ? value : fallback;
}
