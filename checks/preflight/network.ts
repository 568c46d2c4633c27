import { setTimeout as sleep } from "node:timers/promises";

import type { AdminClient } from "../../okta/adminClient";
import { readCall } from "../../okta/call";
import { logPage } from "../../okta/shapes";
import { describeNetwork, type NetworkRestriction } from "../../rules/networkRestriction";
import { type Fence, fetchFence, letsIn, whyOf } from "../network/fence";
import { ownAddressesIn, TOKEN_EVENT } from "../usage/summary";

/** Whether verify, which goes Rezonate's way, gets in from this machine. */
export interface NetworkSnapshot {
    /** From where alone Rezonate's credentials are to work, in words. */
    readonly allowedFrom: string;
    /** From which address the org sees this machine; undefined where it does not tell. */
    readonly address?: string | undefined;
    /** Undefined where that cannot be told. */
    readonly isLetIn?: boolean | undefined;
    /** Why something is not known, as a sentence. */
    readonly reason?: string;
}

/** What clocks that differ, and an org that rounds, may make of a time. */
const TOLERANCE_MS = 5_000;
/** How often the log is asked for an event of this run, and how long to wait in between. */
const ATTEMPTS = 3;
const PAUSE_MS = 1_000;

/**
 * Finds out whether verify will get in from here. Okta tells the address of a caller in its System
 * Log only, and logs no reads: but for a token that this run was given, it says nothing.
 */
export async function fetchNetwork(
    client: AdminClient,
    restriction: NetworkRestriction,
    since: number,
): Promise<NetworkSnapshot | undefined> {
    const allowedFrom = describeNetwork(restriction);
    if (allowedFrom === undefined) {
        return undefined;
    }
    const [{ address, reason }, fence] = await Promise.all([
        fetchAddress(client, since),
        wantedFence(client, restriction),
    ]);
    if (address === undefined) {
        return { allowedFrom, reason };
    }
    const isLetIn = letsIn(fence, address);
    const why = fence.kind === "unread" ? fence.reason : OTHER_KIND;
    return { allowedFrom, address, isLetIn, ...(isLetIn === undefined && { reason: why }) };
}

const OTHER_KIND = "Not all of the zones are lists of addresses, so that Okta alone knows.";

function wantedFence(
    client: AdminClient,
    { gateways, zoneIds = [] }: NetworkRestriction,
): Promise<Fence> | Fence {
    if (gateways === undefined) {
        return fetchFence(client, { connection: "ZONE", include: [...zoneIds] });
    }
    const zone = { id: "", name: "gateways", isActive: true, gateways };
    return { kind: "zones", include: [zone], exclude: [] };
}

async function fetchAddress(
    client: AdminClient,
    since: number,
): Promise<{ readonly address?: string | undefined; readonly reason: string }> {
    const { credentials } = client;
    if (credentials.kind !== "oauth") {
        return {
            reason: "Okta tells it in the log of tokens that it gives out, and these credentials are no OAuth app.",
        };
    }
    const query = new URLSearchParams({
        since: new Date(since - TOLERANCE_MS).toISOString(),
        filter: `eventType eq "${TOKEN_EVENT}" and actor.id eq ${JSON.stringify(credentials.clientId)}`,
        limit: "100",
    });
    for (let attempt = 1; ; attempt++) {
        const path = `/api/v1/logs?${query.toString()}`;
        const { fact, value } = await readCall(() => client.send(path), logPage);
        if (value === undefined) {
            return {
                reason: `The System Log, which tells it, could not be read (okta.logs.read): ${whyOf(fact)}`,
            };
        }
        const addresses = ownAddressesIn(value);
        if (addresses.length === 1) {
            return { address: addresses[0], reason: "" };
        }
        if (addresses.length > 1 || attempt === ATTEMPTS) {
            const found =
                addresses.length > 1
                    ? `several: ${addresses.join(", ")}`
                    : "no token of this run yet";
            return { reason: `The System Log, which tells it, has ${found}.` };
        }
        await sleep(PAUSE_MS);
    }
}
