import { FIRST_PARTY_APPS } from "./appViews";
import type { App, RoleAssignment } from "./model";
import type { Org } from "./org";
import { type RoleScope, roleScopeOf } from "./roleScope";
import type { Route } from "./route";
import type { Principal } from "./types";

/** Returns what an assignment covers on a call: on reads of apps no more than the org's view shows. */
export function shownBy(
    org: Org,
    principal: Principal,
    assignment: RoleAssignment,
    route: Route,
): RoleScope {
    const scope = roleScopeOf(org, assignment);
    const isReadOfApps =
        route.method === "GET" && /^\/api\/v1\/(internal\/)?apps\b/.test(route.path);
    if (scope !== "all" || !isReadOfApps || assignment.type === "SUPER_ADMIN") {
        return scope;
    }
    if (org.appView === "no-first-party") {
        return idsOf(org.store.apps.filter(({ name }) => !Object.hasOwn(FIRST_PARTY_APPS, name)));
    }
    const isLimited =
        org.appView === "assigned-only" &&
        assignment.type === "READ_ONLY_ADMIN" &&
        principal.kind === "client";
    return isLimited
        ? idsOf(org.store.apps.filter(({ clientId }) => clientId === principal.clientId))
        : scope;
}

function idsOf(apps: readonly App[]): ReadonlySet<string> {
    return new Set(apps.map(({ id }) => id));
}
