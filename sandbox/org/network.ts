import { BlockList } from "node:net";

import * as z from "zod";

import { invalid } from "./errors";
import type { NetworkRestriction, Zone } from "./model";
import type { Org } from "./org";

/** A network restriction that a client sends. */
export const networkSchema = z.object({
    connection: z.enum(["ANYWHERE", "ZONE"]),
    include: z.array(z.string()).optional(),
    exclude: z.array(z.string()).optional(),
});

/** Refuses zones that do not exist. */
export function checkZones(org: Org, network: NetworkRestriction): void {
    for (const id of [...(network.include ?? []), ...(network.exclude ?? [])]) {
        if (id !== "ALL_IP_ZONES" && !org.store.zones.has(id)) {
            throw invalid("network", `network: The zone '${id}' does not exist.`);
        }
    }
}

/** Whether a restriction lets this address in. With connection ZONE and no list, nothing is let in. */
export function isAllowedFrom(
    org: Org,
    network: NetworkRestriction | undefined,
    ip: string,
): boolean {
    if (network === undefined || network.connection === "ANYWHERE") {
        return true;
    }
    if (network.exclude !== undefined && network.exclude.length > 0) {
        return !isInAny(org, network.exclude, ip);
    }
    return isInAny(org, network.include ?? [], ip);
}

function isInAny(org: Org, zoneIds: readonly string[], ip: string): boolean {
    const zones = zoneIds.includes("ALL_IP_ZONES")
        ? org.store.zones.list()
        : zoneIds.map((id) => org.store.zones.get(id));
    return zones.some((zone) => zone?.status === "ACTIVE" && contains(zone, ip));
}

function contains(zone: Zone, ip: string): boolean {
    const list = new BlockList();
    for (const { type, value } of [...(zone.gateways ?? []), ...(zone.proxies ?? [])]) {
        const [first = "", second = ""] = value.split(/[/-]/);
        const family = first.includes(":") ? "ipv6" : "ipv4";
        try {
            if (type === "CIDR") {
                const whole = family === "ipv6" ? 128 : 32;
                list.addSubnet(first, second === "" ? whole : Number(second), family);
            } else {
                list.addRange(first, second === "" ? first : second, family);
            }
        } catch {
            // A zone may hold an address that is none: it contains nothing.
        }
    }
    const address = ip.replace(/^::ffff:/, "");
    return list.check(address, address.includes(":") ? "ipv6" : "ipv4");
}
