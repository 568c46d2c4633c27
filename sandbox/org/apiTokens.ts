import type { ApiToken, User } from "./model";
import type { Org } from "./org";
import { hashOf, newId, randomCharacters, timestamp } from "./store";

/** How long an API token lives without being used. */
export const TOKEN_WINDOW = 30 * 24 * 3600 * 1000;

/** Keeps an API token of a user, as its record and the hash of its value. */
export function addApiToken(org: Org, owner: User, name: string, value: string): ApiToken {
    const now = org.timestamp();
    return org.store.apiTokens.set({
        id: newId("00T"),
        name,
        userId: owner.id,
        clientName: "Okta API",
        network: { connection: "ANYWHERE" },
        created: now,
        lastUpdated: now,
        expiresAt: timestamp(org.now() + TOKEN_WINDOW),
        hash: hashOf(value),
    });
}

/**
 * What a person does under Security > API > Tokens, signed in as this user: Okta has no call for
 * it. Only an active user with an admin role gets there; undefined for anybody else.
 */
export function createInConsole(
    org: Org,
    login: string,
    name: string,
): { id: string; token: string } | undefined {
    const owner = org.store.users.find((user) => user.profile.login === login);
    const isAdmin = org.store.roleAssignments.find((each) => each.assigneeId === owner?.id);
    if (owner?.status !== "ACTIVE" || isAdmin === undefined) {
        return undefined;
    }
    // Okta's tokens have 42 characters and begin with 00.
    const token = `00${randomCharacters(40)}`;
    return { id: addApiToken(org, owner, name, token).id, token };
}
