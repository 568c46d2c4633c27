import assert from "node:assert/strict";

import { createSandbox, type Sandbox } from "../../../sandbox/org/server";
import type { OktaClient } from "../../../sandbox/plugins/okta/client";
import { oktaProvider } from "../../../sandbox/plugins/okta/provider";
import { differences, withDefaults } from "../../../sandbox/plugins/provider/properties";
import type { Context } from "../../../sandbox/plugins/provider/resource";
import { text, type Values } from "../../../sandbox/plugins/provider/value";

const ORG = "https://acme.okta.com";

/** Inputs at first and after a change, and the calls that the change makes. */
const CASES: { token: string; first: Values; second: Values; calls: string[] }[] = [
    {
        token: "okta:index/adminRoleCustom:AdminRoleCustom",
        first: { label: "R", description: "a", permissions: ["okta.users.read", "okta.apps.read"] },
        second: { label: "R", description: "b", permissions: ["okta.users.read"] },
        calls: [
            "PUT /api/v1/iam/roles/ID",
            "DELETE /api/v1/iam/roles/ID/permissions/okta.apps.read",
        ],
    },
    {
        token: "okta:index/resourceSet:ResourceSet",
        first: { label: "S", description: "a", resources: [`${ORG}/api/v1/users`] },
        second: {
            label: "S",
            description: "a",
            resources: [`${ORG}/api/v1/users`, `${ORG}/api/v1/groups`],
        },
        calls: ["PATCH /api/v1/iam/resource-sets/ID/resources"],
    },
    {
        token: "okta:network/zone:Zone",
        first: { name: "office", type: "IP", gateways: ["1.2.3.4", "5.6.7.0/24"] },
        second: { name: "office", type: "IP", gateways: ["1.2.3.4"] },
        calls: ["PUT /api/v1/zones/ID", "POST /api/v1/zones/ID/lifecycle/activate"],
    },
    {
        token: "okta:user/user:User",
        first: { firstName: "A", lastName: "B", login: "a@example.com", email: "a@example.com" },
        second: { firstName: "A", lastName: "C", login: "a@example.com", email: "a@example.com" },
        calls: ["PUT /api/v1/users/ID", "GET /api/v1/users/ID"],
    },
    {
        token: "okta:index/apiServiceIntegration:ApiServiceIntegration",
        first: { type: "anzennaapiservice", grantedScopes: [{ scope: "okta.users.read" }] },
        second: { type: "anzennaapiservice", grantedScopes: [{ scope: "okta.groups.read" }] },
        calls: [],
    },
];

describe("stand-in okta plugin: other resources, against the sandbox org", () => {
    let org: Sandbox;
    let context: Context<OktaClient>;
    let warnings: string[];
    before(async () => {
        org = await createSandbox();
    });
    after(() => org.close());
    beforeEach(async () => {
        warnings = [];
        const settings = { orgName: "acme", httpProxy: org.url, apiToken: org.apiToken };
        const client = await oktaProvider.configure(settings, new AbortController().signal);
        context = { client, warn: (message) => warnings.push(message) };
    });

    function resourceOf(token: string) {
        const resource = oktaProvider.resources[token];
        assert.ok(resource);
        return resource;
    }

    for (const { token, first, second, calls } of CASES) {
        it(`takes ${token.split(":").at(-1)} through its life without a lasting difference`, async () => {
            const resource = resourceOf(token);
            const inputs = withDefaults(resource.properties, first);
            const { id, outputs } = await resource.create(context, inputs);
            const found = await resource.read(context, id, outputs);
            assert.deepEqual(differences(resource.properties, found?.outputs ?? {}, inputs), []);

            const wanted = withDefaults(resource.properties, second);
            const changes = differences(resource.properties, found?.outputs ?? {}, wanted);
            assert.ok(changes.length > 0);
            const changed = new Set(changes.map(({ property }) => property));
            const before = org.calls.length;
            await resource.update?.(context, id, found?.outputs ?? {}, wanted, changed);
            assert.deepEqual(
                org.calls.slice(before).map(({ method, path }) => `${method} ${path}`),
                calls.map((call) => call.replace("ID", id)),
            );
            const after = await resource.read(context, id, outputs);
            const rest = differences(resource.properties, after?.outputs ?? {}, wanted);
            // An API service integration cannot be updated, and says so.
            assert.equal(rest.length === 0, calls.length > 0);
            assert.equal(warnings.length, calls.length > 0 ? 0 : 1);

            await resource.delete(context, id, after?.outputs ?? {});
            const gone = await resource.read(context, id, outputs).catch(() => undefined);
            assert.equal(gone, undefined);
        });
    }

    it("never records the secret of an API service integration", async () => {
        const { create } = wrap("okta:index/apiServiceIntegration:ApiServiceIntegration");
        const grantedScopes = [{ scope: "okta.users.read" }];
        const { outputs } = await create({ type: "anzennaapiservice", grantedScopes });
        assert.deepEqual(Object.keys(outputs).sort(), ["grantedScopes", "name", "type"]);
    });

    it("assigns and takes away a user's standard roles", async () => {
        const user = wrap("okta:user/user:User");
        const person = { firstName: "R", lastName: "O", login: "r@example.com" };
        const { id } = await user.create({ ...person, email: "r@example.com" });
        const resource = resourceOf("okta:index/userAdminRoles:UserAdminRoles");
        const roles = (...adminRoles: string[]): Values =>
            withDefaults(resource.properties, { userId: id, adminRoles });
        const made = await resource.create(context, roles("READ_ONLY_ADMIN", "APP_ADMIN"));
        assert.equal(made.id, id);
        const state = (await resource.read(context, id, {}))?.outputs ?? {};
        await resource.update?.(
            context,
            id,
            state,
            roles("READ_ONLY_ADMIN"),
            new Set(["adminRoles"]),
        );
        const found = await resource.read(context, id, state);
        assert.deepEqual(found?.outputs.adminRoles, ["READ_ONLY_ADMIN"]);
        await resource.delete(context, id, found?.outputs ?? {});
        assert.deepEqual((await resource.read(context, id, {}))?.outputs.adminRoles, []);
    });

    it("assigns a custom role on a resource set to users, groups and clients", async () => {
        const call = (method: "GET" | "POST", path: string, body?: Values) =>
            context.client.call(method, path, body);
        const texts = { label: "Bound", description: "d" };
        const permissions = ["okta.users.read"];
        const role = text(await call("POST", "/api/v1/iam/roles", { ...texts, permissions }), "id");
        const resources = [`${ORG}/api/v1/users`];
        const set = text(
            await call("POST", "/api/v1/iam/resource-sets", { ...texts, resources }),
            "id",
        );
        const [admin] = org.store.users.list();
        const [group] = org.store.groups.list();
        const user = `${ORG}/api/v1/users/${admin?.id}`;
        const everyone = `${ORG}/api/v1/groups/${group?.id}`;
        const token = "okta:index/adminRoleCustomAssignments:AdminRoleCustomAssignments";
        const resource = resourceOf(token);
        const inputsFor = (...members: string[]): Values =>
            withDefaults(resource.properties, { resourceSetId: set, customRoleId: role, members });
        await assert.rejects(resource.create(context, inputsFor()), /at least one member/);
        const nobody = inputsFor(`${ORG}/api/v1/users/nobody`);
        await assert.rejects(resource.create(context, nobody), /is no user, group or client/);

        const made = await resource.create(context, inputsFor(user));
        assert.equal(made.id, `${set}/${role}`);
        const found = await resource.read(context, made.id, {});
        assert.deepEqual(
            differences(resource.properties, found?.outputs ?? {}, inputsFor(user)),
            [],
        );
        const wanted = inputsFor(everyone);
        await resource.update?.(
            context,
            made.id,
            found?.outputs ?? {},
            wanted,
            new Set(["members"]),
        );
        const after = await resource.read(context, made.id, {});
        assert.deepEqual(differences(resource.properties, after?.outputs ?? {}, wanted), []);
        const bindings = `/api/v1/iam/resource-sets/${set}/bindings`;
        const bound = await call("GET", bindings);
        assert.deepEqual(
            (bound.roles as Values[]).map((each) => each.id),
            [role],
        );
        await resource.delete(context, made.id, wanted);
        assert.equal(await resource.read(context, made.id, {}), undefined);
        assert.deepEqual((await call("GET", bindings)).roles, []);
        await assert.rejects(resource.read(context, "one", {}), /resource_set_id\/custom_role_id/);
    });

    it("imports an API token, restricts and revokes it, but creates none", async () => {
        const resource = resourceOf("okta:index/apiToken:ApiToken");
        await assert.rejects(resource.create(context, { idProperty: "x" }), /Create Not Supported/);
        const [token] = await context.client.list("/api/v1/api-tokens");
        const id = text(token ?? {}, "id");
        const found = await resource.read(context, id, {});
        assert.equal(found?.outputs.idProperty, id);
        const query = oktaProvider.queries["okta:index/getApiToken:getApiToken"];
        const queried = await query?.(context, { id });
        assert.deepEqual({ idProperty: queried?.id, ...queried }, { id, ...found.outputs });
        const network = { connection: "ANYWHERE", includes: [], excludes: [] };
        const inputs = { idProperty: id, network };
        const updated = await resource.update?.(
            context,
            id,
            found?.outputs ?? {},
            inputs,
            new Set(["network"]),
        );
        assert.equal(updated?.name, found?.outputs.name);
        await resource.delete(context, id, updated ?? {});
        await assert.rejects(context.client.list("/api/v1/api-tokens"), /Invalid token provided/);
        org.reset();
    });

    it("adjusts a principal's share of the rate limits, and puts the default back", async () => {
        const resource = resourceOf("okta:index/principalRateLimits:PrincipalRateLimits");
        const [token] = await context.client.list("/api/v1/api-tokens");
        const principal = { principalId: text(token ?? {}, "id"), principalType: "SSWS_TOKEN" };
        await context.client.call("POST", "/api/v1/principal-rate-limits", {
            ...principal,
            defaultPercentage: 50,
            defaultConcurrencyPercentage: 50,
        });
        const inputs = { ...principal, defaultPercentage: 30, defaultConcurrencyPercentage: 40 };
        const { id, outputs } = await resource.create(context, inputs);
        assert.deepEqual(differences(resource.properties, outputs, inputs), []);
        await resource.delete(context, id, outputs);
        const found = await resource.read(context, id, {});
        assert.equal(found?.outputs.defaultPercentage, 50);
        const unknown = { principalId: "0oanone", principalType: "OAUTH_CLIENT" };
        await assert.rejects(resource.create(context, unknown), /principal rate limit not found/);
    });

    it("reads the org's metadata", async () => {
        const query = oktaProvider.queries["okta:index/getOrgMetadata:getOrgMetadata"];
        const metadata = await query?.(context, {});
        assert.equal(metadata?.pipeline, "idx");
        assert.match(text(metadata ?? {}, "id"), /^00o/);
    });

    function wrap(token: string) {
        const resource = resourceOf(token);
        return {
            create: (inputs: Values) =>
                resource.create(context, withDefaults(resource.properties, inputs)),
        };
    }
});
