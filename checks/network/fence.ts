import type { AdminClient } from "../../okta/adminClient";
import { type AnyApp } from "../../okta/appShapes";
import { type CallResult, readCall } from "../../okta/call";
import { fetchAllPages } from "../../okta/pages";
import { zones } from "../../okta/shapes";
import { isAmong } from "../../rules/addressRange";

/** A network zone that a fence names. */
export interface FenceZone {
    readonly id: string;
    readonly name: string;
    readonly isActive: boolean;
    /** Addresses, ranges and CIDRs; undefined for a zone of another type than IP. */
    readonly gateways?: readonly string[];
}

/** From where a client may be used. */
export type Fence =
    | { readonly kind: "none" }
    | {
          readonly kind: "zones";
          /** Only from these. */
          readonly include: readonly FenceZone[];
          /** From everywhere but these. */
          readonly exclude: readonly FenceZone[];
      }
    | { readonly kind: "unread"; readonly reason: string };

const ALL_ZONES = "ALL_IP_ZONES";

type Network = NonNullable<NonNullable<AnyApp["settings"]>["oauthClient"]>["network"];

/** Reads the zones of an app's network restriction. */
export async function fetchFence(client: AdminClient, network: Network): Promise<Fence> {
    if (!network?.connection || network.connection === "ANYWHERE") {
        return { kind: "none" };
    }
    const { fact, value } = await readCall(
        () => fetchAllPages(client, "/api/v1/zones?limit=200"),
        zones,
    );
    if (value === undefined) {
        return { kind: "unread", reason: `The network zones could not be read: ${whyOf(fact)}` };
    }
    const all = value.map(({ id, name, type, status, gateways }): FenceZone => ({
        id,
        name,
        isActive: status !== "INACTIVE",
        ...(type === "IP" && {
            gateways: (gateways ?? []).flatMap((one) => one.value ?? []),
        }),
    }));
    const named = (ids: readonly string[] | null | undefined): FenceZone[] =>
        (ids ?? []).flatMap((id) =>
            id === ALL_ZONES
                ? all.filter(({ gateways }) => gateways !== undefined)
                : (all.find((zone) => zone.id === id) ?? { id, name: id, isActive: true }),
        );
    return { kind: "zones", include: named(network.include), exclude: named(network.exclude) };
}

/** Whether a fence lets an address in; undefined where it cannot be told. */
export function letsIn(fence: Fence, address: string): boolean | undefined {
    switch (fence.kind) {
        case "none":
            return true;
        case "unread":
            return undefined;
        case "zones": {
            const { include, exclude } = fence;
            const excluded = exclude.length > 0 ? isIn(exclude, address) : false;
            if (excluded !== false || include.length === 0) {
                return excluded === undefined ? undefined : !excluded && exclude.length > 0;
            }
            return isIn(include, address);
        }
    }
}

// A zone of another type than IP knows addresses by country or service, which nobody can tell here.
function isIn(zonesOfList: readonly FenceZone[], address: string): boolean | undefined {
    const active = zonesOfList.filter(({ isActive }) => isActive);
    if (active.some(({ gateways = [] }) => isAmong(address, gateways))) {
        return true;
    }
    return active.every(({ gateways }) => gateways !== undefined) ? false : undefined;
}

/** Why a call says nothing, as a sentence. */
export function whyOf({ status, reason }: CallResult): string {
    return [status === undefined ? "" : `the org answered ${status}.`, reason]
        .filter(Boolean)
        .join(" ");
}
