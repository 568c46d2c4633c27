import type { Sandbox } from "../../sandbox/org/server";
import { admin, bearer } from "../sandbox/support";

/** Whom Rezonate may try to act on, and in which groups. */
export interface Population {
    readonly users: Readonly<Record<"ordinary" | "admin" | "excluded" | "outside", string>>;
    /** Groups: of ordinary people and an admin, of those excluded, of all others, with an admin role. */
    readonly groups: Readonly<Record<"own" | "excluded" | "other" | "admins", string>>;
}

/** Fills an org with one person of each kind. */
export async function populate(org: Sandbox): Promise<Population> {
    const make = async (path: string, body: object) =>
        String((await admin(org, "POST", path, body)).body["id"]);
    const user = (name: string) =>
        make("/api/v1/users?activate=true", {
            profile: {
                firstName: name,
                lastName: "X",
                login: `${name}@x.io`,
                email: `${name}@x.io`,
            },
        });
    const group = async (name: string, ...members: string[]) => {
        const id = await make("/api/v1/groups", { profile: { name } });
        for (const member of members) {
            await admin(org, "PUT", `/api/v1/groups/${id}/users/${member}`);
        }
        return id;
    };
    const [ordinary, boss, excluded, outside] = await Promise.all(
        ["ordinary", "boss", "excluded", "outside"].map(user),
    );
    const users = { ordinary, admin: boss, excluded, outside } as Population["users"];
    await admin(org, "POST", `/api/v1/users/${users.admin}/roles`, { type: "HELP_DESK_ADMIN" });
    const groups = {
        own: await group("Own", users.ordinary, users.admin),
        excluded: await group("Break glass", users.excluded),
        other: await group("Other", users.outside),
        admins: await group("Admins"),
    };
    await admin(org, "POST", `/api/v1/groups/${groups.admins}/roles`, { type: "USER_ADMIN" });
    return { users, groups };
}

/** What remediation is for, each as the calls that do it and leave all as it was. */
const ACTIONS: Readonly<Record<string, (user: string, group: string) => [string, string][]>> = {
    suspend: (user) => [
        ["POST", `/api/v1/users/${user}/lifecycle/suspend`],
        ["POST", `/api/v1/users/${user}/lifecycle/unsuspend`],
    ],
    "clear sessions": (user) => [["DELETE", `/api/v1/users/${user}/sessions`]],
    "reset password": (user) => [
        ["POST", `/api/v1/users/${user}/lifecycle/reset_password?sendEmail=false`],
    ],
    "expire password": (user) => [["POST", `/api/v1/users/${user}/lifecycle/expire_password`]],
    "reset factors": (user) => [["POST", `/api/v1/users/${user}/lifecycle/reset_factors`]],
    "put into group": (user, group) => [["PUT", `/api/v1/groups/${group}/users/${user}`]],
    "take out of group": (user, group) => [["DELETE", `/api/v1/groups/${group}/users/${user}`]],
    read: (user) => [["GET", `/api/v1/users/${user}`]],
};

/** Which actions a token may take on each kind of person; what is left out is refused with 403. */
export async function allowedActions(
    org: Sandbox,
    token: string,
    { users, groups }: Population,
): Promise<Record<string, string[]>> {
    const allowed: Record<string, string[]> = {};
    const groupOf = {
        ordinary: "own",
        admin: "own",
        excluded: "excluded",
        outside: "other",
    } as const;
    for (const [kind, user] of Object.entries(users)) {
        const group = groups[groupOf[kind as keyof typeof groupOf]];
        for (const [action, callsOf] of Object.entries(ACTIONS)) {
            const statuses: number[] = [];
            for (const [method, path] of callsOf(user, group)) {
                statuses.push((await bearer(org, token, method, path)).status);
            }
            await admin(org, "PUT", `/api/v1/groups/${group}/users/${user}`);
            if (statuses.every((status) => status < 300)) {
                (allowed[kind] ??= []).push(action);
            } else if (!statuses.every((status) => status === 403)) {
                throw new Error(`${action} of ${kind}: ${statuses.join(", ")}`);
            }
        }
    }
    return allowed;
}

/** All actions, and those that only read. */
export const EVERY_ACTION = Object.keys(ACTIONS);

/** Every write beyond remediation that a token is let through with; none where it is as it should be. */
export async function forbiddenWrites(
    org: Sandbox,
    token: string,
    { users, groups }: Population,
): Promise<string[]> {
    const profile = { firstName: "A", lastName: "B", login: "made@x.io", email: "made@x.io" };
    const [app] = org.store.apps.list();
    const policy = org.store.policies.list()[0]?.id;
    const stray = `/api/v1/groups/${groups.own}/users/${users.excluded}`;
    const writes: [method: string, path: string, body?: unknown][] = [
        ["POST", "/api/v1/users", { profile }],
        ["POST", `/api/v1/users/${users.ordinary}`, { profile: { firstName: "Other" } }],
        ["PUT", `/api/v1/users/${users.ordinary}`, { profile }],
        ["POST", `/api/v1/users/${users.ordinary}/lifecycle/deactivate`],
        ["DELETE", `/api/v1/users/${users.ordinary}`],
        ["POST", `/api/v1/users/${users.ordinary}/roles`, { type: "SUPER_ADMIN" }],
        ["POST", "/api/v1/groups", { profile: { name: "Made" } }],
        ["PUT", `/api/v1/groups/${groups.own}`, { profile: { name: "Renamed" } }],
        ["DELETE", `/api/v1/groups/${groups.own}`],
        ["POST", `/api/v1/groups/${groups.own}/roles`, { type: "SUPER_ADMIN" }],
        // To be put into a group that is an admin would make one an admin.
        ["PUT", `/api/v1/groups/${groups.admins}/users/${users.ordinary}`],
        ["PUT", stray],
        ["POST", "/api/v1/apps", { label: "Made", signOnMode: "BOOKMARK" }],
        ["PUT", `/api/v1/apps/${app?.id}`, { label: "Renamed" }],
        ["POST", `/api/v1/apps/${app?.id}/lifecycle/deactivate`],
        ["DELETE", `/api/v1/apps/${app?.id}`],
        ["POST", `/api/v1/apps/${app?.id}/grants`, { scopeId: "okta.apps.manage" }],
        ["PUT", `/api/v1/apps/${app?.id}/policies/${policy}`],
        ["POST", `/oauth2/v1/clients/${app?.id}/roles`, { type: "SUPER_ADMIN" }],
        ["POST", "/api/v1/iam/roles", {}],
        ["POST", "/api/v1/zones", { name: "Made", type: "IP" }],
    ];
    const through: string[] = [];
    for (const [method, path, body] of writes) {
        const { status } = await bearer(org, token, method, path, body);
        if (status !== 403) {
            through.push(`${method} ${path} ${status}`);
        }
    }
    await admin(org, "DELETE", stray);
    return through;
}
