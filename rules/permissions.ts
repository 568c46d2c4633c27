import { type Checked, checkedValue, type InputProblem, show } from "./problem";
import { GROUP_ACTIONS, remediationPermissions, USER_ACTIONS } from "./remediation";
import {
    AdminRole,
    hasLimitedView,
    KNOWN_ADMIN_ROLES,
    type RequestedRoles,
    rolesFor,
} from "./roles";
import { checkIntegrationScopes, checkScopes, isManageScope, type RequestedScopes } from "./scopes";

/** An arg that limits what Rezonate is shown. */
export type ViewLimit = "visibilityGroups" | "visibilityApps";

/** What a scope is good for, and what beside it Okta wants of the app that uses it. */
export interface ScopeAccess {
    /** What Rezonate learns or does by it, as one sentence. */
    readonly purpose: string;
    /** Standard admin roles that serve the scope; SUPER_ADMIN serves every one. */
    readonly roles: readonly AdminRole[];
    /** The permission of a custom admin role that serves it; left out where Okta has none. */
    readonly permission?: string;
    /** The arg that can limit what is read by it; left out where it reads of the whole org. */
    readonly limit?: ViewLimit;
    /** Narrower permissions of the custom role of remediation, each with what it allows. */
    readonly actions?: Readonly<Record<string, string>>;
    /** What sources say against READ_ONLY_ADMIN; left out where they agree that it serves the scope. */
    readonly doubt?: string;
}

const { ApiAccessManagementAdmin, AppAdmin, GroupMembershipAdmin, HelpDeskAdmin } = AdminRole;
const { OrgAdmin, ReadOnlyAdmin, ReportAdmin, UserAdmin } = AdminRole;

// Okta publishes no table of the roles that serve a scope. A role in doubt is listed, since what is
// not listed is refused.
const SETTINGS = [OrgAdmin, ReadOnlyAdmin];
const PEOPLE = [
    ...SETTINGS,
    ApiAccessManagementAdmin,
    AppAdmin,
    GroupMembershipAdmin,
    HelpDeskAdmin,
    ReportAdmin,
    UserAdmin,
];
const APPS = [...SETTINGS, ApiAccessManagementAdmin, AppAdmin, ReportAdmin];

/** Scope by scope: what it is for, the admin roles and the permission of a custom role that serve it. */
export const SCOPE_ACCESS: Readonly<Record<string, ScopeAccess>> = {
    "okta.apiTokens.read": {
        purpose: "Which API tokens there are, whose they are and from where they may be used.",
        roles: PEOPLE,
        permission: "okta.users.apitokens.read",
        doubt: "Okta names READ_ONLY_ADMIN for its own tokens only.",
    },
    "okta.appGrants.read": {
        purpose: "Which Okta API scopes each app was granted, and by whom.",
        roles: APPS,
        doubt: "By one source only SUPER_ADMIN is shown grants, and no custom role can be.",
    },
    "okta.apps.read": {
        purpose: "Which apps there are, how people sign in to them and who is assigned to them.",
        roles: APPS,
        permission: "okta.apps.read",
        limit: "visibilityApps",
        doubt: "By one source READ_ONLY_ADMIN is shown only apps that the app itself is assigned to, and by it Okta's own apps are hidden below SUPER_ADMIN.",
    },
    "okta.authenticators.read": {
        purpose: "Which authenticators people can enroll, such as Okta Verify or passkeys.",
        roles: SETTINGS,
    },
    "okta.authorizationServers.read": {
        purpose: "Which custom authorization servers issue tokens, with which scopes and claims.",
        roles: [...SETTINGS, ApiAccessManagementAdmin],
        permission: "okta.authzServers.read",
    },
    "okta.devices.read": {
        purpose: "Which devices are registered, who uses them and whether they are managed.",
        roles: PEOPLE,
        permission: "okta.devices.read",
    },
    "okta.factors.read": {
        purpose: "Which factors each person has enrolled, and so who has none but a password.",
        roles: PEOPLE,
        limit: "visibilityGroups",
        permission: "okta.users.read",
    },
    "okta.groups.read": {
        purpose: "Which groups there are, and who is a member of them.",
        roles: PEOPLE,
        permission: "okta.groups.read",
        limit: "visibilityGroups",
    },
    "okta.idps.read": {
        purpose: "Which external identity providers people may sign in with.",
        roles: [...SETTINGS, AppAdmin],
        permission: "okta.identityProviders.read",
    },
    "okta.logs.read": {
        purpose: "What happened in the org: sign-ins, changes and admin actions of the System Log.",
        roles: PEOPLE,
    },
    "okta.networkZones.read": {
        purpose: "Which network zones there are, and so which addresses are trusted or blocked.",
        roles: SETTINGS,
    },
    "okta.orgs.read": {
        purpose: "The org's general settings and contacts.",
        roles: PEOPLE,
    },
    "okta.policies.read": {
        purpose: "Which rules decide on sign-on, passwords, enrollment and access to apps.",
        roles: [...SETTINGS, ApiAccessManagementAdmin, AppAdmin],
        permission: "okta.policies.read",
    },
    "okta.roles.read": {
        purpose: "Who holds which admin role, on what.",
        roles: SETTINGS,
        permission: "okta.iam.read",
        doubt: "By some sources admin roles are shown to SUPER_ADMIN only, or to a custom role.",
    },
    "okta.users.read": {
        purpose: "Who has an account, in which state, and when they last signed in.",
        roles: PEOPLE,
        limit: "visibilityGroups",
        permission: "okta.users.read",
    },
    "okta.logStreams.read": {
        purpose: "Where the System Log is streamed to.",
        roles: [],
    },
    "okta.users.manage": {
        purpose:
            "Lets Rezonate suspend people, end their sessions and reset what they sign in with.",
        roles: [HelpDeskAdmin, OrgAdmin, UserAdmin],
        permission: "okta.users.manage",
        actions: USER_ACTIONS,
    },
    "okta.groups.manage": {
        purpose: "Lets Rezonate take people out of groups, and put them in.",
        roles: [GroupMembershipAdmin, OrgAdmin, UserAdmin],
        permission: "okta.groups.manage",
        actions: GROUP_ACTIONS,
    },
};

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
