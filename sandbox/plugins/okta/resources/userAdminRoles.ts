import type { Resource } from "../../provider/resource";
import { flag, text, texts, type Values } from "../../provider/value";
import type { OktaClient } from "../client";
import { explained, orMissing } from "../oktaError";

/** The standard admin roles assigned to one user. */
export const userAdminRoles: Resource<OktaClient> = {
    properties: {
        userId: { type: "string", required: true, replaces: true },
        adminRoles: { type: "set", required: true },
        disableNotifications: { type: "boolean", optional: true, default: false },
    },
    async create({ client }, inputs) {
        await assign(client, inputs, texts(inputs, "adminRoles"));
        return { id: text(inputs, "userId"), outputs: inputs };
    },
    async read({ client }, id, state) {
        const roles = await explained("failed to get user admin roles", () =>
            orMissing(() => rolesOf(client, id)),
        );
        if (!roles) {
            return undefined;
        }
        const adminRoles = roles.map((role) => text(role, "type"));
        return { id, outputs: { ...state, userId: id, adminRoles } };
    },
    async update({ client }, id, state, inputs, changed) {
        const before = texts(state, "adminRoles");
        const after = texts(inputs, "adminRoles");
        if (!changed.has("adminRoles")) {
            await explained("failed to update user admin roles", () =>
                assign(client, inputs, after),
            );
            return inputs;
        }
        const removed = before.filter((type) => !after.includes(type));
        await remove(client, id, (type) => removed.includes(type));
        await assign(
            client,
            inputs,
            after.filter((type) => !before.includes(type)),
        );
        return inputs;
    },
    delete: ({ client }, id) => remove(client, id, () => true),
};

async function assign(client: OktaClient, inputs: Values, types: string[]): Promise<void> {
    const userId = text(inputs, "userId");
    const quiet = flag(inputs, "disableNotifications");
    for (const type of types.filter((item) => item !== "CUSTOM")) {
        await explained(`failed to assign role '${type}' to user '${userId}'`, () =>
            client.call("POST", `${rolesPath(userId)}?disableNotifications=${quiet}`, { type }),
        );
    }
}

async function remove(
    client: OktaClient,
    userId: string,
    matches: (type: string) => boolean,
): Promise<void> {
    const roles = await explained("failed to list user's roles", () => rolesOf(client, userId));
    for (const role of roles.filter((item) => matches(text(item, "type")))) {
        await explained("failed to remove user's role", () =>
            orMissing(() => client.call("DELETE", `${rolesPath(userId)}/${text(role, "id")}`)),
        );
    }
}

async function rolesOf(client: OktaClient, userId: string): Promise<Values[]> {
    const roles = await client.list(rolesPath(userId));
    return roles.filter((role) => role.assignmentType === "USER" && role.type !== "CUSTOM");
}

function rolesPath(userId: string): string {
    return `/api/v1/users/${encodeURIComponent(userId)}/roles`;
}
