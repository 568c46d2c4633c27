import type { AdminClient } from "../../okta/adminClient";
import { readCall } from "../../okta/call";
import { fetchAllPages } from "../../okta/pages";
import { pathSegment } from "../../okta/pathSegment";
import { groupMembers, userGroups } from "../../okta/shapes";
import { memberOf, textsOfList } from "../../rules/json";
import { type DriftCheck, driftCheck } from "../drift/check";
import { finding, unreadable } from "../drift/finding";
import type { ReachedPeople, RemediationReach } from "../requirements";
import { integrationsOf } from "../state/integrations";
import { nameOf } from "../state/stackSnapshot";

/** The most people of excepted groups that are looked at: each takes a call. */
const MOST_PEOPLE = 200;

/**
 * Finds who is in an excepted group and in one that remediation covers as well: a resource set of
 * Okta covers such a person, since it cannot leave anybody out.
 */
export async function fetchReached(
    client: AdminClient,
    { groups, except }: RemediationReach,
): Promise<ReachedPeople> {
    const people = new Map<string, string>();
    for (const group of except) {
        const path = `/api/v1/groups/${pathSegment(group)}/users?limit=200`;
        const { fact, value } = await readCall(() => fetchAllPages(client, path), groupMembers);
        if (value === undefined) {
            return { unread: `the people in group ${group}`, fact };
        }
        value.forEach(({ id, profile }) => people.set(id, profile?.login ?? id));
        if (people.size > MOST_PEOPLE) {
            return { unread: `the groups of more than ${MOST_PEOPLE} people`, fact };
        }
    }
    const memberships = await Promise.all(
        [...people].map(async ([id, login]) => {
            const path = `/api/v1/users/${pathSegment(id)}/groups?limit=200`;
            const read = await readCall(() => fetchAllPages(client, path), userGroups);
            return { ...read, login };
        }),
    );
    const unread = memberships.find(({ value }) => value === undefined);
    if (unread !== undefined) {
        return { unread: `the groups of ${unread.login}`, fact: unread.fact };
    }
    const reached = memberships.filter(({ value = [] }) =>
        value.some(({ id }) => groups.includes(id)),
    );
    return { logins: reached.map(({ login }) => login).sort() };
}

/** What a person is told of those who are reached. */
export function describeReached(logins: readonly string[]): string {
    const [first, second, third, ...others] = logins;
    const named = [first, second, third].filter(Boolean).join(", ");
    const more = others.length > 0 ? ` and ${others.length} more` : "";
    return `In a group of remediationExcept and in one of remediationGroups as well: ${named}${more}.`;
}

/** Finds people whom the remediation of a stack reaches and must not. */
export const exceptedReached: DriftCheck = driftCheck({
    expected: (stack) =>
        integrationsOf(stack).flatMap(({ urn, oktaResource = urn }) => {
            const inputs = stack.resources.find((one) => one.urn === urn)?.inputs;
            const reach = {
                groups: textsOfList(memberOf(inputs, "remediationGroups")),
                except: textsOfList(memberOf(inputs, "remediationExcept")),
            };
            const acts = memberOf(inputs, "remediation") === true;
            return acts && reach.except.length > 0 ? [{ urn, oktaResource, reach }] : [];
        }),
    urnOf: ({ oktaResource }) => oktaResource,
    fetch: (client, { reach }) => fetchReached(client, reach),
    compare: ({ urn }, reached) => {
        const name = nameOf(urn);
        if ("unread" in reached) {
            const detail = `Look at ${reached.unread}.`;
            return [unreadable(name, reached.fact) ?? finding(name, "could_not_check", detail)];
        }
        return reached.logins.length === 0
            ? []
            : [finding(name, "excepted_reached", describeReached(reached.logins))];
    },
});
