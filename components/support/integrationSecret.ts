import * as pulumi from "@pulumi/pulumi";

import { type ListedSecret, noRoomForSecret } from "../../rules/marketplace";
import { callOktaApi, oktaApiTools } from "./oktaApi";
import type { CallSettings, ProviderSettingOutputs } from "./providerSettings";

/** What an IntegrationSecret is made from. */
interface SecretInputs {
    /** Host of the org that the provider credentials are for. */
    readonly host: string;
    readonly integrationId: string;
    readonly generation: number;
    readonly keepPrevious: boolean;
    /**
     * Keeps, when it is made, the secret that is there. False only for an integration that this
     * `up` has made: nobody has the secret that came with it, since the okta plugin throws it away.
     */
    readonly keepExisting?: boolean;
    /** Settings of the provider whose credentials make it. Secret. The state has had this name always. */
    readonly runner: CallSettings;
}

interface SecretState extends SecretInputs {
    readonly secretId: string;
    readonly clientSecret: string;
    /** Id of the secret before, where it is kept; empty where there is none. */
    readonly previousSecretId: string;
    /** Ids of secrets that were to be deleted, and are not yet. */
    readonly pendingDeletion: string[];
}

interface OktaSecret extends ListedSecret {
    readonly client_secret: string;
}

/** What the provider of the secret is given, so that it uses nothing from outside. */
const secretTools = { ...oktaApiTools, noRoomForSecret };

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
            readonly [K in keyof Omit<SecretInputs, "runner">]: pulumi.Input<
                Exclude<SecretInputs[K], undefined>
            >;
        } & { readonly runner: ProviderSettingOutputs },
        opts: pulumi.CustomResourceOptions,
    ) {
        const outputs = {
            secretId: undefined,
            clientSecret: undefined,
            previousSecretId: undefined,
            pendingDeletion: undefined,
        };
        const secret = { additionalSecretOutputs: ["clientSecret", "runner"] };
        const options = pulumi.mergeOptions(opts, secret);
        super(secretProvider(callOktaApi, secretTools), name, { ...inputs, ...outputs }, options);
    }
}

/** Pulumi writes this provider into the stack's state, as source: no credential is in it. */
function secretProvider(
    call: typeof callOktaApi,
    tools: typeof secretTools,
): pulumi.dynamic.ResourceProvider<SecretInputs, SecretState> {
    // In a preview, what the provider of the program does not set is not known. The SDK's mark for
    // that stands for no change here.
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    function secretsOf<T>(about: SecretInputs, method: string, path = ""): Promise<T> {
        const secrets = `/integrations/api/v1/api-services/${about.integrationId}/credentials/secrets`;
        const scope = "okta.oauthIntegrations.manage";
        const { host, runner: settings } = about;
        return call<T>({ host, settings }, { method, path: secrets + path, scope }, tools);
    }

    async function deleteSecrets(about: SecretInputs, secrets: OktaSecret[]): Promise<void> {
        for (const { id, status } of secrets) {
            if (status === "ACTIVE") {
                await secretsOf(about, "POST", `/${id}/lifecycle/deactivate`);
            }
            await secretsOf(about, "DELETE", `/${id}`);
        }
    }

    /** Deletes what is to go, last of all: whatever happens there, the secret in hand is kept. */
    async function finish(
        inputs: SecretInputs,
        secret: { id: string; client_secret: string },
        previousSecretId: string,
        unwanted: OktaSecret[],
    ): Promise<SecretState> {
        const { host, integrationId, generation, keepPrevious, runner } = inputs;
        const state = {
            ...{ host, integrationId, generation, keepPrevious, runner },
            secretId: secret.id,
            clientSecret: secret.client_secret,
            previousSecretId,
            pendingDeletion: [],
        };
        try {
            await deleteSecrets(inputs, unwanted);
        } catch (error) {
            const reason =
                `a client secret that is not in use any more could not be deleted: ` +
                `${error instanceof Error ? error.message : String(error)} The one in use is kept; ` +
                `the next up deletes the rest.`;
            const { __provider } = inputs as SecretInputs & { __provider?: string };
            const pendingDeletion = unwanted.map(({ id }) => id);
            // Tells Pulumi that the resource is there all the same, and what is known of it.
            throw Object.assign(new Error(reason), {
                id: integrationId,
                properties: { ...state, pendingDeletion, __provider },
                reasons: [reason],
            });
        }
        return state;
    }

    function isSame(old: CallSettings | undefined, now: CallSettings): boolean {
        const news: Record<string, string | undefined> = { ...now };
        const olds: Record<string, string | undefined> = { ...old };
        return Object.keys({ ...olds, ...news }).every(
            (key) => news[key] === unknown || (news[key] ?? "") === (olds[key] ?? ""),
        );
    }

    return {
        diff(_id, olds, news) {
            const replaces = olds.integrationId === news.integrationId ? [] : ["integrationId"];
            const changes =
                replaces.length > 0 ||
                olds.generation !== news.generation ||
                olds.keepPrevious !== news.keepPrevious ||
                // Kept as they are now, since a refresh has nothing but what was kept.
                (news.host !== unknown && olds.host !== news.host) ||
                !isSame(olds.runner, news.runner);
            return Promise.resolve({ changes, replaces });
        },
        async create(inputs) {
            const there = await secretsOf<OktaSecret[]>(inputs, "GET");
            const proxy = inputs.runner.httpProxy || process.env.OKTA_HTTP_PROXY;
            const org = tools.loopbackUrl(proxy) ?? new URL(`https://${inputs.host}`);
            const noRoom = tools.noRoomForSecret(inputs.integrationId, there, org);
            if (noRoom !== undefined) {
                throw new Error(noRoom);
            }
            const made = await secretsOf<OktaSecret>(inputs, "POST");
            const [previous = "", unwanted] = inputs.keepExisting
                ? [there[0]?.id, []]
                : ["", there];
            return {
                id: inputs.integrationId,
                outs: await finish(inputs, made, previous, unwanted),
            };
        },
        async read(id, props) {
            if (props === undefined) {
                throw new Error("a client secret cannot be imported: Okta shows it only once.");
            }
            const there = await secretsOf<OktaSecret[]>(props, "GET");
            const isThere = there.some(
                (one) => one.id === props.secretId && one.status === "ACTIVE",
            );
            return isThere ? { id, props } : {};
        },
        async update(_id, olds, news) {
            const current = { id: olds.secretId, client_secret: olds.clientSecret };
            const there = await secretsOf<OktaSecret[]>(news, "GET");
            const others = there.filter(({ id }) => id !== current.id);
            if (olds.generation === news.generation) {
                const unwanted = news.keepPrevious
                    ? others.filter(({ id }) => olds.pendingDeletion.includes(id))
                    : others;
                const previous = news.keepPrevious ? olds.previousSecretId : "";
                return { outs: await finish(news, current, previous, unwanted) };
            }
            // There are two places: the one that is not in use is freed for the new secret.
            await deleteSecrets(news, others);
            const made = await secretsOf<OktaSecret>(news, "POST");
            const inUse = there.filter(({ id }) => id === current.id);
            const [previous, unwanted] = news.keepPrevious ? [current.id, []] : ["", inUse];
            return { outs: await finish(news, made, previous, unwanted) };
        },
    };
}
