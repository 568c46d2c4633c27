import type { AdminClient } from "../../okta/adminClient";
import { isGone, readCall } from "../../okta/call";
import { fetchAllPages } from "../../okta/pages";
import { pathSegment } from "../../okta/pathSegment";
import { apiTokens, roleAssignments, userProfile } from "../../okta/shapes";
import { childName, SERVICE_USER_NAME } from "../../rules/childNames";
import { textOf } from "../../rules/json";
import { INTEGRATION_TYPES } from "../../rules/methods";
import { OktaType } from "../../rules/resourceTypes";
import { READ_ONLY_ROLES } from "../../rules/roles";
import type { DriftCheck } from "../drift/check";
import { isShown } from "../drift/shown";
import {
    absentIf,
    childrenLacking,
    type Presence,
    presenceIn,
    type Unrecorded,
} from "../drift/unrecorded";
import { twinsOfZones, unrecordedZone, type ZoneUsers } from "../network/unrecorded";
import { nameOf, type StackSnapshot, type StateResource } from "../state/stackSnapshot";
import { API_TOKENS_PATH } from "./fetch";

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
            return [
                ...unrecordedZone(stack, component, zoneUsers),
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

/** Finds network zones that were made like those of the stack, and that the stack has not. */
export const zoneTwins: DriftCheck = (stack) =>
    twinsOfZones(stack, INTEGRATION_TYPES["api-key"], zoneUsers);

/** The API tokens, as far as they may be used from certain zones only. */
const zoneUsers: ZoneUsers = {
    what: "API token",
    fetch: async (client) => {
        const path = `${API_TOKENS_PATH}?limit=200`;
        const { fact, value } = await readCall(() => fetchAllPages(client, path), apiTokens);
        return { fact, value: value?.map(({ network }) => network?.include ?? []) };
    },
};

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
