import { type Checked, checkedValue, type InputProblem, show } from "./problem";
import { remediationPermissions } from "./remediation";
import {
    AdminRole,
    hasLimitedView,
    KNOWN_ADMIN_ROLES,
    type RequestedRoles,
    rolesFor,
} from "./roles";
import { SCOPE_ACCESS, type ViewLimit } from "./scopeAccess";
import { checkIntegrationScopes, checkScopes, isManageScope, type RequestedScopes } from "./scopes";

/** What serves the scopes of an app: its standard admin roles, and permissions of its custom role. */
export interface AssignedAccess {
    readonly roles: readonly string[];
    readonly permissions?: readonly string[];
}

/**
 * Checks a list of scopes like checkScopes, and that of each one that reads an assigned role can
 * serve it: without, Okta answers 403 to each call. A scope that is not in the table and a role that
 * is not known here are not checked, nor is an app without any role, which somebody else will assign.
 */
export function checkServedScopes(
    scopes: unknown,
    allowed: readonly string[],
    assigned: AssignedAccess,
): Checked<string[]> {
    const checked = checkScopes(scopes, allowed);
    return checked.ok
        ? checkedValue(checked.value, unserved(scopes as string[], assigned))
        : checked;
}

/**
 * Checks the scopes of an OAuth integration, that its roles can serve those that read, and that
 * there is something that adminVisibility can show.
 */
export function checkOAuthScopes(wanted: RequestedScopes & RequestedRoles): Checked<string[]> {
    const checked = checkIntegrationScopes(wanted);
    if (!checked.ok) {
        return checked;
    }
    const permissions = customPermissions(checked.value, wanted);
    const assigned = { roles: rolesFor(wanted), permissions };
    // What a limited view refuses, checkLimitedView says.
    const problems = hasLimitedView(wanted)
        ? []
        : unserved((wanted.scopes ?? []) as string[], assigned);
    if (wanted.adminVisibility && visibilityPermissions(checked.value).length === 0) {
        const reason =
            `got true, and none of the scopes is one that it helps: ${DOUBTED.join(", ")}. ` +
            `Add one of them to scopes, or leave adminVisibility out.`;
        problems.push({ propertyPath: "adminVisibility", reason });
    }
    return checkedValue(checked.value, problems);
}

/** The permissions of an integration's custom admin roles. */
export function customPermissions(scopes: readonly string[], wanted: RequestedRoles): string[] {
    const visible = [
        ...(wanted.adminVisibility ? visibilityPermissions(scopes) : []),
        ...(hasLimitedView(wanted) ? limitedPermissions(scopes) : []),
    ];
    return [...visible, ...remediationPermissions(wanted)];
}

/** The scopes that a custom role serves and READ_ONLY_ADMIN may not. */
const DOUBTED = Object.keys(SCOPE_ACCESS).filter(
    (scope) => SCOPE_ACCESS[scope]?.doubt !== undefined && SCOPE_ACCESS[scope].permission,
);

/**
 * The permissions of the custom role of adminVisibility: those of the scopes that READ_ONLY_ADMIN
 * may not serve, and no others. Sorted.
 */
export function visibilityPermissions(scopes: readonly string[]): string[] {
    return scopes
        .filter((scope) => DOUBTED.includes(scope))
        .flatMap((scope) => SCOPE_ACCESS[scope]?.permission ?? [])
        .sort();
}

/** The arg that can limit what is read by a scope. */
export function limitOf(scope: string): ViewLimit | undefined {
    return SCOPE_ACCESS[scope]?.limit;
}

/** The scopes that the limits of an integration can limit, sorted. */
export function limitableScopes(wanted: RequestedRoles): string[] {
    return Object.keys(SCOPE_ACCESS)
        .filter((scope) => {
            const limit = limitOf(scope);
            return limit !== undefined && wanted[limit] !== undefined;
        })
        .sort();
}

/** The permissions of the custom role of a limited view, each once. Sorted. */
export function limitedPermissions(scopes: readonly string[]): string[] {
    const served = scopes.filter((scope) => limitOf(scope) !== undefined);
    return [...new Set(served.flatMap((scope) => SCOPE_ACCESS[scope]?.permission ?? []))].sort();
}

function unserved(scopes: readonly string[], assigned: AssignedAccess): InputProblem[] {
    return scopes.flatMap((scope, index) =>
        isManageScope(scope) || isServed(scope, assigned)
            ? []
            : [{ propertyPath: `scopes[${index}]`, reason: whyUnserved(scope, assigned) }],
    );
}

/**
 * A warning for each scope that may change the org and that none of the assigned roles can serve.
 * Such a scope is named on purpose, so that its role may come from elsewhere.
 */
export function unservedScopeWarnings(
    scopes: readonly string[],
    assigned: AssignedAccess,
): string[] {
    return scopes
        .filter((scope) => isManageScope(scope) && !isServed(scope, assigned))
        .map((scope) => whyUnserved(scope, assigned));
}

function isServed(scope: string, { roles, permissions = [] }: AssignedAccess): boolean {
    const access = SCOPE_ACCESS[scope];
    if (access === undefined || (roles.length === 0 && permissions.length === 0)) {
        return true;
    }
    const serving: readonly string[] = [...access.roles, AdminRole.SuperAdmin];
    return (
        roles.some((role) => serving.includes(role) || !KNOWN_ADMIN_ROLES.includes(role)) ||
        permissions.some((one) => one === access.permission || (access.actions ?? {})[one])
    );
}

function whyUnserved(scope: string, { roles }: AssignedAccess): string {
    const serving = [...(SCOPE_ACCESS[scope]?.roles ?? []), AdminRole.SuperAdmin];
    const assigned = roles.join(" and ") || "the custom roles that it has";
    return (
        `got ${show(scope)}, which ${assigned} cannot use: Okta would answer 403. ` +
        `Wanted one of the roles ${[...serving].sort().join(", ")}, or the list without this scope.`
    );
}
