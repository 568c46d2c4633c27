import type { Context, Resource } from "../../provider/resource";
import { PartlyCreated } from "../../provider/resource";
import { flag, isRecord, text, type Value, type Values } from "../../provider/value";
import type { OktaClient } from "../client";
import { explained, statusLine } from "../oktaError";
import { retryFor } from "../retry";
import { appOauthBody } from "./appOauthBody";
import { appOauthProperties } from "./appOauthProperties";
import { appOauthState } from "./appOauthState";

const DEACTIVATION_LIMIT_MS = 20_000;
const DELETION_LIMIT_MS = 30_000;

/** An OIDC app. */
export const appOauth: Resource<OktaClient> = {
    properties: appOauthProperties,
    validate(inputs) {
        const keyless = inputs.jwks === undefined && inputs.jwksUri === undefined;
        if (inputs.tokenEndpointAuthMethod !== "private_key_jwt" || !keyless) {
            return [];
        }
        const reason =
            "'jwks' or 'jwks_uri' is required when 'token_endpoint_auth_method' is 'private_key_jwt'";
        return [{ property: "jwks", reason }];
    },
    async create(context, inputs) {
        const { client } = context;
        const activate = text(inputs, "status") === "ACTIVE";
        const app = await explained(
            "failed to create OAuth application",
            () =>
                client.call(
                    "POST",
                    `/api/v1/apps?activate=${activate}`,
                    appOauthBody(inputs, undefined),
                ),
            statusLine,
        );
        const id = text(app, "id");
        const known = { ...inputs, ...secretOf(inputs, app) };
        try {
            await writeIdTokenSettings(context, id, inputs);
            if (text(inputs, "type") !== "service" && !flag(inputs, "skipAuthenticationPolicy")) {
                await assignPolicy(context, id, inputs);
            }
            return { id, outputs: await readOutputs(context, id, known) };
        } catch (error) {
            const reason = error instanceof Error ? error.message : String(error);
            throw new PartlyCreated(id, known, reason);
        }
    },
    async read(context, id, state) {
        return { id, outputs: await readOutputs(context, id, state) };
    },
    async update(context, id, state, inputs, changed) {
        const { client } = context;
        if (changed.has("status")) {
            const verb = text(inputs, "status") === "ACTIVE" ? "activate" : "deactivate";
            await client.call("POST", `${appPath(id)}/lifecycle/${verb}`);
            if (changed.size === 1) {
                return { ...state, ...inputs };
            }
        }
        const app = await explained(
            "failed to update OAuth application",
            () => client.call("PUT", appPath(id), appOauthBody(inputs, state)),
            statusLine,
        );
        if (changed.has("groupsClaim")) {
            await writeIdTokenSettings(context, id, inputs);
        }
        if (!flag(inputs, "skipAuthenticationPolicy")) {
            await assignPolicy(context, id, inputs);
        }
        const kept = without(state, [...changed]);
        return readOutputs(context, id, { ...kept, ...inputs, ...secretOf(inputs, app) });
    },
    async delete({ client }, id, state) {
        const pause = (milliseconds: number): Promise<void> => client.pause(milliseconds);
        await explained("failed to delete OAuth application", async () => {
            // An org may need a while to agree that an app exists, and that it is inactive.
            if (text(state, "status") === "ACTIVE") {
                await retryFor(
                    () => client.call("POST", `${appPath(id)}/lifecycle/deactivate`),
                    DEACTIVATION_LIMIT_MS,
                    pause,
                );
            }
            await retryFor(() => client.call("DELETE", appPath(id)), DELETION_LIMIT_MS, pause);
        });
    },
};

type OktaContext = Context<OktaClient>;

async function readOutputs(context: OktaContext, id: string, known: Values): Promise<Values> {
    const { client } = context;
    const app = await explained(
        "failed to get OAuth application",
        () => client.call("GET", appPath(id)),
        statusLine,
    );
    const classic = flag(known, "skipAuthenticationPolicy") || (await client.isClassic());
    const outputs = { ...known, ...appOauthState(app, !classic) };
    const groupsClaim = await readGroupsClaim(client, id);
    return groupsClaim === undefined ? outputs : { ...outputs, groupsClaim };
}

// These settings are not part of Okta's public API, and take an API token only.
async function writeIdTokenSettings(
    { client }: OktaContext,
    id: string,
    inputs: Values,
): Promise<void> {
    if (client.usesOAuth || text(inputs, "preconfiguredApp") !== "") {
        return;
    }
    const body: Values = { issuerMode: text(inputs, "issuerMode") };
    const claim = inputs.groupsClaim;
    if (isRecord(claim)) {
        const type = text(claim, "type");
        body.name = text(claim, "name");
        body.value = text(claim, "value");
        body.valueType = type === "FILTER" ? "GROUPS" : type;
        if (text(claim, "filterType") !== "") {
            body.groupFilterType = text(claim, "filterType");
        }
    }
    await explained("failed to update groups claim for an OAuth application", () =>
        client.call("POST", idTokenPath(id), body),
    );
}

async function readGroupsClaim(client: OktaClient, id: string): Promise<Value | undefined> {
    if (client.usesOAuth) {
        return undefined;
    }
    try {
        const claim = await client.call("GET", idTokenPath(id));
        if (text(claim, "name") === "") {
            return undefined;
        }
        const filterType = text(claim, "groupFilterType");
        return {
            type: filterType === "" ? text(claim, "valueType") : "FILTER",
            name: text(claim, "name"),
            value: text(claim, "value"),
            issuerMode: text(claim, "issuerMode"),
            ...(filterType === "" ? {} : { filterType }),
        };
    } catch {
        return undefined;
    }
}

async function assignPolicy(context: OktaContext, id: string, inputs: Values): Promise<void> {
    const { client } = context;
    await explained("failed to set authentication policy an OAuth application", async () => {
        const policy = text(inputs, "authenticationPolicy") || (await defaultPolicy(client));
        if (policy !== "") {
            await client.call("PUT", `${appPath(id)}/policies/${policy}`);
        }
    });
}

async function defaultPolicy(client: OktaClient): Promise<string> {
    if (await client.isClassic()) {
        return "";
    }
    const policies = await client.list("/api/v1/policies?type=ACCESS_POLICY");
    const found = policies.find((policy) => policy.system === true);
    if (!found) {
        throw new Error("there is no default access policy");
    }
    return text(found, "id");
}

function secretOf(inputs: Values, app: Values): Values {
    const client = isRecord(app.credentials) ? app.credentials.oauthClient : undefined;
    if (flag(inputs, "omitSecret")) {
        return { clientSecret: "" };
    }
    const secret = isRecord(client) ? text(client, "client_secret") : "";
    return secret === "" ? {} : { clientSecret: secret };
}

function without(values: Values, keys: string[]): Values {
    return Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));
}

function appPath(id: string): string {
    return `/api/v1/apps/${encodeURIComponent(id)}`;
}

function idTokenPath(id: string): string {
    return `/api/v1/internal/apps/${encodeURIComponent(id)}/settings/oauth/idToken`;
}
