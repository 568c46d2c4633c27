import { GROUP_ID, idProblems, isGroupId } from "./ids";
import { limitableScopes, limitOf } from "./permissions";
import { type Checked, checkedValue, type InputProblem, show } from "./problem";
import { hasLimitedView, type RequestedRoles } from "./roles";
import { isManageScope, READ_ONLY_SCOPES } from "./scopes";

/** A view that is limited to some groups, the people in them, and some apps. */
export interface LimitedView extends RequestedRoles {
    readonly scopes?: unknown;
}

const APP_FORM =
    "the Okta Resource Name of an app, such as orn:okta:idp:00o1gkwxyz:apps:oidc_client:0oa1gkwxyz, which Okta's API gives as `orn`";

/** True for the Okta Resource Name of an app. */
function isAppName(value: unknown): boolean {
    return typeof value === "string" && /^orn:\w+:idp:\w+:apps:[\w-]+:\w+$/.test(value);
}

/** Checks that a limited view is one: that nothing shows more than it, and that something reads it. */
export function checkLimitedView(wanted: LimitedView): Checked<LimitedView> {
    if (!hasLimitedView(wanted)) {
        return checkedValue(wanted, []);
    }
    const { visibilityGroups: groups, visibilityApps: apps, adminVisibility } = wanted;
    const problems: InputProblem[] = [
        ...(groups === undefined
            ? []
            : idProblems("visibilityGroups", groups, isGroupId, GROUP_ID)),
        ...(apps === undefined ? [] : idProblems("visibilityApps", apps, isAppName, APP_FORM)),
    ];
    if (adminVisibility) {
        const reason = `got true with ${limitsIn(wanted)}, and it shows all apps and groups. Leave one of them out.`;
        problems.push({ propertyPath: "adminVisibility", reason });
    }
    if (wanted.readOnlyAdmin) {
        const reason = `got true with ${limitsIn(wanted)}, whose place READ_ONLY_ADMIN would take. Leave one of them out.`;
        problems.push({ propertyPath: "readOnlyAdmin", reason });
    }
    const scopes: readonly unknown[] = Array.isArray(wanted.scopes)
        ? wanted.scopes
        : READ_ONLY_SCOPES;
    const reading = scopes.filter((one) => typeof one === "string" && !isManageScope(one));
    const limits = reading.map((scope) => limitOf(String(scope)));
    const beyond = reading.filter((_, index) => {
        const limit = limits[index];
        return limit === undefined || wanted[limit] === undefined;
    });
    if (beyond.length > 0) {
        const reason = `got ${beyond.join(", ")}; wanted none but ${limitableScopes(wanted).join(", ")}, since ${limitsIn(wanted)} can limit no others. Set scopes to those of them that Rezonate is to read by.`;
        problems.push({ propertyPath: "scopes", reason });
    }
    for (const limit of ["visibilityGroups", "visibilityApps"] as const) {
        if (wanted[limit] !== undefined && !limits.includes(limit)) {
            const fitting = limitableScopes({ [limit]: [] }).join(", ");
            const reason = `got ${show(wanted[limit])}, and no scope reads them. Add one of ${fitting} to scopes, or leave it out.`;
            problems.push({ propertyPath: limit, reason });
        }
    }
    return checkedValue(wanted, problems);
}

function limitsIn({ visibilityGroups, visibilityApps }: LimitedView): string {
    const named = { visibilityGroups, visibilityApps };
    return Object.entries(named)
        .flatMap(([name, value]) => (value === undefined ? [] : [name]))
        .join(" and ");
}
