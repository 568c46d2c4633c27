import assert from "node:assert/strict";
import { request } from "node:http";

import {
    admin,
    bearer,
    call,
    closeSandboxes,
    provision,
    rsaKey,
    sandbox,
    serviceApp,
    token,
} from "./support";

const key = rsaKey();

describe("sandbox org: the main job", () => {
    afterEach(closeSandboxes);

    it("answers the calls of the official plugin, from users/me to an empty org", async () => {
        const org = await sandbox();
        assert.equal((await admin(org, "GET", "/api/v1/users/me")).status, 200);
        const app = await admin(
            org,
            "POST",
            "/api/v1/apps?activate=true",
            serviceApp("Rezonate", [key]),
        );
        assert.equal(app.status, 200);
        const id = app.body["id"];
        assert.match(String(id), /^0oa[A-Za-z0-9]{14}1d7$/);
        const idToken = `/api/v1/internal/apps/${String(id)}/settings/oauth/idToken`;
        const written = await admin(org, "POST", idToken, { issuerMode: "ORG_URL" });
        assert.deepEqual(written.body, {
            issuer: null,
            orgUrl: null,
            customUrl: null,
            audience: null,
            issuerMode: "ORG_URL",
        });
        assert.equal((await admin(org, "GET", `/api/v1/apps/${String(id)}`)).status, 200);
        assert.equal(
            (await admin(org, "GET", "/.well-known/okta-organization")).body["pipeline"],
            "idx",
        );
        assert.equal((await admin(org, "GET", idToken)).body["issuer"], "https://acme.okta.com");
        const grant = await admin(org, "POST", `/api/v1/apps/${String(id)}/grants`, {
            issuer: "https://acme.okta.com",
            scopeId: "okta.users.read",
        });
        assert.equal(grant.status, 200);
        const grants = await admin(org, "GET", `/api/v1/apps/${String(id)}/grants`);
        assert.equal(grants.body.length, 1);
        const roles = `/oauth2/v1/clients/${String(id)}/roles`;
        const role = await admin(org, "POST", roles, { type: "READ_ONLY_ADMIN" });
        assert.equal(role.status, 201);
        const policies = await admin(org, "GET", "/api/v1/policies?type=ACCESS_POLICY");
        const policyId = String((policies.body as unknown as { id: string }[])[0]?.id);
        const put = await admin(org, "PUT", `/api/v1/apps/${String(id)}/policies/${policyId}`);
        assert.equal(put.status, 204);
        assert.equal(
            (await admin(org, "DELETE", `${roles}/${String(role.body["id"])}`)).status,
            204,
        );
        assert.equal((await admin(org, "DELETE", `/api/v1/apps/${String(id)}`)).status, 403);
        const off = await admin(org, "POST", `/api/v1/apps/${String(id)}/lifecycle/deactivate`);
        assert.deepEqual([off.status, off.body], [200, {}]);
        assert.equal((await admin(org, "DELETE", `/api/v1/apps/${String(id)}`)).status, 204);
        assert.equal(org.store.apps.size, 0);
        assert.equal(org.store.grants.size, 0);
    });

    it("lets a read-only app read and refuses its writes", async () => {
        const org = await sandbox();
        const id = await provision(org, key, ["okta.users.read", "okta.groups.read"]);
        const accessToken = await token(org, id, key, "okta.users.read okta.groups.read");
        const users = await bearer(org, accessToken, "GET", "/api/v1/users");
        assert.equal(users.status, 200);
        assert.equal((users.body as unknown as unknown[]).length, 5);
        assert.equal((await bearer(org, accessToken, "GET", "/api/v1/groups")).status, 200);
        const refused = await bearer(org, accessToken, "POST", "/api/v1/users", { profile: {} });
        assert.equal(refused.status, 403);
        assert.equal(refused.text, "");
        assert.equal(
            refused.headers.get("www-authenticate"),
            `Bearer authorization_uri="${org.url}/oauth2/v1/authorize", realm="${org.url}", ` +
                `scope="okta.users.manage", error="insufficient_scope", ` +
                `error_description="The access token provided does not contain the required scopes.", ` +
                `resource="/api/v1/users"`,
        );
    });

    it("refuses a write that a scope allows and the role does not", async () => {
        const org = await sandbox();
        const id = await provision(org, key, ["okta.users.manage"]);
        const accessToken = await token(org, id, key, "okta.users.manage");
        const answer = await bearer(org, accessToken, "POST", "/api/v1/users", {});
        assert.equal(answer.status, 403);
        assert.equal(answer.body["errorCode"], "E0000006");
    });

    it("gives a client without a role no users and no groups", async () => {
        const org = await sandbox();
        const id = await provision(org, key, ["okta.users.read", "okta.groups.read"], null);
        const accessToken = await token(org, id, key, "okta.users.read okta.groups.read");
        const users = await bearer(org, accessToken, "GET", "/api/v1/users");
        assert.deepEqual([users.status, users.text], [200, "[]"]);
        const groups = await bearer(org, accessToken, "GET", "/api/v1/groups");
        assert.deepEqual([groups.status, groups.body["errorCode"]], [403, "E0000006"]);
    });

    it("takes request lines in absolute form, and the org's name as Host", async () => {
        const org = await sandbox();
        const { port } = new URL(org.url);
        const get = (path: string, host?: string) =>
            new Promise<string>((resolve, reject) => {
                const headers = {
                    authorization: `SSWS ${org.apiToken}`,
                    ...(host === undefined ? {} : { host }),
                };
                const outgoing = request({ host: "127.0.0.1", port, path, headers }, (answer) => {
                    let text = "";
                    answer.setEncoding("utf8");
                    answer.on("data", (chunk: string) => (text += chunk));
                    answer.on("end", () => resolve(text));
                });
                outgoing.on("error", reject).end();
            });
        assert.match(await get(`${org.url}/api/v1/users/me`), /admin@example\.com/);
        assert.match(await get("https://acme.okta.com/api/v1/users/me"), /admin@example\.com/);
        const named = await get("/api/v1/users/me", "acme.okta.com");
        assert.match(named, /https:\/\/acme\.okta\.com\/api\/v1\/users\/00u/);
    });

    it("answers 404, 405, 401 and 400 in Okta's form", async () => {
        const org = await sandbox();
        const unknown = await admin(org, "GET", "/api/v1/apps/0oaunknown");
        const { errorId, ...body } = unknown.body;
        assert.match(String(errorId), /^oae[A-Za-z0-9]{17}$/);
        assert.equal(unknown.status, 404);
        assert.deepEqual(body, {
            errorCode: "E0000007",
            errorSummary: "Not found: Resource not found: 0oaunknown (AppInstance)",
            errorLink: "E0000007",
            errorCauses: [],
        });
        assert.equal((await admin(org, "GET", "/api/v1/nothing")).body["errorCode"], "E0000008");
        assert.equal((await admin(org, "DELETE", "/api/v1/apps")).body["errorCode"], "E0000022");
        const anonymous = await call(org.url, "GET", "/api/v1/users/me");
        assert.deepEqual([anonymous.status, anonymous.body["errorCode"]], [401, "E0000011"]);
        const malformed = await call(org.url, "POST", "/api/v1/apps", {
            authorization: `SSWS ${org.apiToken}`,
            body: "{",
            headers: { "content-type": "application/json" },
        });
        assert.deepEqual([malformed.status, malformed.body["errorCode"]], [400, "E0000003"]);
    });

    it("injects faults by code and by HTTP, before or after the change", async () => {
        const org = await sandbox();
        const fault = { method: "POST", path: "/api/v1/apps", status: 503, times: 1, after: true };
        await call(org.url, "POST", "/_sandbox/faults", { body: fault });
        const lost = await admin(org, "POST", "/api/v1/apps", serviceApp("Lost", [key]));
        assert.equal(lost.status, 503);
        assert.equal(org.store.apps.size, 1);
        org.faults.add({ path: "/grants$", status: 429, times: 1 });
        const id = String(org.store.apps.list()[0]?.id);
        assert.equal((await admin(org, "GET", `/api/v1/apps/${id}/grants`)).status, 429);
        assert.equal((await admin(org, "GET", `/api/v1/apps/${id}/grants`)).status, 200);
        assert.equal(org.calls.length, 3);
    });
});
