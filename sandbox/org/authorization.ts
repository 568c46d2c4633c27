import { challenge, type Credentials } from "./authentication";
import { forbidden, HttpError, oktaError } from "./errors";
import type { RoleAssignment } from "./model";
import type { Org } from "./org";
import { rolesOf } from "./roles";
import { type RoleScope, roleScopeOf, unionOf } from "./roleScope";
import { type Route, scopesOf } from "./route";
import { shownBy } from "./shownApps";
import type { Principal } from "./types";

/** The scope rule: an access token must hold one of the route's scopes. API tokens have no scopes. */
export function checkScope(credentials: Credentials, principal: Principal): void {
    const { route } = credentials;
    if (principal.kind !== "client" || route.scope === "public" || route.scope === "any") {
        return;
    }
    if (route.scope === "none") {
        throw oktaError("E0000005");
    }
    const wanted = scopesOf(route);
    if (!wanted.some((scope) => isHeld(scope, principal.scopes))) {
        throw new HttpError(403, undefined, {
            "WWW-Authenticate": challenge(
                credentials,
                "insufficient_scope",
                "The access token provided does not contain the required scopes.",
            ),
        });
    }
}

/**
 * Checks the caller's admin roles. Returns the users, groups and apps that they cover, or "empty
 * list" where Okta answers a caller without the role in that way.
 *
 * @throws HttpError 403 when no role allows the call or covers what the path names.
 */
export function checkRole(
    credentials: Credentials,
    principal: Principal,
): RoleScope | "empty list" {
    const { org, route } = credentials;
    if (route.roles === "any" || principal.kind === "nobody" || isSelf(credentials, principal)) {
        return "all";
    }
    const admitting = rolesOf(org, principal).filter((each) => admits(org, each, route));
    if (admitting.length === 0) {
        if (route.withoutRole === "empty list") {
            return "empty list";
        }
        throw forbidden();
    }
    if (route.userPermission !== undefined && !reachesUser(credentials, principal, admitting)) {
        throw forbidden();
    }
    const roleScope = unionOf(
        admitting.map((assignment) => shownBy(org, principal, assignment, route)),
    );
    if (roleScope === "all") {
        return "all";
    }
    const subject = subjectOf(credentials);
    if (subject === undefined ? route.method !== "GET" : !roleScope.has(subject)) {
        throw forbidden();
    }
    return subject === undefined ? roleScope : "all";
}

// The user, group or app that the path names; a role with a narrower scope must cover it.
function subjectOf({ org, param }: Credentials): string | undefined {
    const userId = param("userId");
    const user =
        userId === undefined
            ? undefined
            : (org.store.users.find((each) => each.profile.login === userId)?.id ?? userId);
    return param("groupId") ?? param("appId") ?? user;
}

function isSelf({ org, route, param }: Credentials, principal: Principal): boolean {
    const userId = param("userId");
    if (route.self !== true || principal.kind !== "user" || userId === undefined) {
        return false;
    }
    const login = org.store.users.get(principal.userId)?.profile.login;
    return ["me", principal.userId, login].includes(userId);
}

function admits(org: Org, assignment: RoleAssignment, route: Route): boolean {
    if (assignment.type === "SUPER_ADMIN") {
        return true;
    }
    if (route.superAdminView === true && org.grantView === "super-admin") {
        return false;
    }
    if (route.roles === "any") {
        return true;
    }
    if (assignment.type !== "CUSTOM") {
        return route.roles.some((role) => role === assignment.type);
    }
    // What only a super admin may do, no custom role can hold, unless Okta has a permission for it.
    if (route.roles.length === 0 && route.permission === undefined) {
        return false;
    }
    if (route.permission === "okta.iam.read" && !coversIam(org, assignment)) {
        return false;
    }
    const held = permissionsOf(org, assignment);
    const wanted = route.permission === undefined ? scopesOf(route) : [route.permission];
    return wanted.some((permission) => isAllowed(permission, held));
}

function permissionsOf(org: Org, { role }: RoleAssignment): string[] {
    const held = org.store.customRoles.get(role ?? "")?.permissions ?? [];
    return held.map((permission) => permission.label);
}

// A custom role reaches a group and its people by a permission each; a standard role by itself.
function reachesUser(
    { org, route, param }: Credentials,
    principal: Principal,
    admitting: readonly RoleAssignment[],
): boolean {
    const wanted = route.userPermission ?? "";
    const userId = param("userId") ?? "";
    const user = org.store.users.find(({ id, profile }) => [id, profile.login].includes(userId));
    return (
        admitting.some(({ type }) => type !== "CUSTOM") ||
        rolesOf(org, principal).some((assignment) => {
            const scope = roleScopeOf(org, assignment);
            const covers = scope === "all" || scope.has(user?.id ?? userId);
            return covers && isAllowed(wanted, permissionsOf(org, assignment));
        })
    );
}

// Admin roles are a resource of their own, which a resource set names by its ORN.
function coversIam(org: Org, { resourceSet }: RoleAssignment): boolean {
    const { resources = [] } = org.store.resourceSets.get(resourceSet ?? "") ?? {};
    return resources.some(({ orn }) => /^orn:\w+:iam:[^:]+:contained_resources$/.test(orn));
}

// The permissions that one to manage includes; Okta's catalogue of permissions names them.
const INCLUDED: Readonly<Record<string, RegExp>> = {
    "okta.users.manage":
        /^okta\.users\.(create|userprofile\.manage|groupMembership\.manage|(lifecycle|credentials)\.\w+)$/,
    "okta.users.lifecycle.manage": /^okta\.users\.lifecycle\.\w+$/,
    "okta.users.credentials.manage": /^okta\.users\.credentials\.\w+$/,
    "okta.groups.manage": /^okta\.groups\.(create|members\.manage)$/,
};

function isAllowed(wanted: string, held: readonly string[]): boolean {
    return isHeld(wanted, held) || held.some((each) => INCLUDED[each]?.test(wanted) === true);
}

// `okta.users.manage` also allows what `okta.users.read` does.
function isHeld(wanted: string, held: readonly string[]): boolean {
    return held.includes(wanted) || held.includes(wanted.replace(/\.read$/, ".manage"));
}
