import type { RoleAssignment } from "./model";
import type { Org } from "./org";

/** Which users, groups and apps a role reaches: all, or those with these ids. */
export type Reach = "all" | ReadonlySet<string>;

/** The reach of one assignment: targets narrow a standard role, a resource set narrows a custom one. */
export function reachOf(org: Org, assignment: RoleAssignment): Reach {
    if (assignment.type === "CUSTOM") {
        return reachOfSet(org, assignment.resourceSet ?? "");
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

export function union(reaches: readonly Reach[]): Reach {
    const ids = new Set<string>();
    for (const reach of reaches) {
        if (reach === "all") {
            return "all";
        }
        for (const id of reach) {
            ids.add(id);
        }
    }
    return ids;
}

function reachOfSet(org: Org, resourceSetId: string): Reach {
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
