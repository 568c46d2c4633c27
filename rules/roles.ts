import { Checked, checkedValue, show } from "./problem";

/** Okta's standard admin roles, as the API names them. CUSTOM is not one of them. */
export const STANDARD_ROLES: readonly string[] = [
    "ACCESS_CERTIFICATIONS_ADMIN",
    "ACCESS_REQUESTS_ADMIN",
    "API_ACCESS_MANAGEMENT_ADMIN",
    "APP_ADMIN",
    "GROUP_MEMBERSHIP_ADMIN",
    "HELP_DESK_ADMIN",
    "ORG_ADMIN",
    "READ_ONLY_ADMIN",
    "REPORT_ADMIN",
    "SUPER_ADMIN",
    "USER_ADMIN",
    "WORKFLOWS_ADMIN",
];

/** Checks a list of standard admin roles; each at most once. */
export function checkRoles(roles: unknown): Checked<string[]> {
    if (!Array.isArray(roles)) {
        const reason = `got ${show(roles)}; wanted a list of roles such as READ_ONLY_ADMIN.`;
        return { ok: false, problems: [{ propertyPath: "roles", reason }] };
    }
    const faults = roles.flatMap((role: unknown, index) => {
        const propertyPath = `roles[${index}]`;
        if (!STANDARD_ROLES.includes(role as string)) {
            const reason = `got ${show(role)}; wanted one of ${STANDARD_ROLES.join(", ")}.`;
            return [{ propertyPath, reason }];
        }
        return roles.indexOf(role) < index
            ? [{ propertyPath, reason: `got ${show(role)} a second time. Remove this one.` }]
            : [];
    });
    return checkedValue(roles as string[], faults);
}
