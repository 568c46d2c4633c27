import * as z from "zod";

import { invalid, notFound } from "./errors";
import type { ClientSecret } from "./model";
import { hashOf, newId, randomCharacters } from "./store";

const MOST_SECRETS = 2;
/** The name by which Okta calls the input in an error. */
export const FIELD = "OAuth2ClientSecretMediated";

/** A client secret that a client sends. */
export const secretSchema = z.looseObject({
    client_secret: z
        .string()
        .regex(/^[\x20-\x7e]{14,100}$/)
        .nullish(),
    status: z.enum(["ACTIVE", "INACTIVE"]).nullish(),
});

/** Creates an active client secret of 64 characters, unless a value is given. */
export function newSecret(now: string, secret = randomCharacters(64)): ClientSecret {
    return { id: newId("ocs"), created: now, lastUpdated: now, status: "ACTIVE", secret };
}

/** A secret's JSON: whole when it was just made, else as `shown` says. */
export function secretView(self: string, secret: ClientSecret, shown: string) {
    const change = secret.status === "ACTIVE" ? "deactivate" : "activate";
    return {
        id: secret.id,
        created: secret.created,
        lastUpdated: secret.lastUpdated,
        status: secret.status,
        client_secret: shown,
        secret_hash: hashOf(secret.secret).slice(0, 22),
        _links: {
            [change]: { href: `${self}/lifecycle/${change}`, hints: { allow: ["POST"] } },
            ...(secret.status === "INACTIVE"
                ? { delete: { href: self, hints: { allow: ["DELETE"] } } }
                : {}),
        },
    };
}

/** Returns the value of a client secret as lists show it: its last four characters. */
export function masked(secret: ClientSecret): string {
    return `***${secret.secret.slice(-4)}`;
}

/** Refuses a third secret. */
export function checkRoomForSecret(secrets: readonly ClientSecret[]): void {
    if (secrets.length >= MOST_SECRETS) {
        throw invalid(FIELD, "You've reached the maximum number of client secrets per client.");
    }
}

/**
 * Returns a client secret.
 *
 * @throws HttpError 404 when the app has none with this id.
 */
export function secretById(secrets: readonly ClientSecret[], id: string): ClientSecret {
    const secret = secrets.find((each) => each.id === id);
    if (secret === undefined) {
        throw notFound(id, FIELD);
    }
    return secret;
}

/**
 * Returns the secrets with the status of one changed.
 *
 * @throws HttpError 400 when it would deactivate the only active secret.
 */
export function withStatus(
    secrets: readonly ClientSecret[],
    secret: ClientSecret,
    status: ClientSecret["status"],
    now: string,
): ClientSecret[] {
    const active = secrets.filter((each) => each.status === "ACTIVE");
    if (status === "INACTIVE" && active.length === 1 && active[0] === secret) {
        throw invalid(FIELD, "You can't deactivate the only active client secret.");
    }
    return secrets.map((each) => (each === secret ? { ...each, status, lastUpdated: now } : each));
}

/** The other secrets, when this one may be deleted. */
export function withoutSecret(
    secrets: readonly ClientSecret[],
    secret: ClientSecret,
): ClientSecret[] {
    if (secret.status === "ACTIVE") {
        throw invalid(
            FIELD,
            "You can't delete an active client secret. Deactivate the secret before deleting it.",
        );
    }
    return secrets.filter((each) => each !== secret);
}
