import { isOneOf, oneOf } from "./closedSet";
import { counted } from "./counted";
import { GROUP_ID, idProblems, isGroupId } from "./ids";
import { days } from "./period";
import { type Checked, checkedValue, type InputProblem, show } from "./problem";

/** The admin role by which Rezonate acts. */
export const RemediationRole = {
    /** A custom role with only the permissions that remediation calls for. */
    Custom: "CUSTOM",
    /** The standard role, which may also create, change and delete users and groups. */
    UserAdmin: "USER_ADMIN",
} as const;
export type RemediationRole = (typeof RemediationRole)[keyof typeof RemediationRole];

/** What the custom role of remediation allows on people, by Okta's permission. */
export const USER_ACTIONS: Readonly<Record<string, string>> = {
    "okta.users.credentials.expirePassword": "expire a password, so that a new one has to be set",
    "okta.users.credentials.resetFactors": "reset factors, so that they have to be enrolled again",
    "okta.users.credentials.resetPassword": "reset a password",
    "okta.users.lifecycle.clearSessions": "end sessions",
    "okta.users.lifecycle.suspend": "suspend a person",
    "okta.users.lifecycle.unsuspend": "lift a suspension",
    "okta.users.read": "read the people that it acts on",
};

/** The same on groups. Okta's table of permissions asks for both of the first two. */
export const GROUP_ACTIONS: Readonly<Record<string, string>> = {
    "okta.groups.members.manage": "change who is in a group",
    "okta.users.groupMembership.manage": "change which groups a person is in",
    "okta.groups.read": "read the groups that it acts on",
};

/** The permissions of the custom role of remediation, sorted. */
export const REMEDIATION_PERMISSIONS: readonly string[] = [
    ...new Set([...Object.keys(USER_ACTIONS), ...Object.keys(GROUP_ACTIONS)]),
].sort();

/** Whether and how Rezonate may act. */
export interface Remediation {
    readonly remediation?: boolean | undefined;
    readonly remediationRole?: string | undefined;
    readonly remediationGroups?: readonly string[] | undefined;
    readonly remediationExcept?: readonly string[] | undefined;
    readonly remediationUntil?: string | undefined;
    readonly remediationApp?: boolean | undefined;
}

/** True where a custom role is made for remediation. */
export function hasRemediationRole({
    remediation,
    remediationRole,
}: Pick<Remediation, "remediation" | "remediationRole">): boolean {
    return remediation === true && remediationRole !== RemediationRole.UserAdmin;
}

/** The permissions that an integration gets for remediation; those of USER_ADMIN are not told by name. */
export function remediationPermissions(
    wanted: Pick<Remediation, "remediation" | "remediationRole">,
): readonly string[] {
    return hasRemediationRole(wanted) ? REMEDIATION_PERMISSIONS : [];
}

/** What the custom role of remediation is called in Okta: an org takes each name once. */
export function remediationLabel(clientId: string): string {
    return `Rezonate remediation ${clientId}`;
}

/** Checks how Rezonate is to act. A resource set of Okta only includes, so that not all can be said. */
export function checkRemediation(wanted: Remediation): Checked<Remediation> {
    const { remediationGroups: groups, remediationExcept: except } = wanted;
    const problems: InputProblem[] = [];
    const refuse = (propertyPath: string, reason: string) =>
        problems.push({ propertyPath, reason });
    if (wanted.remediationRole !== undefined && !isOneOf(RemediationRole, wanted.remediationRole)) {
        const reason = `got ${show(wanted.remediationRole)}; wanted ${oneOf(RemediationRole)}.`;
        refuse("remediationRole", reason);
    }
    const lists = { remediationGroups: groups, remediationExcept: except };
    for (const [property, ids] of Object.entries(lists)) {
        if (ids === undefined) {
            continue;
        }
        problems.push(...idProblems(property, ids, isGroupId, GROUP_ID));
        if (wanted.remediationRole === RemediationRole.UserAdmin) {
            refuse(
                property,
                "got it with remediationRole USER_ADMIN, which covers every group here. Leave remediationRole out, or this.",
            );
        }
    }
    if (except !== undefined && groups === undefined) {
        refuse(
            "remediationExcept",
            "got it without remediationGroups. A resource set of Okta names what it covers and cannot leave people out of all. Set remediationGroups to groups in which none of these people is.",
        );
    }
    if (Array.isArray(except) && Array.isArray(groups)) {
        except.forEach((id: unknown, index) => {
            if (groups.includes(id)) {
                refuse(
                    `remediationExcept[${index}]`,
                    `got ${show(id)}, which is in remediationGroups too. Remove it from one of them.`,
                );
            }
        });
    }
    if (wanted.remediationUntil !== undefined && startOf(wanted.remediationUntil) === undefined) {
        refuse(
            "remediationUntil",
            `got ${show(wanted.remediationUntil)}; wanted a day such as "2026-12-31", which begins at 00:00 UTC.`,
        );
    }
    return checkedValue(wanted, problems);
}

/** When a day begins in UTC, in milliseconds; undefined where it is no day. */
function startOf(day: unknown): number | undefined {
    if (typeof day !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(day)) {
        return undefined;
    }
    const at = Date.parse(`${day}T00:00:00Z`);
    // Date.parse takes some days that there are not, such as the 31st of June.
    return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day ? undefined : at;
}

/** Whether remediation is over at a time: it is once the day of remediationUntil has begun. */
export function isRemediationOver(
    { remediation, remediationUntil }: Pick<Remediation, "remediation" | "remediationUntil">,
    now: Date,
): boolean {
    const end = startOf(remediationUntil);
    return remediation === true && end !== undefined && end <= now.getTime();
}

/**
 * Parts what is wanted at a time: an integration's own app, which acts only where remediation is not
 * over and has no app of its own; whether there is to be such an app; and whether it is over.
 */
export function partRemediation<
    Wanted extends Pick<Remediation, "remediation" | "remediationUntil" | "remediationApp">,
>(
    wanted: Wanted,
    now: Date,
): { readonly app: Wanted; readonly hasOwnApp: boolean; readonly isOver: boolean } {
    const { remediation, remediationUntil, remediationApp } = wanted;
    const isOver = isRemediationOver({ remediation, remediationUntil }, now);
    const acts = remediation === true && !isOver;
    const hasOwnApp = acts && remediationApp === true;
    // What is not asked for stays as it is given: a state records it so.
    const app =
        remediation === true && (!acts || hasOwnApp) ? { ...wanted, remediation: false } : wanted;
    return { app, hasOwnApp, isOver };
}

/** What a program says in each run once the end of remediation has come. */
export function overWarning(day: string | undefined): string {
    return `remediationUntil: ${day} (UTC) has come, so Rezonate may not act any more. Take remediation out of the program or its configuration, or set a later day.`;
}

/** How many days before its end remediation is spoken of. */
const NOTICE_DAYS = 14;

/** Remarks on remediation that is about to end; none where it is not, or is over. */
export function remediationNotices(
    { remediation, remediationUntil }: Pick<Remediation, "remediation" | "remediationUntil">,
    now: Date,
): string[] {
    const end = startOf(remediationUntil);
    const left = end === undefined ? 0 : Math.ceil((end - now.getTime()) / days(1));
    return remediation === true && left > 0 && left <= NOTICE_DAYS
        ? [
              `remediation ends in ${counted(left, "day")}: the first \`pulumi up\` from ${remediationUntil} (UTC) on takes it away. Set a later day as remediationUntil if Rezonate is to act for longer.`,
          ]
        : [];
}
