import { createPrivateKey, randomUUID, sign } from "node:crypto";

import * as pulumi from "@pulumi/pulumi";

import type { Runner, RunnerOutputs } from "./runner";

/** What an IntegrationSecret is made from. */
interface SecretInputs {
    readonly oktaDomain: string;
    readonly integrationId: string;
    readonly generation: number;
    readonly keepPrevious: boolean;
    /** Whose credentials make it. Secret. */
    readonly runner: Runner;
}

interface SecretState extends SecretInputs {
    readonly secretId: string;
    readonly clientSecret: string;
}

interface OktaSecret {
    readonly id: string;
    readonly status: string;
    readonly client_secret: string;
}

/**
 * The client secret of an API service integration, made by Okta's secrets API: okta's own resource
 * throws away the secret that comes with the integration. Not exported: MarketplaceIntegration is.
 */
export class IntegrationSecret extends pulumi.dynamic.Resource {
    /** The secret that the client is to use. */
    declare public readonly clientSecret: pulumi.Output<string>;

    constructor(
        name: string,
        inputs: {
            readonly [K in keyof Omit<SecretInputs, "runner">]: pulumi.Input<SecretInputs[K]>;
        } & { readonly runner: RunnerOutputs },
        opts: pulumi.CustomResourceOptions,
    ) {
        const props = { ...inputs, secretId: undefined, clientSecret: undefined };
        const secret = { additionalSecretOutputs: ["clientSecret", "runner"] };
        super(secretProvider(), name, props, pulumi.mergeOptions(opts, secret));
    }
}

/**
 * Pulumi writes this provider into the stack's state, as source, and runs it in a process of its
 * own. So it uses nothing from outside but Node, and no credential is in it.
 */
function secretProvider(): pulumi.dynamic.ResourceProvider<SecretInputs, SecretState> {
    function orgOf({ oktaDomain, runner }: SecretInputs): string {
        return runner.httpProxy || process.env.OKTA_HTTP_PROXY || `https://${oktaDomain}`;
    }

    async function authorize(about: SecretInputs): Promise<string> {
        const { runner } = about;
        const env = process.env;
        const isApp = runner.clientId || runner.privateKey || runner.accessToken;
        const apiToken = runner.apiToken || (isApp ? undefined : env.OKTA_API_TOKEN);
        if (apiToken) {
            return `SSWS ${apiToken}`;
        }
        const accessToken = runner.accessToken || env.OKTA_ACCESS_TOKEN;
        if (accessToken) {
            return `Bearer ${accessToken}`;
        }
        const clientId = runner.clientId || env.OKTA_API_CLIENT_ID;
        const privateKey = runner.privateKey || env.OKTA_API_PRIVATE_KEY;
        if (!clientId || !privateKey) {
            throw new Error(
                "a client secret can only be made with the runner's credentials, and there are " +
                    "none: wanted okta:apiToken, okta:accessToken, or okta:clientId with " +
                    "okta:privateKey, in the okta provider, the stack's configuration or the " +
                    "environment (OKTA_API_TOKEN ...). Set one of them.",
            );
        }
        const keyId = runner.privateKeyId || env.OKTA_API_PRIVATE_KEY_ID;
        return `Bearer ${await accessTokenFor(about, clientId, privateKey, keyId)}`;
    }

    // private_key_jwt (RFC 7523). No library: this source has to stand alone.
    async function accessTokenFor(
        about: SecretInputs,
        clientId: string,
        privateKey: string,
        keyId: string | undefined,
    ): Promise<string> {
        const key = createPrivateKey(privateKey.replaceAll("\\n", "\n"));
        const isRsa = key.asymmetricKeyType === "rsa";
        const isP384 = key.asymmetricKeyDetails?.namedCurve === "secp384r1";
        const bits = isP384 ? 384 : 256;
        const now = Math.floor(Date.now() / 1000);
        const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
        const header = { alg: `${isRsa ? "RS" : "ES"}${bits}`, kid: keyId || undefined };
        const claims = {
            iss: clientId,
            sub: clientId,
            aud: `https://${about.oktaDomain}/oauth2/v1/token`,
            iat: now - 5,
            exp: now + 300,
            jti: randomUUID(),
        };
        const unsigned = `${encode(header)}.${encode(claims)}`;
        const how = { key, dsaEncoding: "ieee-p1363" } as const;
        const signature = sign(`sha${bits}`, Buffer.from(unsigned), how).toString("base64url");
        const response = await fetch(new URL("/oauth2/v1/token", orgOf(about)), {
            method: "POST",
            signal: AbortSignal.timeout(30_000),
            body: new URLSearchParams({
                grant_type: "client_credentials",
                scope: "okta.oauthIntegrations.manage",
                client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                client_assertion: `${unsigned}.${signature}`,
            }),
        });
        const { access_token, error, error_description } = (await response.json()) as {
            access_token?: string;
            error?: string;
            error_description?: string;
        };
        if (access_token === undefined) {
            throw new Error(
                `Okta gave the runner's app no token for okta.oauthIntegrations.manage ` +
                    `(${response.status} ${error ?? ""}: ${error_description ?? "no reason given"}). ` +
                    `Grant it this scope, and see that okta:clientId and okta:privateKey are its own.`,
            );
        }
        return access_token;
    }

    async function call<T>(about: SecretInputs, method: string, path: string): Promise<T> {
        const authorization = await authorize(about);
        const secrets = `/integrations/api/v1/api-services/${about.integrationId}/credentials/secrets`;
        for (let attempt = 1; ; attempt++) {
            const response = await fetch(new URL(secrets + path, orgOf(about)), {
                method,
                signal: AbortSignal.timeout(30_000),
                headers: { authorization, accept: "application/json" },
            });
            if (response.status === 429 && attempt < 4) {
                const reset = Number(response.headers.get("x-rate-limit-reset")) * 1000;
                const wait = Math.min(Math.max(reset - Date.now(), 1000), 65_000);
                await new Promise((resolve) => setTimeout(resolve, wait));
                continue;
            }
            const text = await response.text();
            if (response.ok) {
                return (text === "" ? undefined : JSON.parse(text)) as T;
            }
            const why = /"errorSummary":"([^"]*)"/.exec(text);
            const remedy =
                response.status === 401 || response.status === 403
                    ? " The runner has to be a super administrator, and an OAuth runner needs the scope okta.oauthIntegrations.manage."
                    : "";
            throw new Error(
                `Okta answered ${response.status} to ${method} of the integration's client secrets: ` +
                    `${why === null ? "no reason given" : String(why[1])}.${remedy}`,
            );
        }
    }

    async function drop(about: SecretInputs, secrets: OktaSecret[]): Promise<void> {
        for (const { id, status } of secrets) {
            if (status === "ACTIVE") {
                await call(about, "POST", `/${id}/lifecycle/deactivate`);
            }
            await call(about, "DELETE", `/${id}`);
        }
    }

    function stateOf(inputs: SecretInputs, made: { id: string; client_secret: string }) {
        const { oktaDomain, integrationId, generation, keepPrevious, runner } = inputs;
        const settings = { oktaDomain, integrationId, generation, keepPrevious, runner };
        return { ...settings, secretId: made.id, clientSecret: made.client_secret };
    }

    function isSame(old: Runner | undefined, now: Runner): boolean {
        // In a preview, what the provider of the program does not set is not known: the SDK's mark
        // for that stands for no change.
        const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
        const news: Record<string, string | undefined> = { ...now };
        const olds: Record<string, string | undefined> = { ...old };
        return Object.keys({ ...olds, ...news }).every(
            (key) => news[key] === unknown || news[key] === olds[key],
        );
    }

    return {
        diff(_id, olds, news) {
            const replaces = olds.integrationId === news.integrationId ? [] : ["integrationId"];
            const changes =
                replaces.length > 0 ||
                olds.generation !== news.generation ||
                olds.keepPrevious !== news.keepPrevious ||
                // Kept as it is now, since a refresh has nothing but what was kept.
                !isSame(olds.runner, news.runner);
            return Promise.resolve({ changes, replaces });
        },
        async create(inputs) {
            const there = await call<OktaSecret[]>(inputs, "GET", "");
            if (there.length > 1) {
                throw new Error(
                    `the integration ${inputs.integrationId} has two client secrets, which is all ` +
                        `that Okta allows. Delete the one that is not in use, in the Admin Console ` +
                        `under Applications > API Service Integrations, and run this again.`,
                );
            }
            const made = await call<OktaSecret>(inputs, "POST", "");
            // Nobody has the secret that came with the integration.
            await drop(inputs, there);
            return { id: inputs.integrationId, outs: stateOf(inputs, made) };
        },
        async read(id, props) {
            if (props === undefined) {
                throw new Error("a client secret cannot be imported: Okta shows it only once.");
            }
            const there = await call<OktaSecret[]>(props, "GET", "");
            const isThere = there.some(
                (one) => one.id === props.secretId && one.status === "ACTIVE",
            );
            return isThere ? { id, props } : {};
        },
        async update(_id, olds, news) {
            const current = { id: olds.secretId, client_secret: olds.clientSecret };
            const isNext = olds.generation !== news.generation;
            if (!isNext && news.keepPrevious) {
                return { outs: stateOf(news, current) };
            }
            const there = await call<OktaSecret[]>(news, "GET", "");
            const others = there.filter((one) => one.id !== current.id);
            const inUse = there.filter((one) => one.id === current.id);
            // There are two places: the one that is not in use is freed for the new secret.
            await drop(news, others);
            if (!isNext) {
                return { outs: stateOf(news, current) };
            }
            const made = await call<OktaSecret>(news, "POST", "");
            await drop(news, news.keepPrevious ? [] : inUse);
            return { outs: stateOf(news, made) };
        },
    };
}
