import { createPrivateKey, randomUUID, sign } from "node:crypto";

import type { ProviderSettings } from "../../okta/adminClient";
import type { rateLimitWait } from "../../okta/rateLimit";

/** An org, and whose credentials are to be used there. */
export interface OktaApiAccess {
    /** Host of the org that the credentials are for. */
    readonly host: string;
    readonly runner: ProviderSettings;
}

/** One call of Okta's API. */
export interface OktaApiCall {
    readonly method: string;
    readonly path: string;
    /** The Okta API scope that an OAuth runner needs for it. */
    readonly scope: string;
}

/**
 * Makes one call with the provider's credentials, in the order in which the okta plugin takes them:
 * access token, API token, private key, each from the settings or else from the environment. It
 * waits out rate limits, and throws Okta's own reason where the answer is no. Pulumi writes this
 * into the stack's state, as source, with the dynamic provider that calls it, and runs it in a
 * process of its own: so it uses nothing from outside but Node.
 */
export async function callOktaApi<T>(
    { host, runner }: OktaApiAccess,
    { method, path, scope }: OktaApiCall,
    waitFor: typeof rateLimitWait,
): Promise<T> {
    const env = process.env;
    // The plugin's httpProxy is a way to a local org. Through any other, it would be in clear.
    const proxy = runner.httpProxy || env.OKTA_HTTP_PROXY || "";
    const isLocal = /^http:\/\/(127(\.\d+){3}|localhost|\[::1\])(:\d+)?\/?$/.test(proxy);
    const org = isLocal ? proxy : `https://${host}`;

    async function send(
        url: string,
        init: RequestInit,
    ): Promise<{ ok: boolean; status: number; text: string }> {
        for (let attempt = 1; ; attempt++) {
            const signal = AbortSignal.timeout(30_000);
            const response = await fetch(new URL(url, org), { ...init, signal }).catch(
                (error: unknown) => {
                    const cause = error instanceof Error ? (error.cause ?? error) : error;
                    throw new Error(
                        `${new URL(org).host} cannot be reached (${String(cause)}). Check name and ` +
                            `firewall; Node takes HTTPS_PROXY only from version 24, with ` +
                            `NODE_USE_ENV_PROXY=1.`,
                    );
                },
            );
            if (response.status !== 429 || attempt === 4) {
                const { ok, status } = response;
                return { ok, status, text: await response.text() };
            }
            const { headers } = response;
            const [reset, date] = [headers.get("x-rate-limit-reset"), headers.get("date")];
            const wait = Math.min(waitFor(reset, date, attempt - 1), 65_000);
            await new Promise((resolve) => setTimeout(resolve, wait));
        }
    }

    function reasonIn(text: string): string {
        const said = /"(?:errorSummary|error_description)":\s*"([^"]*)"/.exec(text);
        return said === null ? "no reason given" : String(said[1]);
    }

    // private_key_jwt (RFC 7523).
    async function accessTokenOf(clientId: string, privateKey: string): Promise<string> {
        const key = createPrivateKey(privateKey.replaceAll("\\n", "\n"));
        const kid = runner.privateKeyId || env.OKTA_API_PRIVATE_KEY_ID || undefined;
        const bits = key.asymmetricKeyDetails?.namedCurve === "secp384r1" ? 384 : 256;
        const now = Math.floor(Date.now() / 1000);
        const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
        const alg = `${key.asymmetricKeyType === "rsa" ? "RS" : "ES"}${bits}`;
        const claims = {
            iss: clientId,
            sub: clientId,
            aud: `https://${host}/oauth2/v1/token`,
            iat: now - 5,
            exp: now + 300,
            jti: randomUUID(),
        };
        const unsigned = `${encode({ alg, kid })}.${encode(claims)}`;
        const how = { key, dsaEncoding: "ieee-p1363" } as const;
        const signature = sign(`sha${bits}`, Buffer.from(unsigned), how).toString("base64url");
        const { ok, status, text } = await send("/oauth2/v1/token", {
            method: "POST",
            body: new URLSearchParams({
                grant_type: "client_credentials",
                scope,
                client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                client_assertion: `${unsigned}.${signature}`,
            }),
        });
        const token = /"access_token":\s*"([^"]*)"/.exec(text);
        if (!ok || token === null) {
            throw new Error(
                `Okta gave the runner's app no token for ${scope} (${status}: ${reasonIn(text)}). ` +
                    `Grant it this scope, and see that okta:clientId and okta:privateKey are its own.`,
            );
        }
        return String(token[1]);
    }

    async function authorization(): Promise<string> {
        // The plugin looks for each setting in the environment before it weighs one against another.
        const apiToken = runner.apiToken || env.OKTA_API_TOKEN;
        const accessToken = runner.accessToken || env.OKTA_ACCESS_TOKEN;
        const clientId = runner.clientId || env.OKTA_API_CLIENT_ID;
        const privateKey = runner.privateKey || env.OKTA_API_PRIVATE_KEY;
        if (accessToken) {
            return `Bearer ${accessToken}`;
        }
        if (apiToken) {
            return `SSWS ${apiToken}`;
        }
        if (clientId && privateKey) {
            return `Bearer ${await accessTokenOf(clientId, privateKey)}`;
        }
        throw new Error(
            "this needs the runner's credentials, and there are none: wanted okta:apiToken, " +
                "okta:accessToken, or okta:clientId with okta:privateKey, in the okta provider, " +
                "the stack's configuration or the environment (OKTA_API_TOKEN ...). Set one.",
        );
    }

    const headers = { authorization: await authorization(), accept: "application/json" };
    const { ok, status, text } = await send(path, { method, headers });
    if (ok) {
        return (text === "" ? undefined : JSON.parse(text)) as T;
    }
    const hint =
        status === 401 || status === 403
            ? ` The runner has to be a super administrator, and an OAuth runner needs the scope ${scope}.`
            : "";
    throw new Error(`Okta answered ${status} to ${method} ${path}: ${reasonIn(text)}.${hint}`);
}
