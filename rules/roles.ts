import { isOneOf } from "./closedSet";
import { Checked, checkedValue, show } from "./problem";
import { hasRemediationRole } from "./remediation";

/** Okta's standard admin roles, as the API names them. CUSTOM is not one of them. */
export const AdminRole = {
    AccessCertificationsAdmin: "ACCESS_CERTIFICATIONS_ADMIN",
    AccessRequestsAdmin: "ACCESS_REQUESTS_ADMIN",
    ApiAccessManagementAdmin: "API_ACCESS_MANAGEMENT_ADMIN",
    AppAdmin: "APP_ADMIN",
    GroupMembershipAdmin: "GROUP_MEMBERSHIP_ADMIN",
    HelpDeskAdmin: "HELP_DESK_ADMIN",
    OrgAdmin: "ORG_ADMIN",
    ReadOnlyAdmin: "READ_ONLY_ADMIN",
    ReportAdmin: "REPORT_ADMIN",
    SuperAdmin: "SUPER_ADMIN",
    UserAdmin: "USER_ADMIN",
    WorkflowsAdmin: "WORKFLOWS_ADMIN",
} as const;
export type AdminRole = (typeof AdminRole)[keyof typeof AdminRole];

/** The standard admin roles that are known here. */
export const KNOWN_ADMIN_ROLES: readonly string[] = Object.values(AdminRole);
const KNOWN_ROLES = KNOWN_ADMIN_ROLES.join(", ");

/** The admin role with which Rezonate reads an org. */
export const READ_ONLY_ROLES: readonly string[] = [AdminRole.ReadOnlyAdmin];

/** The type of every custom admin role in an assignment. */
export const CUSTOM_ROLE = "CUSTOM";

/** What decides on the admin roles of an integration. */
export interface RequestedRoles {
    readonly remediation?: boolean | undefined;
    readonly remediationRole?: string | undefined;
    readonly adminVisibility?: boolean | undefined;
    readonly readOnlyAdmin?: boolean | undefined;
    /** The only groups and apps to read; all where there is neither. */
    readonly visibilityGroups?: unknown;
    readonly visibilityApps?: unknown;
}

/** True where an integration is to read some groups and apps only. */
export function hasLimitedView({ visibilityGroups, visibilityApps }: RequestedRoles): boolean {
    return visibilityGroups !== undefined || visibilityApps !== undefined;
}

/** The standard admin roles of an integration. */
export function rolesFor(wanted: RequestedRoles): string[] {
    const byUserAdmin = wanted.remediation === true && !hasRemediationRole(wanted);
    return [
        ...(wanted.readOnlyAdmin === false || hasLimitedView(wanted) ? [] : READ_ONLY_ROLES),
        ...(byUserAdmin ? [AdminRole.UserAdmin] : []),
    ];
}

/** True where an integration makes custom admin roles. */
export function hasCustomRole(wanted: RequestedRoles): boolean {
    return wanted.adminVisibility === true || hasLimitedView(wanted) || hasRemediationRole(wanted);
}

/** The types of all admin roles of an integration; every custom one is called CUSTOM. */
export function roleTypesFor(wanted: RequestedRoles): string[] {
    return [...rolesFor(wanted), ...(hasCustomRole(wanted) ? [CUSTOM_ROLE] : [])];
}

/** What tells the admin roles of one app apart: the type, and of a custom role also which, on what. */
export function roleName(
    type: string,
    role: string | null | undefined,
    resourceSet: string | null | undefined,
): string {
    return type === CUSTOM_ROLE && role ? `${type} ${role} on ${resourceSet ?? "nothing"}` : type;
}

/** Checks a list of standard admin roles; each at most once. */
export function checkRoles(roles: unknown): Checked<string[]> {
    if (!Array.isArray(roles)) {
        const reason = `got ${show(roles)}; wanted a list of roles such as READ_ONLY_ADMIN.`;
        return { ok: false, problems: [{ propertyPath: "roles", reason }] };
    }
    const faults = roles.flatMap((role: unknown, index) => {
        const propertyPath = `roles[${index}]`;
        if (typeof role !== "string" || !/^[A-Z][A-Z0-9_]*$/.test(role) || role === CUSTOM_ROLE) {
            const reason = `got ${show(role)}; wanted a standard admin role, such as ${KNOWN_ROLES}.`;
            return [{ propertyPath, reason }];
        }
        return roles.indexOf(role) < index
            ? [{ propertyPath, reason: `got ${show(role)} a second time. Remove this one.` }]
            : [];
    });
    return checkedValue(roles as string[], faults);
}

/** A warning for each role that is not among those known: Okta adds roles now and then. */
export function unknownRoleWarnings(roles: readonly string[]): string[] {
    return roles
        .filter((role) => !isOneOf(AdminRole, role))
        .map(
            (role) =>
                `"${role}" is not among the admin roles known here (${KNOWN_ROLES}). ` +
                `It is assigned as it stands; Okta refuses it if it does not exist.`,
        );
}
