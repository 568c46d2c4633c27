import * as pulumi from "@pulumi/pulumi";

/** What an IntegrationSecret is made from. */
interface SecretInputs {
    readonly oktaDomain: string;
    readonly integrationId: string;
    readonly generation: number;
    readonly keepPrevious: boolean;
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
        inputs: { readonly [K in keyof SecretInputs]: pulumi.Input<SecretInputs[K]> },
        opts: pulumi.CustomResourceOptions,
    ) {
        const props = { ...inputs, secretId: undefined, clientSecret: undefined };
        const secret = { additionalSecretOutputs: ["clientSecret"] };
        super(secretProvider(), name, props, pulumi.mergeOptions(opts, secret));
    }
}

/**
 * Pulumi writes this provider into the stack's state, as source, and runs it in a process of its
 * own. So it uses nothing from outside, and no credential is in it: they come from the stack's
 * configuration or the environment each time.
 */
function secretProvider(): pulumi.dynamic.ResourceProvider<SecretInputs, SecretState> {
    const runner = { authorization: "", address: "" };

    async function call<T>(about: SecretInputs, method: string, path: string): Promise<T> {
        if (runner.authorization === "") {
            throw new Error(
                "a client secret can only be made with an API token (okta:apiToken or " +
                    "OKTA_API_TOKEN) or an access token (okta:accessToken or OKTA_ACCESS_TOKEN), " +
                    "and there is none. Set one of them.",
            );
        }
        const address = runner.address === "" ? `https://${about.oktaDomain}` : runner.address;
        const secrets = `/integrations/api/v1/api-services/${about.integrationId}/credentials/secrets`;
        for (let attempt = 1; ; attempt++) {
            const response = await fetch(new URL(secrets + path, address), {
                method,
                headers: { authorization: runner.authorization, accept: "application/json" },
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
        return {
            oktaDomain: inputs.oktaDomain,
            integrationId: inputs.integrationId,
            generation: inputs.generation,
            keepPrevious: inputs.keepPrevious,
            secretId: made.id,
            clientSecret: made.client_secret,
        };
    }

    return {
        configure({ config }) {
            const apiToken = config.get("okta:apiToken") || process.env.OKTA_API_TOKEN;
            const accessToken = config.get("okta:accessToken") || process.env.OKTA_ACCESS_TOKEN;
            runner.authorization = apiToken
                ? `SSWS ${apiToken}`
                : accessToken
                  ? `Bearer ${accessToken}`
                  : "";
            runner.address = config.get("okta:httpProxy") || process.env.OKTA_HTTP_PROXY || "";
            return Promise.resolve();
        },
        diff(_id, olds, news) {
            const replaces = olds.integrationId === news.integrationId ? [] : ["integrationId"];
            const changes =
                replaces.length > 0 ||
                olds.generation !== news.generation ||
                olds.keepPrevious !== news.keepPrevious;
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
            const there = await call<OktaSecret[]>(news, "GET", "");
            const others = there.filter((one) => one.id !== current.id);
            const inUse = there.filter((one) => one.id === current.id);
            if (olds.generation === news.generation) {
                await drop(news, news.keepPrevious ? [] : others);
                return { outs: stateOf(news, current) };
            }
            // There are two places: the one that is not in use is freed for the new secret.
            await drop(news, others);
            const made = await call<OktaSecret>(news, "POST", "");
            await drop(news, news.keepPrevious ? [] : inUse);
            return { outs: stateOf(news, made) };
        },
    };
}
