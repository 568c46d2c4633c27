import { page } from "../paging";
import type { Assignee } from "../roleAssignments";
import { SUPER_ONLY } from "../roles";
import { type Call, ok, type Route } from "../route";
import { groupOf } from "./groups";
import { roleRoutes } from "./roleRoutes";
import { userOf } from "./users";

function userAssignee(call: Call): Assignee {
    const user = userOf(call);
    return {
        type: "USER",
        id: user.id,
        label: user.profile.login,
        path: `/api/v1/users/${user.id}`,
    };
}

function groupAssignee(call: Call): Assignee {
    const group = groupOf(call);
    return {
        type: "GROUP",
        id: group.id,
        label: group.profile.name,
        path: `/api/v1/groups/${group.id}`,
    };
}

/** Admin roles of users and groups. */
export const memberRoleRoutes: Route[] = [
    ...roleRoutes("/api/v1/users/:userId/roles", "VCR, OAS", userAssignee),
    ...roleRoutes("/api/v1/groups/:groupId/roles", "VCR, OAS", groupAssignee),
    {
        method: "GET",
        path: "/api/v1/iam/assignees/users",
        scope: "okta.roles.read",
        roles: SUPER_ONLY,
        supported: "users with a role of their own; limit, after",
        source: "OAS",
        handle: (call) => {
            const { roleAssignments, users } = call.org.store;
            const ids = new Set(roleAssignments.list().map((each) => each.assigneeId));
            const list = users.filter((user) => ids.has(user.id));
            const reply = page(call, users, list, { usual: 100, most: 100 }, (user) => ({
                id: user.id,
                orn: `orn:okta:directory:${call.org.id}:users:${user.id}`,
                _links: { self: { href: `${call.base}/api/v1/users/${user.id}` } },
            }));
            return ok({ value: reply.body, _links: {} }, reply.headers);
        },
    },
];
