import * as z from "zod";

import { addApiToken } from "./apiTokens";
import { appFields } from "./appInput";
import { FIRST_PARTY_APPS } from "./appViews";
import type { Group, User } from "./model";
import type { Org } from "./org";
import { type AdminRole, ROLE_LABELS, ROLE_NAMES } from "./roles";
import { newId } from "./store";

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

/** Fills an empty org with the administrator and its API token, the default policies and the seed. */
export function applySeed(org: Org, seed: Seed, apiToken: string): void {
    addUser(org, {
        firstName: "Sandbox",
        lastName: "Admin",
        login: "admin@example.com",
        roles: ["SUPER_ADMIN"],
        apiToken,
    });
    addGroup(org, { name: "Everyone", description: "All users in your organization" }, "BUILT_IN");
    addPolicies(org);
    const users = seed.users ?? [];
    for (const user of typeof users === "number" ? manyUsers(users) : users) {
        addUser(org, user);
    }
    const groups = seed.groups ?? [];
    for (const group of typeof groups === "number" ? manyGroups(groups) : groups) {
        addGroup(org, group, "OKTA_GROUP");
    }
    // Every org has Okta's own apps. Here only one that hides them has them.
    for (const [name, label] of Object.entries(FIRST_PARTY_APPS)) {
        if (org.appView === "no-first-party") {
            addApp(org, label, name);
        }
    }
    const apps = seed.apps ?? [];
    for (const { label } of typeof apps === "number" ? manyApps(apps) : apps) {
        addApp(org, label, "bookmark");
    }
}

function addUser(org: Org, seed: SeedUser): void {
    const now = org.timestamp();
    const login = seed.login ?? `${seed.firstName}.${seed.lastName}@example.com`.toLowerCase();
    const status = seed.status ?? "ACTIVE";
    const user: User = {
        id: newId("00u"),
        status,
        created: now,
        activated: status === "STAGED" ? null : now,
        statusChanged: now,
        lastLogin: null,
        lastUpdated: now,
        passwordChanged: status === "ACTIVE" ? now : null,
        profile: {
            firstName: seed.firstName,
            lastName: seed.lastName,
            mobilePhone: null,
            secondEmail: null,
            login,
            email: login,
        },
    };
    org.store.users.set(user);
    for (const type of seed.roles ?? []) {
        org.store.roleAssignments.set({
            id: newId("ra1"),
            assigneeType: "USER",
            assigneeId: user.id,
            type,
            label: ROLE_LABELS[type],
            status: "ACTIVE",
            created: now,
            lastUpdated: now,
            effectiveAt: 0,
            groupTargets: [],
            appTargets: [],
        });
    }
    if (seed.apiToken !== undefined) {
        addApiToken(org, user, `${login} token`, seed.apiToken);
    }
}

function addGroup(org: Org, seed: SeedGroup, type: Group["type"]): void {
    const now = org.timestamp();
    const group = org.store.groups.set({
        id: newId("00g"),
        created: now,
        lastUpdated: now,
        lastMembershipUpdated: now,
        type,
        profile: { name: seed.name, description: seed.description ?? null },
    });
    const logins = new Set(seed.members ?? []);
    if (logins.size > 0) {
        const members = org.store.users.filter((user) => logins.has(user.profile.login));
        org.store.memberships.set({ id: group.id, userIds: members.map((user) => user.id) });
    }
}

function addApp(org: Org, label: string, name: string): void {
    const now = org.timestamp();
    const id = newId("0oa");
    org.store.apps.set({
        id,
        clientId: id,
        name,
        status: "ACTIVE",
        created: now,
        lastUpdated: now,
        ...appFields({ label, signOnMode: "BOOKMARK" }),
        keys: [],
        secrets: [],
        accessPolicyId: null,
        idTokenIssuerMode: "ORG_URL",
    });
}

function addPolicies(org: Org): void {
    const now = org.timestamp();
    const seeds = [
        { type: "ACCESS_POLICY", name: "Any two factors", system: false },
        { type: "ACCESS_POLICY", name: "Default Policy", system: true },
        { type: "OKTA_SIGN_ON", name: "Default Policy", system: true },
        { type: "PASSWORD", name: "Default Policy", system: true },
        { type: "MFA_ENROLL", name: "Default Policy", system: true },
        { type: "PROFILE_ENROLLMENT", name: "Default Policy", system: true },
        { type: "IDP_DISCOVERY", name: "Idp Discovery Policy", system: true },
    ];
    for (const { type, name, system } of seeds) {
        // Authentication policies and profile enrollment exist in Identity Engine only.
        if (org.edition === "v1" && ["ACCESS_POLICY", "PROFILE_ENROLLMENT"].includes(type)) {
            continue;
        }
        org.store.policies.set({
            id: newId(type === "ACCESS_POLICY" || type === "PROFILE_ENROLLMENT" ? "rst" : "00p"),
            type,
            name,
            description: name,
            status: "ACTIVE",
            system,
            priority: 1,
            created: now,
            lastUpdated: now,
        });
    }
}

function* manyUsers(count: number): Generator<SeedUser> {
    for (let index = 1; index <= count; index += 1) {
        yield { firstName: "User", lastName: String(index).padStart(5, "0") };
    }
}

function* manyGroups(count: number): Generator<SeedGroup> {
    for (let index = 1; index <= count; index += 1) {
        yield { name: `Group ${String(index).padStart(4, "0")}` };
    }
}

function* manyApps(count: number): Generator<SeedApp> {
    for (let index = 1; index <= count; index += 1) {
        yield { label: `App ${String(index).padStart(4, "0")}` };
    }
}
