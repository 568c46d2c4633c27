import type { Resource } from "../../provider/resource";
import { text, type Values } from "../../provider/value";
import type { OktaClient } from "../client";
import { explained, statusLine } from "../oktaError";
import { timestamp } from "../timestamp";

/** The share of Okta's rate limits that one app or token may use. */
export const principalRateLimits: Resource<OktaClient> = {
    properties: {
        principalId: { type: "string", required: true },
        principalType: { type: "string", required: true },
        idProperty: { type: "string", optional: true, computed: true },
        defaultPercentage: { type: "number", optional: true, computed: true },
        defaultConcurrencyPercentage: { type: "number", optional: true, computed: true },
        createdBy: { type: "string", computed: true },
        createdDate: { type: "string", computed: true },
        lastUpdate: { type: "string", computed: true },
        lastUpdatedBy: { type: "string", computed: true },
        orgId: { type: "string", computed: true },
    },
    validate(inputs) {
        const type = inputs.principalType;
        if (typeof type !== "string" || TYPES.includes(type)) {
            return [];
        }
        const reason = `Attribute principal_type value must be one of: ["OAUTH_CLIENT" "SSWS_TOKEN"], got: "${type}"`;
        return [{ property: "principalType", reason }];
    },
    async create({ client }, inputs) {
        const filter = `principalType eq "${text(inputs, "principalType")}" and principalId eq "${text(inputs, "principalId")}"`;
        const query = new URLSearchParams({ filter });
        const [entity] = await explained(
            "failed to get principal rate limit",
            () => client.list(`${PATH}?${query.toString()}`),
            statusLine,
        );
        if (!entity) {
            throw new Error(
                "principal rate limit not found: No principal rate limit entity found with the specified principal type and principal ID.",
            );
        }
        const id = text(entity, "id");
        return { id, outputs: await replace(client, id, inputs) };
    },
    async read({ client }, id) {
        const entity = await explained(
            "failed to read principal rate limit",
            () => client.call("GET", `${PATH}/${id}`),
            statusLine,
        );
        return { id, outputs: stateOf(entity) };
    },
    update: ({ client }, id, _state, inputs) => replace(client, id, inputs),
    async delete({ client }, id, state) {
        // Okta has no call to delete them; the official plugin puts the default back.
        const defaults = {
            defaultPercentage: DEFAULT_PERCENTAGE,
            defaultConcurrencyPercentage: DEFAULT_PERCENTAGE,
        };
        await replace(client, id, { ...state, ...defaults });
    },
};

const PATH = "/api/v1/principal-rate-limits";
const TYPES = ["OAUTH_CLIENT", "SSWS_TOKEN"];
const DEFAULT_PERCENTAGE = 50;

async function replace(client: OktaClient, id: string, values: Values): Promise<Values> {
    const body: Values = {
        principalId: text(values, "principalId"),
        principalType: text(values, "principalType"),
    };
    for (const key of ["defaultPercentage", "defaultConcurrencyPercentage"]) {
        if (typeof values[key] === "number") {
            body[key] = values[key];
        }
    }
    const entity = await explained(
        "failed to update principal rate limit",
        () => client.call("PUT", `${PATH}/${id}`, body),
        statusLine,
    );
    return stateOf(entity);
}

function stateOf(entity: Values): Values {
    return {
        idProperty: text(entity, "id"),
        principalId: text(entity, "principalId"),
        principalType: text(entity, "principalType"),
        defaultPercentage: entity.defaultPercentage ?? 0,
        defaultConcurrencyPercentage: entity.defaultConcurrencyPercentage ?? 0,
        createdBy: text(entity, "createdBy"),
        createdDate: timestamp(entity.createdDate),
        lastUpdate: timestamp(entity.lastUpdate),
        lastUpdatedBy: text(entity, "lastUpdatedBy"),
        orgId: text(entity, "orgId"),
    };
}
