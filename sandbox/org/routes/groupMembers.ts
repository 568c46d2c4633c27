import { forbidden } from "../errors";
import type { Group, User } from "../model";
import { page } from "../paging";
import { isAdmin, isSuperAdmin, MEMBERSHIP_MANAGERS } from "../roles";
import { type Call, noContent, type Route } from "../route";
import { logEvent } from "../systemLog";
import { userView } from "../userView";
import { changeableGroup, groupOf, groupParty, readingGroups } from "./groups";
import { userOf, userParty } from "./users";

/** The members of a group; everyone is in Everyone. */
function membersOf(call: Call, group: Group): readonly User[] {
    const { memberships, users } = call.org.store;
    if (group.type === "BUILT_IN") {
        return users.filter((user) => user.status !== "DEPROVISIONED");
    }
    const ids = new Set(memberships.get(group.id)?.userIds ?? []);
    return ids.size === 0 ? [] : users.filter((user) => ids.has(user.id));
}

function changeMembership(call: Call, change: "add" | "remove") {
    const { org } = call;
    const group = changeableGroup(call);
    const user = userOf(call);
    if (!isSuperAdmin(org, call.principal) && [group.id, user.id].some((id) => isAdmin(org, id))) {
        throw forbidden();
    }
    const before = org.store.memberships.get(group.id)?.userIds ?? [];
    if (before.includes(user.id) === (change === "add")) {
        return noContent();
    }
    const userIds = change === "add" ? [...before, user.id] : before.filter((id) => id !== user.id);
    org.store.memberships.set({ id: group.id, userIds });
    org.store.groups.set({ ...group, lastMembershipUpdated: org.timestamp() });
    logEvent(call, `group.user_membership.${change}`, `${change} user to or from group`, [
        userParty(user),
        groupParty(group),
    ]);
    return noContent();
}

// Okta's own table says of the user's permission that the group's is needed "also".
const membership = {
    scope: "okta.groups.manage",
    roles: MEMBERSHIP_MANAGERS,
    permission: "okta.groups.members.manage",
    userPermission: "okta.users.groupMembership.manage",
} as const;

/** Who is in a group. */
export const groupMemberRoutes: Route[] = [
    {
        method: "GET",
        path: "/api/v1/groups/:groupId/users",
        ...readingGroups,
        supported: "limit up to 1000, after",
        source: "OAS",
        handle: (call) => {
            const members = membersOf(call, groupOf(call));
            return page(call, call.org.store.users, members, { usual: 1000, most: 1000 }, (user) =>
                userView(call.base, user),
            );
        },
    },
    {
        method: "PUT",
        path: "/api/v1/groups/:groupId/users/:userId",
        ...membership,
        supported:
            "204 also for a member. A custom role needs okta.users.groupMembership.manage on the user as well, and only a super admin changes a group that has an admin role, or an admin's groups (stricter than known)",
        source: "OAS",
        handle: (call) => changeMembership(call, "add"),
    },
    {
        method: "DELETE",
        path: "/api/v1/groups/:groupId/users/:userId",
        ...membership,
        supported: "204 also for a user who is no member; else as for adding",
        source: "OAS",
        handle: (call) => changeMembership(call, "remove"),
    },
];
