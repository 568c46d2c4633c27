import * as z from "zod";

import { forbidden, invalid, notFound } from "../errors";
import type { Group, User } from "../model";
import { page } from "../paging";
import { filtered, startingWithQ } from "../query";
import {
    GROUP_MANAGERS,
    GROUP_READERS,
    isAdmin,
    isSuperAdmin,
    MEMBERSHIP_MANAGERS,
} from "../roles";
import { type Call, noContent, ok, type Route } from "../route";
import { deletePrincipal, newId } from "../store";
import { logEvent, party } from "../systemLog";
import { userView } from "../userView";
import { parseBody } from "../validate";
import { userOf, userParty } from "./users";

/** Returns a group as Okta shows it. */
export function groupView(base: string, group: Group) {
    const self = `${base}/api/v1/groups/${group.id}`;
    return {
        id: group.id,
        created: group.created,
        lastUpdated: group.lastUpdated,
        lastMembershipUpdated: group.lastMembershipUpdated,
        objectClass: ["okta:user_group"],
        type: group.type,
        profile: group.profile,
        _links: {
            logo: [
                {
                    name: "medium",
                    href: `${base}/assets/img/logos/groups/okta-medium.png`,
                    type: "image/png",
                },
            ],
            users: { href: `${self}/users` },
            apps: { href: `${self}/apps` },
        },
    };
}

/**
 * Returns the group that the path names.
 *
 * @throws HttpError 404 when there is none.
 */
export function groupOf(call: Call): Group {
    const id = call.param("groupId");
    const group = call.org.store.groups.get(id);
    if (group === undefined) {
        throw notFound(id, "UserGroup");
    }
    return group;
}

/** The members of a group; everyone is in Everyone. */
export function membersOf(call: Call, group: Group): readonly User[] {
    const { memberships, users } = call.org.store;
    if (group.type === "BUILT_IN") {
        return users.filter((user) => user.status !== "DEPROVISIONED");
    }
    const ids = new Set(memberships.get(group.id)?.userIds ?? []);
    return ids.size === 0 ? [] : users.filter((user) => ids.has(user.id));
}

const groupSchema = z.looseObject({
    profile: z.looseObject({
        name: z.string().min(1).max(255),
        description: z.string().max(1024).nullish(),
    }),
});

function checkName(call: Call, name: string, self?: Group): void {
    const taken = call.org.store.groups.find((group) => group.profile.name === name);
    if (taken !== undefined && taken !== self) {
        throw invalid(
            "name",
            "name: An object with this field already exists in the current organization",
        );
    }
}

function createGroup(call: Call) {
    const { org } = call;
    const { profile } = parseBody(call, groupSchema);
    checkName(call, profile.name);
    const now = org.timestamp();
    const group = org.store.groups.set({
        id: newId("00g"),
        created: now,
        lastUpdated: now,
        lastMembershipUpdated: now,
        type: "OKTA_GROUP",
        profile: { ...profile, description: profile.description ?? null },
    });
    logEvent(call, "group.lifecycle.create", "Create Okta group", [groupParty(group)]);
    return ok(groupView(call.base, group));
}

function replaceGroup(call: Call) {
    const { org } = call;
    const group = changeableGroup(call);
    const { profile } = parseBody(call, groupSchema);
    checkName(call, profile.name, group);
    const changed = org.store.groups.set({
        ...group,
        profile: { ...profile, description: profile.description ?? null },
        lastUpdated: org.timestamp(),
    });
    logEvent(call, "group.profile.update", "Update Okta group", [groupParty(changed)]);
    return ok(groupView(call.base, changed));
}

function deleteGroup(call: Call) {
    const { store } = call.org;
    const group = changeableGroup(call);
    store.groups.delete(group.id);
    store.memberships.delete(group.id);
    // A target that is gone stays named: without any, the role would reach everything.
    deletePrincipal(store, group.id);
    logEvent(call, "group.lifecycle.delete", "Delete Okta group", [groupParty(group)]);
    return noContent();
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

/** The group of the path; what Okta keeps itself, such as Everyone, can't be changed. */
function changeableGroup(call: Call): Group {
    const group = groupOf(call);
    if (group.type === "BUILT_IN") {
        throw forbidden();
    }
    return group;
}

function groupParty(group: Group) {
    return party("UserGroup", group.id, group.profile.name);
}

const reading = { scope: "okta.groups.read", roles: GROUP_READERS } as const;
const managing = { scope: "okta.groups.manage", roles: GROUP_MANAGERS } as const;

// Okta's own table says of the user's permission that the group's is needed "also".
const membership = {
    scope: "okta.groups.manage",
    roles: MEMBERSHIP_MANAGERS,
    permission: "okta.groups.members.manage",
    userPermission: "okta.users.groupMembership.manage",
} as const;

export const groupRoutes: Route[] = [
    {
        method: "GET",
        path: "/api/v1/groups",
        ...reading,
        supported: "q, filter and search, limit up to 10000, after",
        source: "OAS",
        handle: (call) => {
            const { groups } = call.org.store;
            const named = startingWithQ(call, groups.list(), (group) => [group.profile.name]);
            const list = filtered(call, named, (group) => group);
            return page(call, groups, list, { usual: 10_000, most: 10_000, keep: true }, (group) =>
                groupView(call.base, group),
            );
        },
    },
    {
        method: "GET",
        path: "/api/v1/groups/:groupId",
        ...reading,
        supported: "in full",
        source: "OAS",
        handle: (call) => ok(groupView(call.base, groupOf(call))),
    },
    {
        method: "GET",
        path: "/api/v1/groups/:groupId/users",
        ...reading,
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
        method: "POST",
        path: "/api/v1/groups",
        ...managing,
        supported: "a name that is taken is refused (text unconfirmed)",
        source: "OAS",
        handle: createGroup,
    },
    {
        method: "PUT",
        path: "/api/v1/groups/:groupId",
        ...managing,
        supported: "replaces the profile; built-in groups are refused (code unconfirmed)",
        source: "OAS",
        handle: replaceGroup,
    },
    {
        method: "DELETE",
        path: "/api/v1/groups/:groupId",
        ...managing,
        supported: "built-in groups are refused (code unconfirmed)",
        source: "OAS",
        handle: deleteGroup,
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
    {
        method: "GET",
        path: "/api/v1/groups/:groupId/apps",
        ...reading,
        supported: "always empty: the sandbox assigns no apps to groups",
        source: "OAS",
        handle: (call) => {
            groupOf(call);
            return ok([]);
        },
    },
];
