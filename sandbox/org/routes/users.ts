import * as z from "zod";

import { forbidden, invalid, notFound } from "../errors";
import type { User } from "../model";
import { page } from "../paging";
import { filtered, startingWithQ } from "../query";
import { isAdmin, isSuperAdmin, USER_MANAGERS, USER_READERS } from "../roles";
import { type Call, noContent, ok, type Route } from "../route";
import { type Collection, deletePrincipal, newId } from "../store";
import { logEvent, party } from "../systemLog";
import { userView } from "../userView";
import { parseBody } from "../validate";

const name = z.string().min(1).max(50);
const profileSchema = z.looseObject({
    login: z.string().min(5).max(100),
    email: z.email(),
    firstName: name.nullish(),
    lastName: name.nullish(),
});
const newUserSchema = z.looseObject({
    profile: profileSchema,
    groupIds: z.array(z.string()).max(20).optional(),
});
const changeSchema = z.looseObject({ profile: profileSchema.partial() });
const replacementSchema = z.looseObject({ profile: profileSchema });

/** The user of the path, by id, login or "me". */
export function userOf(call: Call): User {
    const id = call.param("userId");
    const { users } = call.org.store;
    const own = call.principal.kind === "user" ? call.principal.userId : "me";
    const user =
        users.get(id === "me" ? own : id) ?? users.find((each) => each.profile.login === id);
    if (user === undefined) {
        throw notFound(id, "User");
    }
    return user;
}

/** Returns a user as the System Log names it. */
export function userParty(user: User) {
    return party("User", user.id, user.profile.login);
}

function createUser(call: Call) {
    const { org } = call;
    const { profile, groupIds = [] } = parseBody(call, newUserSchema);
    checkLogin(call, profile.login);
    for (const groupId of groupIds) {
        if (org.store.groups.get(groupId)?.type !== "OKTA_GROUP") {
            throw notFound(groupId, "UserGroup");
        }
    }
    const now = org.timestamp();
    const activate = call.query.get("activate") !== "false";
    const user = org.store.users.set({
        id: newId("00u"),
        status: activate ? "ACTIVE" : "STAGED",
        created: now,
        activated: activate ? now : null,
        statusChanged: activate ? now : null,
        lastLogin: null,
        lastUpdated: now,
        passwordChanged: null,
        profile: { mobilePhone: null, secondEmail: null, ...profile },
    });
    for (const id of groupIds) {
        const userIds = org.store.memberships.get(id)?.userIds ?? [];
        org.store.memberships.set({ id, userIds: [...userIds, user.id] });
    }
    logEvent(call, "user.lifecycle.create", "Create Okta user", [userParty(user)]);
    return ok(userView(call.base, user));
}

function changeUser(call: Call, replace: boolean) {
    const { org } = call;
    const user = userOf(call);
    const { profile } = parseBody(call, replace ? replacementSchema : changeSchema);
    const login = profile.login ?? user.profile.login;
    checkLogin(call, login, user);
    const kept = replace ? { mobilePhone: null, secondEmail: null } : user.profile;
    const email = profile.email ?? user.profile.email;
    const changed = org.store.users.set({
        ...user,
        profile: { ...kept, ...profile, login, email },
        lastUpdated: org.timestamp(),
    });
    logEvent(call, "user.account.update_profile", "Update user profile for Okta", [
        userParty(changed),
    ]);
    return ok(userView(call.base, changed));
}

function deleteUser(call: Call) {
    const { store } = call.org;
    const user = userOf(call);
    checkMayTouch(call, user);
    if (user.status !== "DEPROVISIONED") {
        setUserStatus(call, user, "DEPROVISIONED");
        logEvent(call, "user.lifecycle.deactivate", "Deactivate Okta user", [userParty(user)]);
        return noContent();
    }
    store.users.delete(user.id);
    for (const membership of store.memberships.filter((each) => each.userIds.includes(user.id))) {
        const userIds = membership.userIds.filter((id) => id !== user.id);
        store.memberships.set({ ...membership, userIds });
    }
    deletePrincipal(store, user.id);
    logEvent(call, "user.lifecycle.delete.completed", "Delete Okta user", [userParty(user)]);
    return noContent();
}

/** Changes a user's status; the API tokens of a user who is deactivated are revoked. */
export function setUserStatus(call: Call, user: User, status: User["status"]): User {
    const { org } = call;
    const now = org.timestamp();
    if (status === "DEPROVISIONED") {
        for (const token of org.store.apiTokens.filter((each) => each.userId === user.id)) {
            org.store.apiTokens.delete(token.id);
            deletePrincipal(org.store, token.id);
        }
    }
    return org.store.users.set({
        ...user,
        status,
        statusChanged: now,
        lastUpdated: now,
        activated: status === "ACTIVE" ? (user.activated ?? now) : user.activated,
    });
}

/** Only a super admin may act on a user who is an admin; nobody may lock themselves out. */
export function checkMayTouch(call: Call, user: User): void {
    const { org, principal } = call;
    if (principal.kind === "user" && principal.userId === user.id) {
        throw forbidden();
    }
    if (isAdmin(org, user.id) && !isSuperAdmin(org, principal)) {
        throw forbidden();
    }
}

function checkLogin(call: Call, login: string, self?: User): void {
    const taken = call.org.store.users.find((user) => user.profile.login === login);
    if (taken !== undefined && taken !== self) {
        throw invalid(
            "login",
            "login: An object with this field already exists in the current organization",
        );
    }
}

const live = new WeakMap<object, { version: number; users: readonly User[] }>();

// Listing thousands of users goes through their pages; who is deprovisioned is found out once for all of them.
function liveUsers(users: Collection<User>): readonly User[] {
    const { version } = users;
    const known = live.get(users);
    if (known?.version === version) {
        return known.users;
    }
    const fresh = users.filter((user) => user.status !== "DEPROVISIONED");
    live.set(users, { version, users: fresh });
    return fresh;
}

function listUsers(call: Call) {
    const { users } = call.org.store;
    const asked = `${call.query.get("filter") ?? ""} ${call.query.get("search") ?? ""}`;
    const shown = /\b(status|id)\b/.test(asked) ? users.list() : liveUsers(users);
    const named = startingWithQ(call, shown, ({ profile }) => [
        profile["firstName"],
        profile["lastName"],
        profile.email,
        profile.login,
    ]);
    const list = filtered(call, named, (user) => user);
    return page(call, users, list, { usual: 200, most: 200, keep: true }, (user) =>
        userView(call.base, user),
    );
}

const managing = { scope: "okta.users.manage", roles: USER_MANAGERS } as const;

export const userRoutes: Route[] = [
    {
        method: "GET",
        path: "/api/v1/users",
        scope: "okta.users.read",
        roles: USER_READERS,
        withoutRole: "empty list",
        supported:
            "q, filter and search (sortBy is ignored), limit up to 200, after. Deprovisioned users are left out unless filtered for.",
        source: "OAS, HELP",
        handle: listUsers,
    },
    {
        method: "POST",
        path: "/api/v1/users",
        ...managing,
        permission: "okta.users.create",
        supported:
            "activate and groupIds; credentials are taken and not kept, an activated user is ACTIVE at once.",
        source: "VCR",
        handle: createUser,
    },
    {
        method: "GET",
        path: "/api/v1/users/:userId",
        scope: "okta.users.read",
        roles: USER_READERS,
        self: true,
        supported: "by id, login or me",
        source: "VCR, OAS",
        handle: (call) => {
            const user = userOf(call);
            return ok(userView(call.base, user), { ETag: `W/"${call.org.store.users.version}"` });
        },
    },
    {
        method: "POST",
        path: "/api/v1/users/:userId",
        ...managing,
        permission: "okta.users.userprofile.manage",
        supported: "changes the named profile fields",
        source: "OAS",
        handle: (call) => changeUser(call, false),
    },
    {
        method: "PUT",
        path: "/api/v1/users/:userId",
        ...managing,
        permission: "okta.users.userprofile.manage",
        supported: "replaces the profile",
        source: "OAS",
        handle: (call) => changeUser(call, true),
    },
    {
        method: "DELETE",
        path: "/api/v1/users/:userId",
        ...managing,
        permission: "okta.users.lifecycle.delete",
        supported:
            "the first call deactivates, the second removes. Deleting oneself is refused, and admins by others than super admins (stricter than known).",
        source: "VCR, OAS",
        handle: deleteUser,
    },
];
