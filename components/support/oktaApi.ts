import { clientAssertion } from "../../okta/clientAssertion";
import { type Fetch, fetchWhole } from "../../okta/fetchWhole";
import { readKeyFile } from "../../okta/privateKey";
import { rateLimitWait } from "../../okta/rateLimit";
import { credentialFlaw } from "../../rules/credentialForm";
import { memberOf, parseJson } from "../../rules/json";
import { loopbackUrl } from "../../rules/loopback";
import { privateKeyPem } from "../../rules/privateKeyPem";
import { providerCredentials } from "../../rules/providerCredentials";
import type { CallSettings } from "./providerSettings";

/** An org, and whose credentials are to be used there. */
export interface OktaApiAccess {
    /** Host of the org that the credentials are for. */
    readonly host: string;
    /** Settings of the provider. */
    readonly settings: CallSettings;
}

/** One call of Okta's API. */
export interface OktaApiCall {
    readonly method: string;
    readonly path: string;
    /** The Okta API scope that an OAuth app needs for it. */
    readonly scope: string;
    /** Sent as JSON; none where it is left out. */
    readonly body?: object | undefined;
}

/** What callOktaApi shares with the command; each uses nothing from outside but Node. */
export const oktaApiTools = {
    clientAssertion,
    credentialFlaw,
    fetchWhole,
    loopbackUrl,
    memberOf,
    parseJson,
    privateKeyPem,
    providerCredentials,
    rateLimitWait,
    readKeyFile,
};

/**
 * Makes one call with the provider credentials that the okta plugin would take. It waits out rate
 * limits, follows no redirect, and throws Okta's own reason where the answer is no. Pulumi writes
 * this into the stack's state, as source, with the dynamic provider that calls it, and runs it in a
 * process of its own: so it uses nothing from outside, and is given its tools.
 */
export async function callOktaApi<T>(
    { host, settings }: OktaApiAccess,
    { method, path, scope, body: content }: OktaApiCall,
    tools: typeof oktaApiTools,
): Promise<T> {
    const env = process.env;
    // The plugin's httpProxy is a way to a local org. Through any other, it would be in clear.
    const org =
        tools.loopbackUrl(settings.httpProxy || env.OKTA_HTTP_PROXY) ?? new URL(`https://${host}`);

    async function send(
        to: string,
        request: { method: string; headers: Record<string, string>; body?: string },
    ): Promise<{ status: number; body: string; json: object | undefined }> {
        for (let attempt = 1; ; attempt++) {
            const { status, headers, body } = await tools
                .fetchWhole(fetch as Fetch, new URL(to, org), { ...request, timeoutMs: 30_000 })
                .catch((error: unknown) => {
                    const cause = error instanceof Error ? (error.cause ?? error) : undefined;
                    const { code, message } = (cause ?? {}) as { code?: string; message?: string };
                    throw new Error(
                        `${org.host} cannot be reached (${code ?? message ?? "no reason given"}). ` +
                            `Check name and firewall; Node takes HTTPS_PROXY only from version ` +
                            `24, with NODE_USE_ENV_PROXY=1.`,
                    );
                });
            if (status !== 429 || attempt === 4) {
                const json = tools.parseJson(body);
                const isWhole = typeof json === "object" && json !== null;
                return { status, body, json: isWhole ? json : undefined };
            }
            const [reset, date] = [headers.get("x-rate-limit-reset"), headers.get("date")];
            const wait = Math.min(tools.rateLimitWait(reset, date, attempt - 1), 65_000);
            await new Promise((resolve) => setTimeout(resolve, wait));
        }
    }

    function reasonIn(json: unknown): string {
        const said =
            tools.memberOf(json, "errorSummary") ?? tools.memberOf(json, "error_description");
        // Nobody's text may steer a terminal.
        return typeof said === "string"
            ? said.replace(/\p{C}/gu, " ").slice(0, 500)
            : "no reason given";
    }

    function sendable(name: string, credential: string): string {
        const flaw = tools.credentialFlaw(credential);
        if (flaw !== undefined) {
            throw new Error(
                `the ${name} of the okta provider cannot be sent: ${flaw}. Set it again, without that.`,
            );
        }
        return credential;
    }

    async function accessTokenOf(
        clientId: string,
        privateKey: string,
        keyId: string | undefined,
    ): Promise<string> {
        const pem = tools.privateKeyPem(privateKey, await tools.readKeyFile(privateKey));
        if (pem === undefined) {
            throw new Error(
                "okta:privateKey cannot be read as a PEM private key without a passphrase, nor as " +
                    "the path to a file with one. Set it to the whole text of the key.",
            );
        }
        const { status, json } = await send("/oauth2/v1/token", {
            method: "POST",
            headers: {
                accept: "application/json",
                "content-type": "application/x-www-form-urlencoded",
            },
            body: new URLSearchParams({
                grant_type: "client_credentials",
                scope,
                client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                client_assertion: tools.clientAssertion({
                    clientId,
                    privateKeyPem: pem,
                    keyId,
                    audience: `https://${host}/oauth2/v1/token`,
                }),
            }).toString(),
        });
        const token = tools.memberOf(json, "access_token");
        if (status !== 200 || typeof token !== "string") {
            throw new Error(
                `Okta gave the provider's OAuth app no token for ${scope} (${status}: ${reasonIn(json)}). ` +
                    `Grant it this scope, and see that okta:clientId and okta:privateKey are its own.`,
            );
        }
        return sendable("access token that Okta gave", token);
    }

    async function authorization(): Promise<string> {
        const credentials = tools.providerCredentials(settings, env);
        switch (credentials?.kind) {
            case "accessToken":
                return `Bearer ${sendable("access token", credentials.accessToken)}`;
            case "apiToken":
                return `SSWS ${sendable("API token", credentials.apiToken)}`;
            case "oauth": {
                const { clientId, privateKey, privateKeyId } = credentials;
                return `Bearer ${await accessTokenOf(clientId, privateKey, privateKeyId)}`;
            }
            case undefined:
                throw new Error(
                    "this needs the provider credentials, and there are none: wanted " +
                        "okta:apiToken, okta:accessToken, or okta:clientId with okta:privateKey, " +
                        "in the okta provider, the stack's configuration or the environment " +
                        "(OKTA_API_TOKEN ...). Set one.",
                );
        }
    }

    const headers = {
        authorization: await authorization(),
        accept: "application/json",
        ...(content && { "content-type": "application/json" }),
    };
    const { status, body, json } = await send(path, {
        method,
        headers,
        ...(content && { body: JSON.stringify(content) }),
    });
    const isDone = status >= 200 && status < 300;
    if (isDone && (body === "" || json !== undefined)) {
        return json as T;
    }
    if ((json === undefined && body !== "") || (status >= 300 && status < 400)) {
        throw new Error(
            `${org.host} answered ${status} to ${method} ${path}, which is not how Okta answers. ` +
                `Something between here and the org answers for it: a proxy, or a sign-in page.`,
        );
    }
    const hint =
        status === 401 || status === 403
            ? ` The provider credentials have to be those of a super administrator, and an OAuth app needs the scope ${scope}.`
            : "";
    throw new Error(`Okta answered ${status} to ${method} ${path}: ${reasonIn(json)}.${hint}`);
}
