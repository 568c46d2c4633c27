import type { RoleAssignment } from "./model";
import type { Org } from "./org";

/** The users, groups and apps that an admin role covers: all, or those with these ids. */
export type RoleScope = "all" | ReadonlySet<string>;

/** Returns the scope of one assignment. Targets limit a standard role, a resource set a custom one. */
export function roleScopeOf(org: Org, assignment: RoleAssignment): RoleScope {
    if (assignment.type === "CUSTOM") {
        return scopeOfResourceSet(org, assignment.resourceSet ?? "");
    }
    if (assignment.groupTargets.length === 0 && assignment.appTargets.length === 0) {
        return "all";
    }
    const ids = new Set<string>();
    for (const groupId of assignment.groupTargets) {
        addGroup(org, ids, groupId);
    }
    for (const app of org.store.apps.list()) {
        if (assignment.appTargets.some((target) => target === app.id || target === app.name)) {
            ids.add(app.id);
        }
    }
    return ids;
}

const COLLECTIONS: Record<string, (org: Org) => readonly { id: string }[]> = {
    users: (org) => org.store.users.list(),
    groups: (org) => org.store.groups.list(),
    apps: (org) => org.store.apps.list(),
};

/** Returns what any of these scopes covers. */
export function unionOf(scopes: readonly RoleScope[]): RoleScope {
    const ids = new Set<string>();
    for (const scope of scopes) {
        if (scope === "all") {
            return "all";
        }
        for (const id of scope) {
            ids.add(id);
        }
    }
    return ids;
}

function scopeOfResourceSet(org: Org, resourceSetId: string): RoleScope {
    const ids = new Set<string>();
    for (const { orn } of org.store.resourceSets.get(resourceSetId)?.resources ?? []) {
        for (const id of membersOf(org, orn)) {
            ids.add(id);
        }
    }
    return ids;
}

/** The ids that a resource covers, which is a URL or an ORN. A group is not its people. */
function membersOf(org: Org, resource: string): readonly string[] {
    const people =
        /[:/]groups[:/]([^:/]+)(?:\/users|:contained_resources)$/.exec(resource)?.[1] ?? "";
    if (people !== "") {
        return org.store.memberships.get(people)?.userIds ?? [];
    }
    const found = /[:/](users|groups|apps)(?:[:/]([^:/]+))?(?:[:/]([^:/]+))?$/.exec(resource);
    const [, collection = "other", first, second] = found ?? [];
    if (first === undefined) {
        return (COLLECTIONS[collection]?.(org) ?? []).map(({ id }) => id);
    }
    // In an ORN the type of an app comes before its id, or stands for all of its apps.
    const isOrnOfApps = collection === "apps" && resource.startsWith("orn:");
    return isOrnOfApps && second === undefined
        ? org.store.apps.filter(({ name }) => name === first).map(({ id }) => id)
        : [second ?? first];
}

function addGroup(org: Org, ids: Set<string>, groupId: string): void {
    ids.add(groupId);
    for (const userId of org.store.memberships.get(groupId)?.userIds ?? []) {
        ids.add(userId);
    }
}
