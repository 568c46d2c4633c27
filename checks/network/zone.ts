import type { AdminClient } from "../../okta/adminClient";
import { type CallResult, isGone, readCall } from "../../okta/call";
import { pathSegment } from "../../okta/pathSegment";
import { ipZone } from "../../okta/shapes";
import { textOf, textsOfList } from "../../rules/json";
import { OktaType } from "../../rules/resourceTypes";
import { refreshAndUp, up } from "../drift/commands";
import { type ExpectedResource, expectedResource } from "../drift/expected";
import { type DoctorFinding, finding, unreadable } from "../drift/finding";
import { isShown } from "../drift/shown";
import {
    nameOf,
    type StackLocation,
    type StackSnapshot,
    type StateResource,
} from "../state/stackSnapshot";
import { gatewayList } from "./restriction";

/** A network zone of a component as the stack's state has it. */
export interface ExpectedZone extends ExpectedResource {
    readonly id: string;
    readonly name: string;
    readonly gateways: readonly string[];
}

/** The same zone as the org has it. */
export interface ActualZone {
    readonly answer: CallResult;
    /** Whether the credentials are shown to see zones in the org, so that a 404 means a deletion. */
    readonly isShown?: boolean;
    readonly gateways: readonly string[];
    readonly active: boolean;
}

/** The network zone that a component has made, if any. */
export function expectedZone(
    { urn }: StateResource,
    stack: Pick<StackSnapshot, "resources">,
): ExpectedZone | undefined {
    const zone = stack.resources.find(
        ({ type, parent }) => type === OktaType.Zone && parent === urn,
    );
    return (
        zone && {
            ...expectedResource(zone, stack),
            id: zone.id ?? "",
            name: textOf(zone.outputs, "name") ?? "",
            gateways: gatewayList(textsOfList(zone.outputs["gateways"])),
        }
    );
}

/** Looks at one network zone. */
export async function fetchZone(client: AdminClient, { id }: ExpectedZone): Promise<ActualZone> {
    const path = `/api/v1/zones/${pathSegment(id)}`;
    const { fact: answer, value } = await readCall(() => client.send(path), ipZone(id));
    return {
        answer,
        ...(isGone(answer) && { isShown: await isShown(client, "/api/v1/zones?limit=1") }),
        gateways: gatewayList((value?.gateways ?? []).map((gateway) => gateway.value)),
        active: value?.status === "ACTIVE",
    };
}

/** Compares a network zone of the state with the org's: nothing where they agree. */
export function compareZone(
    zone: ExpectedZone | undefined,
    org: ActualZone | undefined,
    stack: StackLocation,
): DoctorFinding[] {
    if (zone === undefined || org === undefined) {
        return [];
    }
    const { answer, gateways, active } = org;
    const name = nameOf(zone.urn);
    if (isGone(answer) && org.isShown !== true) {
        const detail = `The org shows these credentials no network zone "${zone.name}", nor any other, so it may be there all the same.`;
        return [finding(name, "could_not_check", detail)];
    }
    if (isGone(answer)) {
        // A new zone has a new id, which what names it has to follow.
        const detail = `The org has no network zone ${zone.id} ("${zone.name}").`;
        return [finding(name, "zone_changed", detail, [up(stack, { refresh: true })])];
    }
    const unread = unreadable(name, answer);
    if (unread !== undefined) {
        return [unread];
    }
    const removed = zone.gateways.filter((gateway) => !gateways.includes(gateway));
    const added = gateways.filter((gateway) => !zone.gateways.includes(gateway));
    const differences = [
        ...(active ? [] : [`Network zone "${zone.name}" is not active.`]),
        ...(removed.length > 0 ? [`Gateways taken away: ${removed.join(", ")}.`] : []),
        ...(added.length > 0 ? [`Gateways added: ${added.join(", ")}.`] : []),
    ];
    const fixes = [refreshAndUp(stack, zone)];
    return differences.length === 0
        ? []
        : [finding(name, "zone_changed", differences.join(" "), fixes)];
}
