import assert from "node:assert/strict";

import type { Sandbox } from "../../sandbox/org/server";
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

describe("sandbox org: roles, resource sets and targets", () => {
    let org: Sandbox;

    beforeEach(async () => {
        org = await sandbox();
    });
    afterEach(closeSandboxes);

    it("assigns a role to a client once, with the ids and links of Okta", async () => {
        const id = await provision(org, key, [], null);
        const path = `/oauth2/v1/clients/${id}/roles`;
        const role = await admin(org, "POST", path, { type: "HELP_DESK_ADMIN" });
        assert.equal(role.status, 201);
        const { created, lastUpdated, ...rest } = role.body;
        assert.equal(created, lastUpdated);
        assert.deepEqual(rest, {
            id: "JBCUYUC7IRCVGS27IFCE2SKO",
            label: "Help Desk Administrator",
            type: "HELP_DESK_ADMIN",
            status: "ACTIVE",
            assignmentType: "CLIENT",
            _links: { assignee: { href: `${org.url}/oauth2/v1/clients/${id}` } },
        });
        const again = await admin(org, "POST", path, { type: "HELP_DESK_ADMIN" });
        assert.deepEqual([again.status, again.body["errorCode"]], [409, "E0000263"]);
        const wrong = await admin(org, "POST", path, { type: "KING" });
        assert.deepEqual([wrong.status, wrong.body["errorCode"]], [400, "E0000001"]);
        const unknown = await admin(org, "GET", `${path}/IFIFAX2BIRGUSTQ`);
        assert.equal(
            unknown.body["errorSummary"],
            "Not found: Resource not found: IFIFAX2BIRGUSTQ (RoleAssignment)",
        );
        const web = serviceApp("Web", [key], { application_type: "web", grant_types: [] });
        const app = await admin(org, "POST", "/api/v1/apps", web);
        const webRoles = `/oauth2/v1/clients/${String(app.body["id"])}/roles`;
        const refused = await admin(org, "POST", webRoles, { type: "READ_ONLY_ADMIN" });
        assert.deepEqual([refused.status, refused.body["errorCode"]], [400, "E0000227"]);
    });

    it("lets a custom role read what its resource set names, and nothing else", async () => {
        const id = await provision(org, key, ["okta.groups.read", "okta.users.read"], null);
        const group = org.store.groups.find((each) => each.profile.name === "Security");
        const set = await admin(org, "POST", "/api/v1/iam/resource-sets", {
            label: "One group",
            description: "for the test",
            resources: [`https://acme.okta.com/api/v1/groups/${String(group?.id)}`],
        });
        const role = await admin(org, "POST", "/api/v1/iam/roles", {
            label: "Group reader",
            description: "for the test",
            permissions: ["okta.groups.read"],
        });
        const assigned = await admin(org, "POST", `/oauth2/v1/clients/${id}/roles`, {
            type: "CUSTOM",
            role: role.body["id"],
            "resource-set": set.body["id"],
        });
        assert.equal(assigned.status, 201);
        assert.match(String(assigned.body["id"]), /^irb/);
        assert.equal(assigned.body["resource-set"], set.body["id"]);
        const accessToken = await token(org, id, key, "okta.groups.read okta.users.read");
        const groups = await bearer(org, accessToken, "GET", "/api/v1/groups");
        assert.deepEqual(
            (groups.body as unknown as { id: string }[]).map((each) => each.id),
            [group?.id],
        );
        const other = org.store.groups.find((each) => each.profile.name === "Engineering");
        const refused = await bearer(
            org,
            accessToken,
            "GET",
            `/api/v1/groups/${String(other?.id)}`,
        );
        assert.equal(refused.body["errorCode"], "E0000006");
        assert.equal((await bearer(org, accessToken, "GET", "/api/v1/users")).text, "[]");
        const inUse = await admin(org, "DELETE", `/api/v1/iam/roles/${String(role.body["id"])}`);
        assert.equal(inUse.status, 400);
        await admin(org, "PATCH", `/api/v1/iam/resource-sets/${String(set.body["id"])}/resources`, {
            additions: ["orn:okta:directory:00o:groups"],
        });
        const all = await bearer(org, accessToken, "GET", "/api/v1/groups");
        assert.equal((all.body as unknown as unknown[]).length, 3);
        const permissions = `/api/v1/iam/roles/${String(role.body["id"])}/permissions`;
        assert.equal((await admin(org, "POST", `${permissions}/okta.users.read`)).status, 204);
        const held = (await admin(org, "GET", permissions)).body["permissions"];
        assert.deepEqual(
            (held as unknown as { label: string }[]).map((permission) => permission.label),
            ["okta.groups.read", "okta.users.read"],
        );
    });

    it("narrows a standard role to its targets", async () => {
        const id = await provision(org, key, ["okta.groups.read"], "USER_ADMIN");
        const group = String(org.store.groups.find((each) => each.profile.name === "Security")?.id);
        const targets = `/oauth2/v1/clients/${id}/roles/KVJUKUS7IFCE2SKO/targets/groups`;
        assert.equal((await admin(org, "PUT", `${targets}/${group}`)).status, 204);
        const accessToken = await token(org, id, key, "okta.groups.read");
        const groups = await bearer(org, accessToken, "GET", "/api/v1/groups");
        assert.equal((groups.body as unknown as unknown[]).length, 1);
        assert.equal((await admin(org, "DELETE", `${targets}/${group}`)).status, 400);
        assert.equal((await admin(org, "GET", targets)).status, 200);
    });

    it("lets READ_ONLY_ADMIN read the default profile, roles and grants excepted", async () => {
        const scopes =
            "okta.apiTokens.read okta.appGrants.read okta.apps.read okta.authenticators.read okta.authorizationServers.read okta.devices.read okta.factors.read okta.groups.read okta.idps.read okta.logs.read okta.networkZones.read okta.orgs.read okta.policies.read okta.roles.read okta.users.read";
        const id = await provision(org, key, scopes.split(" "));
        const accessToken = await token(org, id, key, scopes);
        const reads = [
            "/api/v1/api-tokens",
            "/api/v1/apps",
            "/api/v1/authenticators",
            "/api/v1/authorizationServers",
            "/api/v1/devices",
            "/api/v1/org/factors",
            "/api/v1/groups",
            "/api/v1/idps",
            "/api/v1/logs",
            "/api/v1/zones",
            "/api/v1/org",
            "/api/v1/policies?type=OKTA_SIGN_ON",
            "/api/v1/users",
        ];
        for (const path of reads) {
            assert.equal((await bearer(org, accessToken, "GET", path)).status, 200, path);
        }
        const hidden = [
            "/api/v1/iam/roles",
            `/oauth2/v1/clients/${id}/roles`,
            `/api/v1/apps/${id}/grants`,
        ];
        for (const path of hidden) {
            const answer = await bearer(org, accessToken, "GET", path);
            assert.deepEqual([answer.status, answer.body["errorCode"]], [403, "E0000006"], path);
        }
    });

    it("inherits roles from groups, and takes tokens of users by their roles", async () => {
        const readerToken = "reader-token-not-a-secret";
        const org2 = await sandbox({
            seed: {
                users: [
                    {
                        firstName: "R",
                        lastName: "O",
                        login: "ro@example.com",
                        apiToken: readerToken,
                    },
                ],
                groups: [{ name: "Readers", members: ["ro@example.com"] }],
            },
        });
        const read = (path: string) =>
            call(org2.url, "GET", path, { authorization: `SSWS ${readerToken}` });
        assert.equal((await read("/api/v1/users/me")).status, 200);
        assert.equal((await read("/api/v1/apps")).status, 403);
        const group = org2.store.groups.find((each) => each.profile.name === "Readers");
        const roles = `/api/v1/groups/${String(group?.id)}/roles`;
        const role = await admin(org2, "POST", roles, { type: "READ_ONLY_ADMIN" });
        assert.match(String(role.body["id"]), /^gra/);
        assert.equal((await read("/api/v1/apps")).status, 200);
        const again = await admin(org2, "POST", roles, { type: "READ_ONLY_ADMIN" });
        assert.deepEqual([again.status, again.body["errorCode"]], [409, "E0000090"]);
    });
});
