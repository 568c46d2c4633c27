import * as z from "zod";

import { invalid, notFound } from "../errors";
import type { Zone } from "../model";
import { page } from "../paging";
import { filtered } from "../query";
import { SETTINGS_MANAGERS, SETTINGS_READERS } from "../roles";
import { type Call, noContent, ok, type Route } from "../route";
import { newId } from "../store";
import { logEvent, party } from "../systemLog";
import { parseBody } from "../validate";

const path = "/api/v1/zones";
const addresses = z
    .array(
        z.looseObject({
            type: z.enum(["CIDR", "RANGE"]),
            value: z.string().regex(/^[0-9a-fA-F.:]+([/-][0-9a-fA-F.:]+)?$/),
        }),
    )
    .max(150)
    .nullish();
const zoneSchema = z.looseObject({
    type: z.literal("IP"),
    name: z.string().min(1).max(128),
    status: z.enum(["ACTIVE", "INACTIVE"]).default("ACTIVE"),
    usage: z.enum(["POLICY", "BLOCKLIST"]).default("POLICY"),
    gateways: addresses,
    proxies: addresses,
});

function zoneView(call: Call, zone: Zone) {
    const self = `${call.base}${path}/${zone.id}`;
    const change = zone.status === "ACTIVE" ? "deactivate" : "activate";
    return {
        type: zone.type,
        id: zone.id,
        name: zone.name,
        status: zone.status,
        usage: zone.usage,
        created: zone.created,
        lastUpdated: zone.lastUpdated,
        system: zone.system,
        gateways: zone.gateways,
        proxies: zone.proxies,
        _links: {
            self: { href: self, hints: { allow: ["GET", "PUT", "DELETE"] } },
            [change]: { href: `${self}/lifecycle/${change}`, hints: { allow: ["POST"] } },
        },
    };
}

function zoneOf(call: Call): Zone {
    const id = call.param("zoneId");
    const zone = call.org.store.zones.get(id);
    if (zone === undefined) {
        throw notFound(id, "NetworkZone");
    }
    return zone;
}

function fieldsOf(call: Call, self?: Zone) {
    const input = parseBody(call, zoneSchema);
    const taken = call.org.store.zones.find((zone) => zone.name === input.name);
    if (taken !== undefined && taken !== self) {
        throw invalid("name", "name: There is already a network zone with this name.");
    }
    const { type, name, status, usage } = input;
    const pick = (list: typeof input.gateways) =>
        list?.map((each) => ({ type: each.type, value: each.value })) ?? null;
    return {
        type,
        name,
        status,
        usage,
        gateways: pick(input.gateways),
        proxies: pick(input.proxies),
    };
}

function createZone(call: Call) {
    const now = call.org.timestamp();
    const fields = fieldsOf(call);
    const id = newId("nzo");
    const zone = { id, system: false, created: now, lastUpdated: now, ...fields };
    return save(call, zone, "create");
}

function deleteZone(call: Call) {
    const zone = zoneOf(call);
    if (zone.status === "ACTIVE") {
        throw invalid("zone", "An active network zone can't be deleted. Deactivate it first.");
    }
    if (isUsed(call, zone)) {
        throw invalid("zone", "The network zone can't be deleted while something refers to it.");
    }
    call.org.store.zones.delete(zone.id);
    logEvent(call, "zone.delete", "Delete network zone", [party("Zone", zone.id, zone.name)]);
    return noContent();
}

function isUsed(call: Call, zone: Zone): boolean {
    const { apiTokens, apps } = call.org.store;
    return [
        ...apps.list().map((app) => app.settings.oauthClient?.network),
        ...apiTokens.list().map((token) => token.network),
    ].some((network) =>
        [...(network?.include ?? []), ...(network?.exclude ?? [])].includes(zone.id),
    );
}

function save(call: Call, zone: Zone, verb: string) {
    call.org.store.zones.set(zone);
    logEvent(call, `zone.${verb}`, `Network zone ${verb}`, [party("Zone", zone.id, zone.name)]);
    return ok(zoneView(call, zone));
}

function setStatus(call: Call, status: Zone["status"]) {
    const zone = { ...zoneOf(call), status, lastUpdated: call.org.timestamp() };
    return save(call, zone, status === "ACTIVE" ? "activate" : "deactivate");
}

const source = "OAS";
const reading = { scope: "okta.networkZones.read", roles: SETTINGS_READERS, source } as const;
const managing = { scope: "okta.networkZones.manage", roles: SETTINGS_MANAGERS, source } as const;

export const zoneRoutes: Route[] = [
    {
        method: "GET",
        path,
        ...reading,
        supported: "filter, limit, after",
        handle: (call) => {
            const { zones } = call.org.store;
            const list = filtered(call, zones.list(), (zone) => zone);
            return page(call, zones, list, { usual: 20, most: 200 }, (zone) =>
                zoneView(call, zone),
            );
        },
    },
    {
        method: "POST",
        path,
        ...managing,
        supported: "zones of type IP; dynamic zones are refused",
        handle: createZone,
    },
    {
        method: "GET",
        path: `${path}/:zoneId`,
        ...reading,
        supported: "in full",
        handle: (call) => ok(zoneView(call, zoneOf(call))),
    },
    {
        method: "PUT",
        path: `${path}/:zoneId`,
        ...managing,
        supported: "full replacement",
        handle: (call) => {
            const zone = zoneOf(call);
            const fields = fieldsOf(call, zone);
            return save(call, { ...zone, ...fields, lastUpdated: call.org.timestamp() }, "update");
        },
    },
    {
        method: "DELETE",
        path: `${path}/:zoneId`,
        ...managing,
        supported: "inactive and unused zones only (unconfirmed, stricter)",
        handle: deleteZone,
    },
    {
        method: "POST",
        path: `${path}/:zoneId/lifecycle/activate`,
        ...managing,
        supported: "in full",
        handle: (call) => setStatus(call, "ACTIVE"),
    },
    {
        method: "POST",
        path: `${path}/:zoneId/lifecycle/deactivate`,
        ...managing,
        supported: "in full",
        handle: (call) => setStatus(call, "INACTIVE"),
    },
];
