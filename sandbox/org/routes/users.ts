import * as z from "zod";
import { invalid, notFound } from "../errors";
import type { User } from "../model";
import { page } from "../paging";
import { USER_MANAGERS, USER_READERS } from "../roles";
import { ok, type Call, type Route } from "../route";
import { newId } from "../store";
import { logEvent, party } from "../systemLog";
import { userView } from "../userView";
import { parseBody } from "../validate";

const profileSchema = z.looseObject({
    login: z.string().min(5).max(100),
    email: z.email(),
    firstName: z.string().min(1).max(50),
    lastName: z.string().min(1).max(50),
});
const userSchema = z.looseObject({
    profile: profileSchema,
    credentials: z.looseObject({}).nullish(),
    groupIds: z.array(z.string()).optional(),
});

/** The user of the path, by id, login or "me". */
export function userOf(call: Call): User {
    const id = call.param("userId");
    const { users } = call.org.store;
    if (id === "me") {
        const user = call.principal.kind === "user" ? users.get(call.principal.userId) : undefined;
        if (user === undefined) {
            throw notFound(id, "User");
        }
        return user;
    }
    const user = users.get(id) ?? users.find((each) => each.profile.login === id);
    if (user === undefined) {
        throw notFound(id, "User");
    }
    return user;
}

export function userParty(user: User) {
    return { ...party("User", user.id, user.profile.login), displayName: user.profile.login };
}

function createUser(call: Call) {
    const { org } = call;
    const { profile } = parseBody(call, userSchema);
    if (org.store.users.find((user) => user.profile.login === profile.login)) {
        throw invalid(
            "login",
            "login: An object with this field already exists in the current organization",
        );
    }
    const now = org.timestamp();
    const activate = call.query.get("activate") !== "false";
    const user: User = org.store.users.set({
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
    logEvent(call, "user.lifecycle.create", "Create Okta user", [userParty(user)]);
    return ok(userView(call.base, user));
}

export const userRoutes: Route[] = [
    {
        method: "GET",
        path: "/api/v1/users",
        scope: "okta.users.read",
        roles: USER_READERS,
        withoutRole: "empty list",
        supported:
            "q, filter and search, limit up to 200, after. Deprovisioned users are left out unless filtered for.",
        source: "OAS, HELP",
        handle: (call) => {
            const { users } = call.org.store;
            const q = call.query.get("q")?.toLowerCase();
            const list = users.filter(
                (user) =>
                    user.status !== "DEPROVISIONED" && (q === undefined || matchesName(user, q)),
            );
            return page(call, users, list, { usual: 200, most: 200 }, (user) =>
                userView(call.base, user),
            );
        },
    },
    {
        method: "POST",
        path: "/api/v1/users",
        scope: "okta.users.manage",
        roles: USER_MANAGERS,
        supported: "activate; credentials are taken and not kept",
        source: "VCR",
        handle: createUser,
    },
    {
        method: "GET",
        path: "/api/v1/users/:userId",
        scope: ["okta.users.read", "okta.users.read.self"],
        roles: "any",
        supported: "by id, login or me; anyone may read themselves",
        source: "VCR, OAS",
        handle: (call) => ok(userView(call.base, userOf(call))),
    },
];

function matchesName(user: User, q: string): boolean {
    const { firstName, lastName, email, login } = user.profile;
    return [firstName, lastName, email, login].some(
        (value) => typeof value === "string" && value.toLowerCase().startsWith(q),
    );
}
