import type { AdminClient } from "../../okta/adminClient";
import { isGone, readCall } from "../../okta/call";
import { fetchAllPages } from "../../okta/pages";
import { pathSegment } from "../../okta/pathSegment";
import { apiTokens, roleAssignments, userProfile, zones } from "../../okta/shapes";
import { childName, SERVICE_USER_NAME } from "../../rules/childNames";
import { textOf, textsOfList } from "../../rules/json";
import { INTEGRATION_TYPES } from "../../rules/methods";
import { OktaType } from "../../rules/resourceTypes";
import { READ_ONLY_ROLES } from "../../rules/roles";
import type { DriftCheck, DriftSubject } from "../drift/check";
import { finding } from "../drift/finding";
import { removalLines, withLines } from "../drift/removal";
import { isShown } from "../drift/shown";
import {
    absentIf,
    childrenLacking,
    type Presence,
    presenceIn,
    type Unrecorded,
} from "../drift/unrecorded";
import { nameOf, type StackSnapshot, type StateResource } from "../state/stackSnapshot";
import { API_TOKENS_PATH } from "./fetch";
import { gatewayList } from "./network";

/** What each ApiKeyIntegration of a stack makes in Okta and the state does not have. */
export function unrecordedOfServiceUsers(stack: StackSnapshot): Unrecorded[] {
    return stack.resources
        .filter(
            ({ type, inputs }) =>
                type === INTEGRATION_TYPES["api-key"] && inputs["login"] !== undefined,
        )
        .flatMap((component) => {
            const name = nameOf(component.urn);
            const lacking = childrenLacking(stack, component);
            const user = stack.resources.find(
                ({ type, parent }) => type === OktaType.User && parent === component.urn,
            );
            const zone = lacking(OktaType.Zone, childName.zone(name), (client, subject) =>
                fetchZonePresence(client, subject, component, stack),
            );
            return [
                ...(component.inputs["gateways"] === undefined ? [] : zone),
                ...(user === undefined
                    ? lacking(OktaType.User, childName.user(name), (client, subject) =>
                          fetchUserPresence(client, subject, component),
                      )
                    : lacking(OktaType.UserRoles, childName.userRoles(name), (client, subject) =>
                          fetchRolesPresence(client, subject, user),
                      )),
            ];
        });
}

async function fetchUserPresence(
    client: AdminClient,
    subject: string,
    { inputs }: StateResource,
): Promise<Presence | undefined> {
    const login = textOf(inputs, "login") ?? "";
    const path = `/api/v1/users/${pathSegment(login)}`;
    const answer = await readCall(() => client.send(path), userProfile);
    if (isGone(answer.fact)) {
        return absentIf(await isShown(client, "/api/v1/users?limit=1"), subject, `user ${login}`);
    }
    if (answer.value === undefined) {
        return presenceIn(subject, answer, () => undefined);
    }
    const { id, profile } = answer.value;
    const wanted = { login, email: textOf(inputs, "email") ?? login, ...SERVICE_USER_NAME };
    const others = Object.entries(wanted).filter(
        ([name, value]) => profile[name as keyof typeof profile] !== value,
    );
    if (others.length > 0) {
        const what = others.map(([name, value]) => `${name} "${value}"`).join(", ");
        const detail = `User ${login} (${id}) is there, but does not have the ${what} that the program gives it: it may be a person's.`;
        return { kind: "doubtful", detail };
    }
    const roles = await readCall(() => client.send(`${usersPath(id)}/roles`), roleAssignments);
    return presenceIn(subject, roles, (held) => {
        const more = tooMuch(held);
        return more === undefined
            ? { kind: "found", importId: id, detail: `User ${login} (${id}) is there.` }
            : { kind: "doubtful", detail: `User ${login} (${id}) holds ${more}.` };
    });
}

async function fetchRolesPresence(
    client: AdminClient,
    subject: string,
    { id = "", outputs }: StateResource,
): Promise<Presence | undefined> {
    const login = textOf(outputs, "login") ?? id;
    const answer = await readCall(() => client.send(`${usersPath(id)}/roles`), roleAssignments);
    return presenceIn(subject, answer, (held) => {
        const more = tooMuch(held);
        if (more !== undefined) {
            return { kind: "doubtful", detail: `${login} holds ${more}.` };
        }
        return held.length === 0
            ? { kind: "absent", detail: `${login} holds no admin role.` }
            : { kind: "found", importId: id, detail: `${login} holds ${namesOf(held)}.` };
    });
}

/** Finds network zones that were made like those of the stack, and that the stack has not. */
export const zoneTwins: DriftCheck = (stack) =>
    stack.resources
        .filter(({ type }) => type === INTEGRATION_TYPES["api-key"])
        .flatMap((component) => {
            const zone = stack.resources.find(
                ({ type, parent }) => type === OktaType.Zone && parent === component.urn,
            );
            if (zone === undefined) {
                return [];
            }
            const { urn, id = "" } = zone;
            const subject = nameOf(urn);
            const check: DriftSubject["check"] = async (client) => {
                const [zonesLike, tokens] = await fetchZonesLike(client, subject, component, stack);
                const isUsed = (one: string) =>
                    tokens.value?.some(({ network }) => network?.include?.includes(one)) !== false;
                return (zonesLike.value ?? [])
                    .filter((one) => one.id !== id && !isUsed(one.id))
                    .map((one) => {
                        const detail = `Network zone ${one.id} ("${one.name}") has the same gateways, and no API token uses it. The stack's is ${id}.`;
                        const path = `/api/v1/zones/${one.id}`;
                        const lines = removalLines(client, [
                            ["POST", `${path}/lifecycle/deactivate`],
                            ["DELETE", path],
                        ]);
                        return withLines(finding(subject, "twin", detail), lines);
                    });
            };
            return { urn, publicIds: [], check };
        });

// A zone of another stack may be called alike: only one that no token uses, with the gateways of
// this program and no older than its component, is beyond doubt the one whose answer was lost.
async function fetchZonePresence(
    client: AdminClient,
    subject: string,
    component: StateResource,
    stack: StackSnapshot,
): Promise<Presence | undefined> {
    const [answer, tokens] = await fetchZonesLike(client, subject, component, stack);
    return presenceIn(subject, answer, ([found]) => {
        if (found === undefined) {
            const detail = `The org has no network zone "${subject}-..." that the program made.`;
            return { kind: "absent", detail };
        }
        const what = `Network zone ${found.id} ("${found.name}")`;
        return presenceIn(subject, tokens, (known) => {
            const isUsed = known.some(({ network }) => network?.include?.includes(found.id));
            return isUsed
                ? { kind: "doubtful", detail: `${what} is there, and an API token uses it.` }
                : { kind: "found", importId: found.id, detail: `${what} is there.` };
        });
    });
}

/** The zones that the engine named after a resource, with a component's gateways; and all tokens. */
async function fetchZonesLike(
    client: AdminClient,
    resource: string,
    { inputs, created }: StateResource,
    { ownIds }: StackSnapshot,
) {
    const [{ fact, value }, tokens] = await Promise.all([
        readCall(() => fetchAllPages(client, "/api/v1/zones?limit=200"), zones),
        readCall(() => fetchAllPages(client, `${API_TOKENS_PATH}?limit=200`), apiTokens),
    ]);
    const wanted = gatewayList(textsOfList(inputs["gateways"])).join();
    const alike = value?.filter(
        (zone) =>
            !ownIds.includes(zone.id) &&
            isAutomaticName(zone.name, resource) &&
            gatewayList((zone.gateways ?? []).map((one) => one.value ?? "")).join() === wanted &&
            !isOlder(zone.created, created),
    );
    return [{ fact, value: alike }, tokens] as const;
}

const CLOCK_TOLERANCE_MS = 600_000;

function isOlder(time: string | null | undefined, reference: string | undefined): boolean {
    return Date.parse(time ?? "") < Date.parse(reference ?? "") - CLOCK_TOLERANCE_MS;
}

// The engine makes a zone's name of that of the resource and seven random digits.
function isAutomaticName(name: string, resource: string): boolean {
    return name.startsWith(`${resource}-`) && /^[0-9a-f]{7}$/.test(name.slice(resource.length + 1));
}

/** Roles beyond those that the program gives; undefined where there are none. */
function tooMuch(held: readonly { readonly type: string }[]): string | undefined {
    const more = held.filter(({ type }) => !READ_ONLY_ROLES.includes(type));
    return more.length === 0 ? undefined : `${namesOf(more)}, which the program does not give it`;
}

function namesOf(roles: readonly { readonly type: string }[]): string {
    return roles.map(({ type }) => type).join(", ");
}

function usersPath(id: string): string {
    return `/api/v1/users/${pathSegment(id)}`;
}
