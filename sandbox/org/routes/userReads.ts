import { page } from "../paging";
import { GROUP_READERS, USER_READERS } from "../roles";
import { ok, type Route } from "../route";
import { groupView } from "./groups";
import { userOf } from "./users";

/** What hangs on a user and can be read only. */
export const userReadRoutes: Route[] = [
    {
        method: "GET",
        path: "/api/v1/users/:userId/groups",
        scope: ["okta.users.read", "okta.groups.read"],
        roles: GROUP_READERS,
        self: true,
        supported: "Everyone and the groups the user is a member of",
        source: "OAS",
        handle: (call) => {
            const { store } = call.org;
            const user = userOf(call);
            const groups = store.groups.filter(
                (group) =>
                    group.type === "BUILT_IN" ||
                    (store.memberships.get(group.id)?.userIds.includes(user.id) ?? false),
            );
            return page(call, store.groups, groups, { usual: 200, most: 200 }, (group) =>
                groupView(call.base, group),
            );
        },
    },
    {
        method: "GET",
        path: "/api/v1/users/:userId/appLinks",
        scope: "okta.users.read",
        roles: USER_READERS,
        self: true,
        supported: "always empty: the sandbox assigns no apps to users",
        source: "OAS",
        handle: (call) => {
            userOf(call);
            return ok([]);
        },
    },
    {
        method: "GET",
        path: "/api/v1/users/:userId/factors",
        scope: ["okta.users.read", "okta.factors.read"],
        roles: USER_READERS,
        self: true,
        supported:
            "always empty. Either scope lets in: the specification names okta.users.read, okta.factors.read is advertised for factors.",
        source: "OAS, VCR (scopes_supported)",
        handle: (call) => {
            userOf(call);
            return ok([]);
        },
    },
];
