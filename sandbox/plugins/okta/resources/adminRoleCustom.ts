import type { Resource } from "../../provider/resource";
import { records, text, texts, type Values } from "../../provider/value";
import type { OktaClient } from "../client";
import { explained, orMissing } from "../oktaError";

/** A custom admin role. */
export const adminRoleCustom: Resource<OktaClient> = {
    properties: {
        label: { type: "string", required: true, replaces: true },
        description: { type: "string", required: true },
        permissions: { type: "set", optional: true },
    },
    async create({ client }, inputs) {
        const permissions = texts(inputs, "permissions");
        if (permissions.length === 0) {
            throw new Error(
                "failed to create custom admin role: at least one permission must be specified when creating custom role",
            );
        }
        const role = await explained("failed to create custom admin role", () =>
            client.call("POST", "/api/v1/iam/roles", { ...textsOf(inputs), permissions }),
        );
        return { id: text(role, "id"), outputs: inputs };
    },
    async read({ client }, id, state) {
        const role = await explained("failed to find custom admin role", () =>
            orMissing(() => client.call("GET", rolePath(id))),
        );
        if (!role) {
            return undefined;
        }
        // An import may name the role by its label.
        const roleId = text(role, "id");
        const { permissions } = await explained(
            "failed to list permissions for custom admin role",
            async () => {
                const list = await client.call("GET", `${rolePath(roleId)}/permissions`);
                const labels = records(list, "permissions").map((item) => text(item, "label"));
                return { permissions: labels };
            },
        );
        return { id: roleId, outputs: { ...state, ...textsOf(role), permissions } };
    },
    async update({ client }, id, state, inputs, changed) {
        if (changed.has("description")) {
            await explained("failed to update custom admin role", () =>
                client.call("PUT", rolePath(id), textsOf(inputs)),
            );
        }
        const before = texts(state, "permissions");
        const after = texts(inputs, "permissions");
        const path = (permission: string): string => `${rolePath(id)}/permissions/${permission}`;
        for (const permission of after.filter((item) => !before.includes(item))) {
            await explained(`failed to add ${permission} permission to the custom role ${id}`, () =>
                client.call("POST", path(permission)),
            );
        }
        for (const permission of before.filter((item) => !after.includes(item))) {
            await explained(
                `failed to remove ${permission} permission from the custom role ${id}`,
                () => client.call("DELETE", path(permission)),
            );
        }
        return inputs;
    },
    async delete({ client }, id) {
        await explained("failed to delete admin custom role", () =>
            orMissing(() => client.call("DELETE", rolePath(id))),
        );
    },
};

function textsOf(values: Values): Values {
    return { label: text(values, "label"), description: text(values, "description") };
}

function rolePath(id: string): string {
    return `/api/v1/iam/roles/${encodeURIComponent(id)}`;
}
