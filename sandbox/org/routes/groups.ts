import { notFound } from "../errors";
import type { Group, User } from "../model";
import { page } from "../paging";
import { GROUP_READERS } from "../roles";
import { ok, type Call, type Route } from "../route";
import { userView } from "../userView";

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

const reading = { scope: "okta.groups.read", roles: GROUP_READERS } as const;

export const groupRoutes: Route[] = [
    {
        method: "GET",
        path: "/api/v1/groups",
        ...reading,
        supported: "q, filter and search, limit up to 10000, after",
        source: "OAS",
        handle: (call) => {
            const { groups } = call.org.store;
            const q = call.query.get("q")?.toLowerCase();
            const list = groups.filter(
                (group) => q === undefined || group.profile.name.toLowerCase().startsWith(q),
            );
            return page(call, groups, list, { usual: 10_000, most: 10_000 }, (group) =>
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
];
