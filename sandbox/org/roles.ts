import type { App, RoleAssignment } from "./model";
import type { Org } from "./org";
import type { Principal } from "./types";

/** The standard admin roles and the labels Okta gives them. */
export const ROLE_LABELS = {
    ACCESS_CERTIFICATIONS_ADMIN: "Access Certifications Administrator",
    ACCESS_REQUESTS_ADMIN: "Access Requests Administrator",
    API_ACCESS_MANAGEMENT_ADMIN: "API Access Management Administrator",
    APP_ADMIN: "Application Administrator",
    GROUP_MEMBERSHIP_ADMIN: "Group Membership Administrator",
    HELP_DESK_ADMIN: "Help Desk Administrator",
    ORG_ADMIN: "Organization Administrator",
    READ_ONLY_ADMIN: "Read-only Administrator",
    REPORT_ADMIN: "Report Administrator",
    SUPER_ADMIN: "Super Administrator",
    USER_ADMIN: "Group Administrator",
    WORKFLOWS_ADMIN: "Workflows Administrator",
} as const;

/** The type of a standard admin role. */
export type AdminRole = keyof typeof ROLE_LABELS;

/** The types of all standard admin roles. */
export const ROLE_NAMES = Object.keys(ROLE_LABELS) as AdminRole[];

/** Roles that can be narrowed to targets; their assignment ids are the base32 of the role's name. */
export const TARGETABLE_ROLES: readonly AdminRole[] = [
    "APP_ADMIN",
    "GROUP_MEMBERSHIP_ADMIN",
    "HELP_DESK_ADMIN",
    "USER_ADMIN",
];

// Okta publishes no table of the roles that each endpoint accepts. A role without evidence is left out.
export const SUPER_ONLY: readonly AdminRole[] = [];
/** Who reads roles, resource sets and assignments. Whether READ_ONLY_ADMIN may is in conflict. */
export const IAM_READING = {
    scope: "okta.roles.read",
    roles: SUPER_ONLY,
    permission: "okta.iam.read",
} as const;
/** Who changes them. */
export const IAM_MANAGING = { scope: "okta.roles.manage", roles: SUPER_ONLY } as const;
export const SETTINGS_READERS: readonly AdminRole[] = ["READ_ONLY_ADMIN", "ORG_ADMIN"];
export const SETTINGS_MANAGERS: readonly AdminRole[] = ["ORG_ADMIN"];
export const USER_READERS: readonly AdminRole[] = [
    "READ_ONLY_ADMIN",
    "ORG_ADMIN",
    "USER_ADMIN",
    "HELP_DESK_ADMIN",
    "GROUP_MEMBERSHIP_ADMIN",
    "APP_ADMIN",
];
export const USER_MANAGERS: readonly AdminRole[] = ["ORG_ADMIN", "USER_ADMIN"];
/** Who resets passwords and factors, and ends sessions. */
export const CREDENTIAL_MANAGERS: readonly AdminRole[] = [...USER_MANAGERS, "HELP_DESK_ADMIN"];
export const GROUP_READERS: readonly AdminRole[] = USER_READERS;
export const GROUP_MANAGERS: readonly AdminRole[] = ["ORG_ADMIN", "USER_ADMIN"];
export const MEMBERSHIP_MANAGERS: readonly AdminRole[] = [
    "ORG_ADMIN",
    "USER_ADMIN",
    "GROUP_MEMBERSHIP_ADMIN",
];
export const APP_READERS: readonly AdminRole[] = ["READ_ONLY_ADMIN", "ORG_ADMIN", "APP_ADMIN"];
export const APP_MANAGERS: readonly AdminRole[] = ["APP_ADMIN"];
export const LOG_READERS: readonly AdminRole[] = ["READ_ONLY_ADMIN", "ORG_ADMIN", "REPORT_ADMIN"];

/** The role assignments a caller has, with those a user inherits from groups; a role just assigned may not have effect yet. */
export function rolesOf(org: Org, principal: Principal): RoleAssignment[] {
    if (principal.kind === "nobody") {
        return [];
    }
    const assignees = new Set<string>();
    if (principal.kind === "client") {
        assignees.add(principal.clientId);
    } else {
        assignees.add(principal.userId);
        for (const membership of org.store.memberships.list()) {
            if (membership.userIds.includes(principal.userId)) {
                assignees.add(membership.id);
            }
        }
    }
    const now = org.now();
    return org.store.roleAssignments.filter(
        (assignment) =>
            assignees.has(assignment.assigneeId) &&
            assignment.status === "ACTIVE" &&
            assignment.effectiveAt <= now,
    );
}

/** Whether the caller has the role SUPER_ADMIN, directly or from a group. */
export function isSuperAdmin(org: Org, principal: Principal): boolean {
    return rolesOf(org, principal).some((assignment) => assignment.type === "SUPER_ADMIN");
}

/** Whether a user or group holds any admin role, a user also by a group. */
export function isAdmin(org: Org, assigneeId: string): boolean {
    const groups = org.store.memberships.filter((each) => each.userIds.includes(assigneeId));
    const ids = [assigneeId, ...groups.map(({ id }) => id)];
    return org.store.roleAssignments.find((each) => ids.includes(each.assigneeId)) !== undefined;
}

/** Whether an app holds any admin role itself. */
export function isAdminApp(org: Org, app: App): boolean {
    return (
        org.store.roleAssignments.find((assignment) => assignment.assigneeId === app.clientId) !==
        undefined
    );
}

/** Encodes text in base32 (RFC 4648) without padding. Okta derives ids of role assignments so. */
export function base32(text: string): string {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits = "";
    for (const byte of Buffer.from(text)) {
        bits += byte.toString(2).padStart(8, "0");
    }
    let encoded = "";
    for (let index = 0; index < bits.length; index += 5) {
        encoded += alphabet.charAt(Number.parseInt(bits.slice(index, index + 5).padEnd(5, "0"), 2));
    }
    return encoded;
}
