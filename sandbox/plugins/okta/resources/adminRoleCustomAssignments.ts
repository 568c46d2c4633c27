import type { Resource } from "../../provider/resource";
import { isRecord, records, text, texts, type Values } from "../../provider/value";
import type { OktaClient } from "../client";
import { explained, orMissing } from "../oktaError";

/** The users, groups and clients that have a custom admin role on a resource set. */
export const adminRoleCustomAssignments: Resource<OktaClient> = {
    properties: {
        resourceSetId: { type: "string", required: true, replaces: true },
        customRoleId: { type: "string", required: true, replaces: true },
        members: { type: "set", optional: true },
    },
    async create({ client }, inputs) {
        const members = texts(inputs, "members");
        const role = text(inputs, "customRoleId");
        const set = text(inputs, "resourceSetId");
        if (members.length === 0) {
            throw new Error(
                "failed to create custom admin role assignment: at least one member must be specified when creating assignment",
            );
        }
        await explained("failed to create custom admin role assignment", () =>
            client.call("POST", bindingsPath(set), { role, members }),
        );
        const bound = await explained(LISTING, () => membersIn(client, set, role));
        const outputs = { ...inputs, members: addresses(bound) };
        return { id: `${set}/${role}`, outputs };
    },
    async read({ client }, id) {
        const [set = "", role = "", ...rest] = id.split("/");
        if (set === "" || role === "" || rest.length > 0) {
            throw new Error(
                "expected 2 import fields separated by a slash: resource_set_id/custom_role_id",
            );
        }
        const found = await explained(LISTING, () => orMissing(() => membersIn(client, set, role)));
        return (
            found && {
                id,
                outputs: { resourceSetId: set, customRoleId: role, members: addresses(found) },
            }
        );
    },
    async update({ client }, _id, state, inputs) {
        const set = text(inputs, "resourceSetId");
        const role = text(inputs, "customRoleId");
        const before = texts(state, "members");
        const after = texts(inputs, "members");
        const additions = after.filter((member) => !before.includes(member));
        if (additions.length > 0) {
            await explained("failed assign new members to the custom role", () =>
                client.call("PATCH", membersPath(set, role), { additions }),
            );
        }
        const removed = before.filter((member) => !after.includes(member));
        const bound =
            removed.length > 0 ? await explained(LISTING, () => membersIn(client, set, role)) : [];
        for (const member of bound) {
            if (removed.includes(addressOf(member))) {
                const memberId = text(member, "id");
                await explained(`failed to remove ${memberId} member from the custom role`, () =>
                    client.call("DELETE", `${membersPath(set, role)}/${memberId}`),
                );
            }
        }
        return inputs;
    },
    async delete({ client }, _id, state) {
        const path = `${bindingsPath(text(state, "resourceSetId"))}/${text(state, "customRoleId")}`;
        await explained("failed to delete admin custom role assignment", () =>
            orMissing(() => client.call("DELETE", path)),
        );
    },
};

const PAGE_SIZE = 200;
const LISTING = "failed to list members assigned to the custom role";

async function membersIn(client: OktaClient, set: string, role: string): Promise<Values[]> {
    const page = await client.call("GET", `${membersPath(set, role)}?limit=${PAGE_SIZE}`);
    return records(page, "members");
}

function addresses(members: readonly Values[]): string[] {
    return members.map(addressOf);
}

function addressOf(member: Values): string {
    const { self } = isRecord(member._links) ? member._links : {};
    return isRecord(self) ? text(self, "href") : "";
}

function bindingsPath(set: string): string {
    return `/api/v1/iam/resource-sets/${set}/bindings`;
}

function membersPath(set: string, role: string): string {
    return `${bindingsPath(set)}/${role}/members`;
}
