import type { Resource } from "../../provider/resource";
import { records, text, texts, type Values } from "../../provider/value";
import type { OktaClient } from "../client";
import { explained, statusLine } from "../oktaError";

/** An API service integration of the catalogue. As officially, its secret is not recorded. */
export const apiServiceIntegration: Resource<OktaClient> = {
    properties: {
        type: { type: "string", required: true },
        grantedScopes: { type: "set", optional: true },
        name: { type: "string", computed: true },
    },
    async create({ client }, inputs) {
        const grantedScopes = records(inputs, "grantedScopes").map((item) => text(item, "scope"));
        const body = { type: text(inputs, "type"), grantedScopes };
        const made = await explained(
            "failed to create api service integration",
            () => client.call("POST", PATH, body),
            statusLine,
        );
        return { id: text(made, "id"), outputs: stateOf(made) };
    },
    async read({ client }, id) {
        const found = await explained(
            "failed to read API Service Integration",
            () => client.call("GET", `${PATH}/${id}`),
            statusLine,
        );
        return { id, outputs: stateOf(found) };
    },
    update(context, _id, state) {
        context.warn("Update Not Supported: This resource cannot be updated via Terraform.");
        return Promise.resolve(state);
    },
    async delete({ client }, id) {
        await explained(
            "failed to delete API Service Integration",
            () => client.call("DELETE", `${PATH}/${id}`),
            statusLine,
        );
    },
};

const PATH = "/integrations/api/v1/api-services";

function stateOf(integration: Values): Values {
    return {
        type: text(integration, "type"),
        name: text(integration, "name"),
        grantedScopes: texts(integration, "grantedScopes").map((scope) => ({ scope })),
    };
}
