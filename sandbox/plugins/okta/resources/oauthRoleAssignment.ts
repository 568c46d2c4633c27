import type { Resource } from "../../provider/resource";
import { text, type Values } from "../../provider/value";
import type { OktaClient } from "../client";
import { explained, orMissing } from "../oktaError";

/** An admin role of a service app. */
export const oauthRoleAssignment: Resource<OktaClient> = {
    properties: {
        clientId: { type: "string", required: true, replaces: true },
        type: { type: "string", required: true, replaces: true },
        role: { type: "string", optional: true, replaces: true },
        resourceSet: { type: "string", optional: true, replaces: true },
        label: { type: "string", computed: true },
        status: { type: "string", computed: true },
    },
    validate(inputs) {
        const complete = inputs.role !== undefined && inputs.resourceSet !== undefined;
        if (inputs.type !== "CUSTOM" || complete) {
            return [];
        }
        const reason =
            "When type is set to 'CUSTOM', the resource_set and role attributes must be set.";
        return [{ property: "type", reason }];
    },
    async create({ client }, inputs) {
        const clientId = text(inputs, "clientId");
        const body: Values = { type: text(inputs, "type") };
        if (inputs.role !== undefined) {
            body.role = inputs.role;
        }
        if (inputs.resourceSet !== undefined) {
            body["resource-set"] = inputs.resourceSet;
        }
        const assignment = await explained("Unable to assign role to client", () =>
            client.call("POST", rolesPath(clientId), body),
        );
        return { id: text(assignment, "id"), outputs: outputsOf(clientId, assignment) };
    },
    async read({ client }, id, state) {
        const [clientId, assignmentId] = identityOf(id, state);
        const assignment = await explained("Unable to read role assignment", () =>
            client.call("GET", `${rolesPath(clientId)}/${assignmentId}`),
        );
        return { id: assignmentId, outputs: outputsOf(clientId, assignment) };
    },
    async delete({ client }, id, state) {
        const path = `${rolesPath(text(state, "clientId"))}/${id}`;
        await explained("Unable to delete role assignment", () =>
            orMissing(() => client.call("DELETE", path)),
        );
    },
};

function identityOf(id: string, state: Values): [string, string] {
    const known = text(state, "clientId");
    if (known !== "") {
        return [known, id];
    }
    const [clientId, assignmentId, ...rest] = id.split("/");
    if (clientId && assignmentId && rest.length === 0) {
        return [clientId, assignmentId];
    }
    throw new Error(
        "Unexpected Import Identifier: Expected import identifier with format <client_id>/<role_id>",
    );
}

function outputsOf(clientId: string, assignment: Values): Values {
    const outputs: Values = { clientId, type: text(assignment, "type") };
    const optional = {
        label: assignment.label,
        status: assignment.status,
        role: assignment.role,
        resourceSet: assignment["resource-set"],
    };
    for (const [key, value] of Object.entries(optional)) {
        if (typeof value === "string") {
            outputs[key] = value;
        }
    }
    return outputs;
}

function rolesPath(clientId: string): string {
    return `/oauth2/v1/clients/${encodeURIComponent(clientId)}/roles`;
}
