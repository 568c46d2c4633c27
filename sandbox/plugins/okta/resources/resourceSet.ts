import type { Resource } from "../../provider/resource";
import { isRecord, records, text, texts, type Values } from "../../provider/value";
import type { OktaClient } from "../client";
import { explained, orMissing } from "../oktaError";

/** The resources that a custom admin role is limited to. */
export const resourceSet: Resource<OktaClient> = {
    properties: {
        label: { type: "string", required: true },
        description: { type: "string", required: true },
        resources: { type: "set", optional: true },
        resourcesOrns: { type: "set", optional: true },
    },
    validate(inputs) {
        const both = inputs.resources !== undefined && inputs.resourcesOrns !== undefined;
        const none = inputs.resources === undefined && inputs.resourcesOrns === undefined;
        if (!both && !none) {
            return [];
        }
        const reason = `exactly one of \`resources,resources_orn\` must be specified; got ${both ? "both" : "none"}`;
        return [{ property: "resources", reason }];
    },
    async create({ client }, inputs) {
        const resources = membersOf(inputs);
        if (resources.length === 0) {
            throw new Error(
                "failed to create resource set: at least one resource must be specified when creating resource set",
            );
        }
        const set = await explained("failed to create resource set", () =>
            client.call("POST", PATH, { ...textsOf(inputs), resources }),
        );
        const id = text(set, "id");
        return { id, outputs: (await stateOf(client, id, inputs)) ?? inputs };
    },
    async read({ client }, id, state) {
        const outputs = await stateOf(client, id, state);
        return outputs && { id, outputs };
    },
    async update({ client }, id, state, inputs, changed) {
        if (changed.has("label") || changed.has("description")) {
            await explained("failed to update resource set", () =>
                client.call("PUT", `${PATH}/${id}`, { id, ...textsOf(inputs) }),
            );
        }
        const before = membersOf(state);
        const after = membersOf(inputs);
        const additions = after.filter((item) => !before.includes(item));
        if (additions.length > 0) {
            await explained("failed to add resources to the resource set", () =>
                client.call("PATCH", membersPath(id), { additions }),
            );
        }
        const removed = before.filter((item) => !after.includes(item));
        if (removed.length > 0) {
            await remove(client, id, removed);
        }
        return inputs;
    },
    async delete({ client }, id) {
        await explained("failed to delete resource set", () =>
            orMissing(() => client.call("DELETE", `${PATH}/${id}`)),
        );
    },
};

const PATH = "/api/v1/iam/resource-sets";
const PAGE_SIZE = 200;

async function remove(client: OktaClient, id: string, removed: string[]): Promise<void> {
    for (const member of await membersIn(client, id)) {
        if (!removed.includes(selfOf(member)) && !removed.includes(text(member, "orn"))) {
            continue;
        }
        const memberId = text(member, "id");
        await explained(`failed to remove ${memberId} resource from the resource set`, () =>
            client.call("DELETE", `${membersPath(id)}/${memberId}`),
        );
    }
}

async function stateOf(client: OktaClient, id: string, known: Values): Promise<Values | undefined> {
    const set = await explained("failed to get resource set", () =>
        orMissing(() => client.call("GET", `${PATH}/${id}`)),
    );
    if (!set) {
        return undefined;
    }
    const members = await explained("failed to get list of resource set resources", () =>
        membersIn(client, id),
    );
    const state = { ...known, ...textsOf(set) };
    if (texts(known, "resources").length > 0) {
        state.resources = members.map(selfOf);
    } else if (texts(known, "resourcesOrns").length > 0) {
        state.resourcesOrns = members.map((member) => text(member, "orn"));
    }
    return state;
}

async function membersIn(client: OktaClient, id: string): Promise<Values[]> {
    const found: Values[] = [];
    for (let after = ""; ;) {
        const query = new URLSearchParams({ ...(after && { after }), limit: String(PAGE_SIZE) });
        const page = await client.call("GET", `${membersPath(id)}?${query.toString()}`);
        found.push(...records(page, "resources"));
        // This list names its next page in the body, not in a header.
        const next = hrefOf(page, "next");
        after = next === "" ? "" : (new URL(next).searchParams.get("after") ?? "");
        if (after === "") {
            return found;
        }
    }
}

function membersOf(values: Values): string[] {
    return [...texts(values, "resources"), ...texts(values, "resourcesOrns")];
}

function selfOf(member: Values): string {
    return hrefOf(member, "self");
}

function hrefOf(values: Values, name: string): string {
    const link = isRecord(values._links) ? values._links[name] : undefined;
    return isRecord(link) ? text(link, "href") : "";
}

function textsOf(values: Values): Values {
    return { label: text(values, "label"), description: text(values, "description") };
}

function membersPath(id: string): string {
    return `${PATH}/${id}/resources`;
}
