import { addApiToken } from "./apiTokens";
import { appFields } from "./appInput";
import { FIRST_PARTY_APPS } from "./appViews";
import type { Group, User } from "./model";
import type { Org } from "./org";
import { ROLE_LABELS } from "./roles";
import type { Seed, SeedApp, SeedGroup, SeedUser } from "./seedForm";
import { newId } from "./store";

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
