import * as z from "zod";

import type { User } from "./model";
import { type AdminRole, ROLE_NAMES } from "./roles";

/** A user of a seed. */
export interface SeedUser {
    firstName: string;
    lastName: string;
    /** Defaults to first.last@example.com; also the email address. */
    login?: string;
    status?: User["status"];
    roles?: AdminRole[];
    /** An API token this user has, for tests of weaker roles. */
    apiToken?: string;
}

/** A group of a seed. */
export interface SeedGroup {
    name: string;
    description?: string;
    /** Logins of its members. */
    members?: string[];
}

/** The users, groups and apps that an org starts with, beside its administrator. A number generates that many. */
export interface Seed {
    users?: number | SeedUser[];
    groups?: number | SeedGroup[];
    /** Apps without sign-in, by label. */
    apps?: number | SeedApp[];
}

/** An app of a seed. */
export interface SeedApp {
    label: string;
}

const status = z.enum(["STAGED", "PROVISIONED", "ACTIVE", "SUSPENDED", "DEPROVISIONED"]);
const count = z.int().min(0).max(1_000_000);
const seedSchema = z.strictObject({
    users: z
        .union([
            count,
            z.array(
                z.strictObject({
                    firstName: z.string(),
                    lastName: z.string(),
                    login: z.string().optional(),
                    status: status.optional(),
                    roles: z.array(z.enum(ROLE_NAMES)).optional(),
                    apiToken: z.string().min(1).optional(),
                }),
            ),
        ])
        .optional(),
    groups: z
        .union([
            count,
            z.array(
                z.strictObject({
                    name: z.string().min(1),
                    description: z.string().optional(),
                    members: z.array(z.string()).optional(),
                }),
            ),
        ])
        .optional(),
    apps: z
        .union([count, z.array(z.strictObject({ label: z.string().min(1).max(100) }))])
        .optional(),
});

/**
 * Validates a seed, for instance one that was read from a file.
 *
 * @throws Error that lists every problem.
 */
export function parseSeed(value: unknown): Seed {
    const result = seedSchema.safeParse(value);
    if (!result.success) {
        throw new Error(`The seed is not valid:\n${z.prettifyError(result.error)}`);
    }
    return result.data;
}

/** The users and groups of an org that is created without a seed. */
export const DEFAULT_SEED: Seed = {
    users: [
        { firstName: "Ada", lastName: "Lovelace" },
        { firstName: "Grace", lastName: "Hopper" },
        { firstName: "Alan", lastName: "Turing" },
        { firstName: "Edsger", lastName: "Dijkstra", status: "SUSPENDED" },
    ],
    groups: [
        {
            name: "Engineering",
            description: "People who build",
            members: ["grace.hopper@example.com", "alan.turing@example.com"],
        },
        {
            name: "Security",
            description: "People who watch",
            members: ["ada.lovelace@example.com"],
        },
    ],
};
