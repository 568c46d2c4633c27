import assert from "node:assert/strict";

import fc from "fast-check";

import type { Route } from "../../sandbox/org/route";
import { routes } from "../../sandbox/org/routes";
import type { Sandbox } from "../../sandbox/org/server";
import { makeEveryKind, suitableBody } from "./seedAllResources";
import { call, closeSandboxes, sandbox } from "./support";

const SUITABLE = Symbol("a body that the route takes");
const READER_TOKEN = "reader-token-not-a-secret";
/** Bodies that no route should take. */
const bodies: fc.Arbitrary<unknown> = fc.oneof(
    fc.constantFrom<unknown>({}, [], null, 0),
    fc.jsonValue({ maxDepth: 3 }),
    fc.object({
        maxDepth: 4,
        key: fc.constantFrom(
            "profile",
            "settings",
            "oauthClient",
            "credentials",
            "jwks",
            "keys",
            "kty",
            "label",
            "type",
            "__proto__",
            "toString",
        ),
        values: [fc.string(), fc.integer(), fc.boolean(), fc.constant(null)],
    }),
);

const queries = fc.oneof(
    fc.constant(""),
    fc.record({ limit: fc.oneof(fc.integer().map(String), fc.string()) }),
    fc.record({ filter: fc.string(), search: fc.string(), q: fc.string(), after: fc.string() }),
    fc.constantFrom<Record<string, string>>(
        { type: "ACCESS_POLICY" },
        { filter: 'status eq "ACTIVE"', limit: "1" },
        { since: "x" },
        { activate: "false" },
        { expand: "scope" },
    ),
);

interface Step {
    route: Route;
    body: unknown;
    query: string | Partial<Record<string, string>>;
    pick: number;
    garbage: string;
    caller: string;
}

const steps: fc.Arbitrary<Step> = fc.record({
    route: fc.constantFrom(
        ...routes.filter((route) => route.path !== "/api/v1/api-tokens/current"),
    ),
    body: fc.oneof(fc.constant<unknown>(SUITABLE), bodies),
    query: queries,
    pick: fc.nat(1000),
    garbage: fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom("__proto__", "me", "..%2f")),
    caller: fc.constantFrom("admin", "admin", "admin", "reader", "nobody"),
});

/** Fills the parameters of a path with ids that exist, mostly. */
function pathOf(org: Sandbox, step: Step): string {
    const { store } = org;
    const ids: Record<string, string[]> = {
        appId: store.apps.list().map((app) => app.id),
        clientId: store.apps.list().map((app) => app.clientId),
        grantId: store.grants.list().map((grant) => grant.id),
        keyId: store.apps.list().flatMap((app) => app.keys.map((each) => each.id)),
        secretId: (step.route.path.startsWith("/integrations")
            ? store.apiServices.list()
            : store.apps.list()
        ).flatMap((each) => each.secrets.map((secret) => secret.id)),
        limitId: store.principalRateLimits.list().map((limit) => limit.id),
        userId: store.users.list().map((user) => user.id),
        groupId: store.groups.list().map((group) => group.id),
        targetId: store.groups.list().map((group) => group.id),
        roleAssignmentId: store.roleAssignments.list().map((role) => role.id),
        policyId: store.policies.list().map((policy) => policy.id),
        zoneId: store.zones.list().map((each) => each.id),
        serviceId: store.apiServices.list().map((service) => service.id),
        tokenId: store.apiTokens.list().map((token) => token.id),
        roleId: store.customRoles.list().map((role) => role.id),
        resourceSetId: store.resourceSets.list().map((set) => set.id),
        permission: ["okta.users.read", "okta.groups.manage"],
        appName: ["oidc_client"],
    };
    return step.route.path.replace(/:(\w+)/g, (_, name: string) => {
        const known = ids[name] ?? [];
        const id = step.pick % 10 === 0 ? undefined : known[step.pick % known.length];
        return encodeURIComponent(id ?? step.garbage);
    });
}

function checkConsistent(org: Sandbox): void {
    const { store } = org;
    const principals = new Set([
        ...store.users.list().map((user) => user.id),
        ...store.groups.list().map((group) => group.id),
        ...store.apps.list().map((app) => app.clientId),
        ...store.apiServices.list().map((service) => service.id),
    ]);
    for (const grant of store.grants.list()) {
        assert.ok(store.apps.has(grant.appId), "a grant has its app");
    }
    for (const role of store.roleAssignments.list()) {
        assert.ok(principals.has(role.assigneeId), "a role has its assignee");
        if (role.type === "CUSTOM") {
            assert.ok(store.customRoles.has(role.role ?? ""), "a custom role is there");
            assert.ok(store.resourceSets.has(role.resourceSet ?? ""), "its resource set is there");
        }
    }
    for (const { id, userIds } of store.memberships.list()) {
        assert.ok(store.groups.has(id), "a membership has its group");
        assert.equal(new Set(userIds).size, userIds.length, "nobody is a member twice");
        assert.ok(
            userIds.every((userId) => store.users.has(userId)),
            "members exist",
        );
    }
    for (const app of store.apps.list()) {
        assert.equal(new Set(app.keys.map((each) => each.kid)).size, app.keys.length);
        assert.ok(app.secrets.length <= 2);
        if (app.credentials.oauthClient?.token_endpoint_auth_method === "private_key_jwt") {
            assert.equal(app.secrets.length, 0);
        }
    }
    for (const token of store.apiTokens.list()) {
        assert.notEqual(store.users.get(token.userId)?.status ?? "gone", "DEPROVISIONED");
    }
}

describe("sandbox org: any sequence of calls", () => {
    afterEach(closeSandboxes);

    it("keeps the store consistent, and no input gives a 500", async function () {
        this.timeout(120_000);
        const seed = {
            users: [
                {
                    firstName: "Reader",
                    lastName: "One",
                    roles: ["READ_ONLY_ADMIN" as const],
                    apiToken: READER_TOKEN,
                },
                { firstName: "Plain", lastName: "User" },
            ],
            groups: 2,
        };
        const org = await sandbox({ seed });
        const callers: Record<string, string | undefined> = {
            admin: `SSWS ${org.apiToken}`,
            reader: `SSWS ${READER_TOKEN}`,
            nobody: undefined,
        };
        await fc.assert(
            fc.asyncProperty(
                fc.array(steps, { minLength: 10, maxLength: 40 }),
                async (sequence) => {
                    org.reset();
                    await makeEveryKind(org);
                    for (const step of sequence) {
                        const { method } = step.route;
                        const query =
                            typeof step.query === "string"
                                ? ""
                                : `?${new URLSearchParams(step.query as Record<string, string>).toString()}`;
                        const authorization = callers[step.caller];
                        const path = pathOf(org, step) + query;
                        const body =
                            step.body === SUITABLE
                                ? suitableBody(step.route.path, step.pick)
                                : step.body;
                        const withBody = method !== "GET" && method !== "DELETE";
                        const { status, text } = await call(org.url, method, path, {
                            ...(authorization === undefined ? {} : { authorization }),
                            ...(withBody ? { body } : {}),
                        });
                        const failure = org.org.failures[0]?.stack ?? "";
                        assert.ok(status < 500, `${method} ${path}: ${status} ${text} ${failure}`);
                        if (status < 300 && method !== "GET") {
                            checkConsistent(org);
                        }
                    }
                },
            ),
            { numRuns: 60 },
        );
    });

    it("answers any form at the token endpoint without a 500", async function () {
        this.timeout(60_000);
        const org = await sandbox();
        const names = [
            "grant_type",
            "scope",
            "client_assertion",
            "client_assertion_type",
            "client_id",
            "client_secret",
        ];
        const value = fc.oneof(
            fc.string(),
            fc.constantFrom("client_credentials", "a.b.c", "e30.e30.e30"),
        );
        await fc.assert(
            fc.asyncProperty(
                fc.array(fc.tuple(fc.constantFrom(...names), value)),
                fc.option(
                    fc.constantFrom(
                        "Basic",
                        "Basic Og==",
                        "Basic %%%",
                        "Bearer x",
                        "DPoP e30.e30.e30",
                    ),
                ),
                async (fields, authorization) => {
                    const body = new URLSearchParams(fields).toString();
                    const headers = {
                        "content-type": "application/x-www-form-urlencoded",
                        dpop: "e30.e30.x",
                    };
                    const answer = await call(org.url, "POST", "/oauth2/v1/token", {
                        body,
                        headers,
                        ...(authorization === null ? {} : { authorization }),
                    });
                    assert.ok(answer.status >= 400 && answer.status < 500, answer.text);
                },
            ),
            { numRuns: 200 },
        );
    });
});
