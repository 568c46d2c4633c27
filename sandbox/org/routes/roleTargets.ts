import { invalid, notFound } from "../errors";
import type { RoleAssignment } from "../model";
import { page } from "../paging";
import { type Assignee, roleOf } from "../roleAssignments";
import { SUPER_ONLY } from "../roles";
import { type Call, noContent, ok, type Route } from "../route";
import { groupView } from "./groups";

const GROUP_ROLES = ["USER_ADMIN", "HELP_DESK_ADMIN", "GROUP_MEMBERSHIP_ADMIN"];
const source = "OAS";

/** Group and app targets, which narrow a role to what they name. */
export function targetRoutes(path: string, assigneeOf: (call: Call) => Assignee): Route[] {
    const groups = `${path}/:roleAssignmentId/targets/groups`;
    const apps = `${path}/:roleAssignmentId/targets/catalog/apps`;
    const reading = { scope: "okta.roles.read", roles: SUPER_ONLY, source } as const;
    const managing = { scope: "okta.roles.manage", roles: SUPER_ONLY, source } as const;
    const narrowed = "targets narrow what the role reaches; the last one can't be removed";
    const role = (call: Call, types: readonly string[]) => {
        const assignment = roleOf(call, assigneeOf(call));
        if (!types.includes(assignment.type)) {
            throw invalid("targets", `Role ${assignment.type} can't have targets of this kind.`);
        }
        return assignment;
    };
    const changeGroups = (call: Call, change: Change) => {
        const id = call.param("targetId");
        if (!call.org.store.groups.has(id)) {
            throw notFound(id, "UserGroup");
        }
        const assignment = role(call, GROUP_ROLES);
        const groupTargets = change(assignment.groupTargets, id);
        call.org.store.roleAssignments.set(touched(call, { ...assignment, groupTargets }));
        return noContent();
    };
    const changeApps = (call: Call, change: Change) => {
        const instance = call.param("instanceId");
        const name = call.param("appName");
        if (instance !== "" && call.org.store.apps.get(instance)?.name !== name) {
            throw notFound(instance, "AppInstance");
        }
        const assignment = role(call, ["APP_ADMIN"]);
        const appTargets = change(assignment.appTargets, instance === "" ? name : instance);
        call.org.store.roleAssignments.set(touched(call, { ...assignment, appTargets }));
        return noContent();
    };
    return [
        {
            method: "GET",
            path: groups,
            ...reading,
            supported: "in full",
            handle: (call) => {
                const { groupTargets } = role(call, GROUP_ROLES);
                const store = call.org.store.groups;
                const list = store.filter((group) => groupTargets.includes(group.id));
                return page(call, store, list, { usual: 20, most: 200 }, (group) =>
                    groupView(call.base, group),
                );
            },
        },
        {
            method: "PUT",
            path: `${groups}/:targetId`,
            ...managing,
            supported: narrowed,
            handle: (call) => changeGroups(call, add),
        },
        {
            method: "DELETE",
            path: `${groups}/:targetId`,
            ...managing,
            supported: narrowed,
            handle: (call) => changeGroups(call, remove),
        },
        {
            method: "GET",
            path: apps,
            ...reading,
            supported: "name or instance only, without the catalog's texts",
            handle: (call) => {
                const { appTargets } = role(call, ["APP_ADMIN"]);
                return ok(appTargets.map((target) => targetView(call, target)));
            },
        },
        ...[`${apps}/:appName`, `${apps}/:appName/:instanceId`].flatMap((target): Route[] => [
            {
                method: "PUT",
                path: target,
                ...managing,
                supported: narrowed,
                handle: (call) => changeApps(call, add),
            },
            {
                method: "DELETE",
                path: target,
                ...managing,
                supported: narrowed,
                handle: (call) => changeApps(call, remove),
            },
        ]),
    ];
}

type Change = (targets: readonly string[], target: string) => string[];

const add: Change = (targets, target) => [...new Set([...targets, target])];

const remove: Change = (targets, target) => {
    // Without any target the role would reach everything, so Okta keeps the last.
    if (targets.length === 1 && targets.includes(target)) {
        throw invalid("targets", "The last target of a role can't be removed.");
    }
    return targets.filter((each) => each !== target);
};

function touched(call: Call, assignment: RoleAssignment): RoleAssignment {
    return { ...assignment, lastUpdated: call.org.timestamp() };
}

function targetView(call: Call, target: string) {
    const app = call.org.store.apps.get(target);
    if (app === undefined) {
        return { name: target, status: "ACTIVE", displayName: target };
    }
    return { id: app.id, name: app.name, status: app.status, displayName: app.label };
}
