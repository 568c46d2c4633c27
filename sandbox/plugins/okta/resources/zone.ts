import { PartlyCreated, type Resource } from "../../provider/resource";
import { text, texts, type Values } from "../../provider/value";
import type { OktaClient } from "../client";
import { explained, orMissing, statusLine } from "../oktaError";
import { zoneBody, zoneState } from "./zoneBody";

const BUILT_IN = ["DefaultExemptIpZone", "BlockedIpZone"];
const set = { type: "set", optional: true } as const;

/** A network zone. */
export const zone: Resource<OktaClient> = {
    properties: {
        name: { type: "string", optional: true, autoName: true },
        type: { type: "string", required: true },
        status: { type: "string", optional: true, default: "ACTIVE" },
        usage: { type: "string", optional: true, default: "POLICY" },
        gateways: set,
        proxies: set,
        asns: set,
        dynamicLocations: set,
        dynamicLocationsExcludes: set,
        dynamicProxyType: { type: "string", optional: true },
        ipServiceCategoriesIncludes: set,
        ipServiceCategoriesExcludes: set,
        setUsageAsExemptList: { type: "boolean", optional: true },
        system: { type: "boolean", computed: true },
    },
    validate(inputs) {
        if (inputs.usage !== "BLOCKLIST" || texts(inputs, "proxies").length === 0) {
            return [];
        }
        const reason = `zones with usage = "BLOCKLIST" cannot have trusted proxies`;
        return [{ property: "proxies", reason }];
    },
    async create({ client }, inputs) {
        const name = text(inputs, "name");
        if (BUILT_IN.includes(name)) {
            throw new Error(
                `the ${name} is a built-in Okta network zone and cannot be created; import it`,
            );
        }
        const made = await explained(
            "failed to create network zone",
            () => client.call("POST", PATH, zoneBody(inputs)),
            statusLine,
        );
        const id = text(made, "id");
        try {
            return { id, outputs: zoneState(await setStatus(client, id, inputs), inputs) };
        } catch (error) {
            throw new PartlyCreated(id, zoneState(made, inputs), statusLine(error));
        }
    },
    async read({ client }, id, state) {
        const found = await explained(
            "failed to get network zone",
            () => orMissing(() => client.call("GET", `${PATH}/${id}`)),
            statusLine,
        );
        return found && { id, outputs: zoneState(found, state) };
    },
    async update({ client }, id, _state, inputs) {
        const replaced = await explained(
            "failed to update network zone",
            () => client.call("PUT", `${PATH}/${id}`, zoneBody(inputs)),
            statusLine,
        );
        const isBuiltIn = BUILT_IN.includes(text(inputs, "name"));
        return zoneState(isBuiltIn ? replaced : await setStatus(client, id, inputs), inputs);
    },
    async delete({ client }, id, state) {
        if (state.system === true) {
            return;
        }
        await explained(
            "failed to deactivate network zone",
            () => orMissing(() => client.call("POST", `${PATH}/${id}/lifecycle/deactivate`)),
            statusLine,
        );
        await explained(
            "failed to delete network zone",
            () => orMissing(() => client.call("DELETE", `${PATH}/${id}`)),
            statusLine,
        );
    },
};

const PATH = "/api/v1/zones";

function setStatus(client: OktaClient, id: string, inputs: Values): Promise<Values> {
    const verb = text(inputs, "status") === "ACTIVE" ? "activate" : "deactivate";
    return explained(
        `failed to ${verb} network zone`,
        () => client.call("POST", `${PATH}/${id}/lifecycle/${verb}`),
        statusLine,
    );
}
