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
        const { collection, id } = tailOf(orn);
        if (id === undefined) {
            for (const record of COLLECTIONS[collection]?.(org) ?? []) {
                ids.add(record.id);
            }
        } else if (collection === "groups") {
            addGroup(org, ids, id);
        } else {
            ids.add(id);
        }
    }
    return ids;
}

/** The collection and id at the end of a resource, which is a URL or an ORN. */
function tailOf(resource: string): { collection: string; id: string | undefined } {
    const found =
        /[:/](users|groups|apps)(?:[:/]([^:/]+)(?:[:/](?:users|contained_resources))?)?$/.exec(
            resource,
        );
    return { collection: found?.[1] ?? "other", id: found?.[2] };
}

function addGroup(org: Org, ids: Set<string>, groupId: string): void {
    ids.add(groupId);
    for (const userId of org.store.memberships.get(groupId)?.userIds ?? []) {
        ids.add(userId);
    }
}
