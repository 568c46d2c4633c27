import type { Resource } from "../../provider/resource";
import { isRecord, text, texts, type Values } from "../../provider/value";
import type { OktaClient } from "../client";
import { explained, statusLine } from "../oktaError";
import { timestamp } from "../timestamp";

/** An API token. Okta has no call to create one, so it can only be imported. */
export const apiToken: Resource<OktaClient> = {
    properties: {
        idProperty: { type: "string", required: true },
        name: { type: "string", optional: true, computed: true },
        userId: { type: "string", optional: true, computed: true },
        clientName: { type: "string", optional: true, computed: true },
        created: { type: "string", optional: true, computed: true },
        network: { type: "object", optional: true },
    },
    create: () =>
        Promise.reject(
            new Error(
                "Create Not Supported: an API token is made in Okta's Admin Console and then imported here",
            ),
        ),
    async read({ client }, id) {
        const token = await explained(
            "error in getting API token",
            () => client.call("GET", `${PATH}/${id}`),
            statusLine,
        );
        return { id, outputs: stateOf(token) };
    },
    async update({ client }, id, state, inputs) {
        const known = { ...state, ...inputs };
        const body: Values = {
            name: text(known, "name"),
            clientName: text(known, "clientName"),
            userId: text(known, "userId"),
            created: text(state, "created"),
        };
        if (isRecord(inputs.network)) {
            body.network = {
                connection: text(inputs.network, "connection"),
                include: texts(inputs.network, "includes"),
                exclude: texts(inputs.network, "excludes"),
            };
        }
        const token = await explained(
            "Error in upserting API token",
            () => client.call("PUT", `${PATH}/${id}`, body),
            statusLine,
        );
        return stateOf(token);
    },
    async delete({ client }, id) {
        await explained(
            "error in revoking API token",
            () => client.call("DELETE", `${PATH}/${id}`),
            statusLine,
        );
    },
};

const PATH = "/api/v1/api-tokens";

function stateOf(token: Values): Values {
    return { idProperty: text(token, "id"), ...recordOf(token) };
}

/** What a token's record says of it, beside its id. */
export function recordOf(token: Values): Values {
    const network = isRecord(token.network) ? token.network : {};
    return {
        name: text(token, "name"),
        userId: text(token, "userId"),
        clientName: text(token, "clientName"),
        created: timestamp(token.created),
        network: {
            connection: text(network, "connection"),
            includes: texts(network, "include"),
            excludes: texts(network, "exclude"),
        },
    };
}
