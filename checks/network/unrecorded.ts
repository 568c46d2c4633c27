import type { AdminClient } from "../../okta/adminClient";
import { type CallResult, readCall } from "../../okta/call";
import { fetchAllPages } from "../../okta/pages";
import { zones } from "../../okta/shapes";
import { childName } from "../../rules/childNames";
import { textsOfList } from "../../rules/json";
import { OktaType } from "../../rules/resourceTypes";
import type { DriftCheck } from "../drift/check";
import { finding } from "../drift/finding";
import { removalLines, withLines } from "../drift/removal";
import { childrenLacking, type Presence, presenceIn, type Unrecorded } from "../drift/unrecorded";
import { nameOf, type StackSnapshot, type StateResource } from "../state/stackSnapshot";
import { gatewayList } from "./restriction";

/** What names a component's kind of network zone. */
export interface ZoneUsers {
    /** One of them, in words. */
    readonly what: string;
    /** The zones that each of them names. */
    readonly fetch: (client: AdminClient) => Promise<{
        readonly fact: CallResult;
        readonly value: readonly (readonly string[])[] | undefined;
    }>;
}

/** The network zone that a component with gateways makes, where the state does not have it. */
export function unrecordedZone(
    stack: StackSnapshot,
    component: StateResource,
    users: ZoneUsers,
): Unrecorded[] {
    if (component.inputs["gateways"] === undefined) {
        return [];
    }
    const name = childName.zone(nameOf(component.urn));
    return childrenLacking(stack, component)(OktaType.Zone, name, (client, subject) =>
        fetchZonePresence(client, subject, component, stack, users),
    );
}

/** Finds network zones that were made like those of a type of component, and that the stack has not. */
export function twinsOfZones(
    stack: StackSnapshot,
    componentType: string,
    users: ZoneUsers,
): ReturnType<DriftCheck> {
    return stack.resources
        .filter(({ type }) => type === componentType)
        .flatMap((component) => {
            const zone = stack.resources.find(
                ({ type, parent }) => type === OktaType.Zone && parent === component.urn,
            );
            if (zone === undefined) {
                return [];
            }
            const { urn, id = "" } = zone;
            const subject = nameOf(urn);
            const check = async (client: AdminClient) => {
                const { value = [] } = await fetchZonesLike(client, subject, component, stack);
                const others = value.filter((one) => one.id !== id);
                const used = others.length === 0 ? undefined : await users.fetch(client);
                return others
                    .filter((one) => used?.value?.some((ids) => ids.includes(one.id)) === false)
                    .map((one) => {
                        const detail = `Network zone ${one.id} ("${one.name}") has the same gateways, and no ${users.what} uses it. The stack's is ${id}.`;
                        const path = `/api/v1/zones/${one.id}`;
                        const lines = removalLines(client, [
                            ["POST", `${path}/lifecycle/deactivate`],
                            ["DELETE", path],
                        ]);
                        return withLines(finding(subject, "twin", detail), lines);
                    });
            };
            return [{ urn, publicIds: [], check }];
        });
}

// A zone of another stack may be called alike: only one that nothing uses, with the gateways of
// this program and no older than its component, is beyond doubt the one whose answer was lost.
async function fetchZonePresence(
    client: AdminClient,
    subject: string,
    component: StateResource,
    stack: StackSnapshot,
    users: ZoneUsers,
): Promise<Presence | undefined> {
    const answer = await fetchZonesLike(client, subject, component, stack);
    const [found] = answer.value ?? [];
    const used = found && (await users.fetch(client));
    return presenceIn(subject, answer, () => {
        if (found === undefined || used === undefined) {
            const detail = `The org has no network zone "${subject}-..." that the program made.`;
            return { kind: "absent", detail };
        }
        const what = `Network zone ${found.id} ("${found.name}")`;
        return presenceIn(subject, used, (known) =>
            known.some((ids) => ids.includes(found.id))
                ? { kind: "doubtful", detail: `${what} is there, and an ${users.what} uses it.` }
                : { kind: "found", importId: found.id, detail: `${what} is there.` },
        );
    });
}

/** The zones that the engine named after a resource, with a component's gateways. */
async function fetchZonesLike(
    client: AdminClient,
    resource: string,
    { inputs, created }: StateResource,
    { ownIds }: StackSnapshot,
) {
    const { fact, value } = await readCall(
        () => fetchAllPages(client, "/api/v1/zones?limit=200"),
        zones,
    );
    const wanted = gatewayList(textsOfList(inputs["gateways"])).join();
    const alike = value?.filter(
        (zone) =>
            !ownIds.includes(zone.id) &&
            isAutomaticName(zone.name, resource) &&
            gatewayList((zone.gateways ?? []).map((one) => one.value ?? "")).join() === wanted &&
            !isOlder(zone.created, created),
    );
    return { fact, value: alike };
}

const CLOCK_TOLERANCE_MS = 600_000;

function isOlder(time: string | null | undefined, reference: string | undefined): boolean {
    return Date.parse(time ?? "") < Date.parse(reference ?? "") - CLOCK_TOLERANCE_MS;
}

/** Whether the engine made this name, of that of a resource and seven random digits. */
export function isAutomaticName(name: string, resource: string): boolean {
    return name.startsWith(`${resource}-`) && /^[0-9a-f]{7}$/.test(name.slice(resource.length + 1));
}
