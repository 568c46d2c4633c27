import assert from "node:assert/strict";

import type { Sandbox } from "../../sandbox/org/server";
import {
    admin,
    type Answer,
    bearer,
    closeSandboxes,
    provision,
    rsaKey,
    sandbox,
    serviceApp,
    token,
} from "./support";

const key = rsaKey();
const second = rsaKey("key-2");

function withSecret() {
    const app = serviceApp("With secret", []);
    app.credentials.oauthClient.token_endpoint_auth_method = "client_secret_basic";
    return app;
}

function causes(answer: Answer): string[] {
    return (answer.body["errorCauses"] as unknown as { errorSummary: string }[]).map(
        (cause) => cause.errorSummary,
    );
}

describe("sandbox org: credentials and grants of apps", () => {
    let org: Sandbox;

    beforeEach(async () => {
        org = await sandbox({ now: () => Date.parse("2026-05-01T10:00:00Z") });
    });
    afterEach(closeSandboxes);

    const create = async (app: unknown) => admin(org, "POST", "/api/v1/apps", app);

    it("shows a secret in the answers to POST and PUT only, and two at most", async () => {
        const { body, text } = await create(withSecret());
        const path = `/api/v1/apps/${String(body["id"])}`;
        assert.match(text, /"client_secret":"[A-Za-z0-9]{64}"/);
        assert.ok(!(await admin(org, "GET", path)).text.includes('client_secret":'));
        assert.match((await admin(org, "PUT", path, withSecret())).text, /"client_secret":"/);
        const secrets = `${path}/credentials/secrets`;
        assert.equal((await admin(org, "POST", secrets, {})).status, 201);
        const third = await admin(org, "POST", secrets, {});
        assert.deepEqual(causes(third), [
            "You've reached the maximum number of client secrets per client.",
        ]);
        const [first] = (await admin(org, "GET", secrets)).body as unknown as { id: string }[];
        const one = `${secrets}/${String(first?.id)}`;
        assert.equal((await admin(org, "DELETE", one)).status, 400);
        assert.equal((await admin(org, "POST", `${one}/lifecycle/deactivate`)).status, 200);
        assert.equal((await admin(org, "DELETE", one)).status, 204);
        await admin(org, "PUT", path, serviceApp("Keys now", [key]));
        assert.equal((await admin(org, "GET", secrets)).text, "[]");
        assert.deepEqual(causes(await admin(org, "POST", secrets, {})), [
            "'client_secret' can't be used when 'token_endpoint_auth_method' is 'private_key_jwt'.",
        ]);
    });

    it("adds, deactivates and deletes keys by Okta's rules", async () => {
        const { body } = await create(serviceApp("Keys", [key]));
        const path = `/api/v1/apps/${String(body["id"])}/credentials/jwks`;
        const added = await admin(org, "POST", path, second.jwk);
        assert.equal(added.status, 201);
        const list = (await admin(org, "GET", path)).body["keys"] as unknown as { id: string }[];
        assert.equal(list.length, 2);
        const first = `${path}/${String(list[0]?.id)}`;
        assert.deepEqual(causes(await admin(org, "DELETE", first)), [
            "You can't delete an active JSON Web Key. Deactivate the key before deleting it.",
        ]);
        assert.equal((await admin(org, "POST", `${first}/lifecycle/deactivate`)).status, 200);
        const last = `${path}/${String(added.body["id"])}/lifecycle/deactivate`;
        assert.match(causes(await admin(org, "POST", last))[0] ?? "", /only active JSON Web Key/);
        assert.equal((await admin(org, "DELETE", first)).status, 204);
        assert.equal((await admin(org, "GET", first)).status, 404);
    });

    it("leaves keys to super admins once scopes are granted", async () => {
        const target = await provision(org, key, ["okta.users.read"], null);
        const manager = await provision(org, second, ["okta.apps.manage"], "APP_ADMIN");
        const accessToken = await token(org, manager, second, "okta.apps.manage");
        const path = `/api/v1/apps/${target}`;
        const sameKeys = await bearer(org, accessToken, "PUT", path, serviceApp("Renamed", [key]));
        assert.equal(sameKeys.status, 200);
        for (const [method, url, body] of [
            ["PUT", path, serviceApp("Renamed", [second])],
            ["POST", `${path}/credentials/jwks`, second.jwk],
            ["POST", `${path}/grants`, { issuer: org.url, scopeId: "okta.logs.read" }],
        ] as const) {
            const answer = await bearer(org, accessToken, method, url, body);
            assert.equal(answer.status, 403, url);
        }
    });

    it("grants each scope once, for this org only", async () => {
        const { body } = await create(serviceApp("Grants", [key]));
        const id = String(body["id"]);
        const path = `/api/v1/apps/${id}/grants`;
        const wanted = { issuer: "https://acme.okta.com", scopeId: "okta.users.read" };
        const grant = await admin(org, "POST", path, wanted);
        const grantId = String(grant.body["id"]);
        assert.match(grantId, /^oag[A-Za-z0-9]{14}1d7$/);
        const admins = org.store.users.find((user) => user.profile.login === "admin@example.com");
        const whole = {
            id: grantId,
            status: "ACTIVE",
            created: "2026-05-01T10:00:00.000Z",
            createdBy: { id: admins?.id, type: "User" },
            lastUpdated: "2026-05-01T10:00:00.000Z",
            issuer: "https://acme.okta.com",
            clientId: id,
            scopeId: "okta.users.read",
            source: "ADMIN",
            _links: {
                app: { href: `${org.url}/api/v1/apps/${id}`, title: "Grants" },
                self: { href: `${org.url}${path}/${grantId}`, hints: { allow: ["GET", "DELETE"] } },
                client: { href: `${org.url}/oauth2/v1/clients/${id}`, title: "Grants" },
            },
        };
        assert.deepEqual((await admin(org, "GET", path)).body, [whole]);
        assert.deepEqual(grant.body, { ...whole, _embedded: { scope: { id: wanted.scopeId } } });
        assert.equal((await admin(org, "POST", path, wanted)).body["id"], grantId);
        for (const wrong of [
            { ...wanted, issuer: "https://other.okta.com" },
            { ...wanted, scopeId: "okta.users.read.self" },
            { ...wanted, scopeId: "openid" },
            { issuer: wanted.issuer },
        ]) {
            const answer = await admin(org, "POST", path, wrong);
            assert.deepEqual([answer.status, answer.body["errorCode"]], [400, "E0000001"]);
        }
        assert.equal((await admin(org, "DELETE", `${path}/${grantId}`)).status, 204);
        assert.equal((await admin(org, "GET", path)).text, "[]");
    });

    it("makes a service app super admin with its scopes when the org says so", async () => {
        const setting = "/api/v1/org/settings/clientPrivilegesSetting";
        const on = { clientPrivilegesSetting: true };
        assert.deepEqual((await admin(org, "PUT", setting, on)).body, on);
        const id = await provision(org, key, ["okta.users.read", "okta.logs.read"], null);
        const roles = await admin(org, "GET", `/oauth2/v1/clients/${id}/roles`);
        assert.deepEqual(
            (roles.body as unknown as { type: string }[]).map((role) => role.type),
            ["SUPER_ADMIN"],
        );
    });
});
