import assert from "node:assert/strict";
import { doctorFindings } from "../../cli/doctor/findings";
import { gatherDoctor } from "../../cli/doctor/gather";
import { stateOf } from "../../cli/doctor/state";
import { createHttpClient } from "../../cli/okta/http";
import type { Sandbox } from "../../sandbox/org/server";
import { admin, closeSandboxes, sandbox } from "../sandbox/support";
import { resource } from "../unit/doctorFacts";

const login = "rezonate@acme.com";

/** The state that the API key method leaves, made by hand: what counts here is what is seen of it. */
describe("doctor on the API key method against a sandbox org", () => {
    let org: Sandbox;
    let userId: string;
    let zoneId: string;

    before(async () => {
        const rezonate = { firstName: "Rezonate", lastName: "Service", login };
        const apiToken = "the-api-key-that-rezonate-uses";
        const roles = ["READ_ONLY_ADMIN" as const];
        org = await sandbox({ seed: { users: [{ ...rezonate, roles, apiToken }] } });
    });
    beforeEach(async () => {
        org.reset();
        userId = org.store.users.find(({ profile }) => profile.login === login)?.id ?? "";
        const made = await admin(org, "POST", "/api/v1/zones", {
            type: "IP",
            name: "Rezonate",
            gateways: [{ type: "RANGE", value: "198.51.100.7-198.51.100.7" }],
        });
        zoneId = String(made.body["id"]);
        const network = { connection: "ZONE", include: [zoneId] };
        await admin(org, "PUT", tokenPath(), { network });
    });
    after(closeSandboxes);

    const tokenId = () => org.store.apiTokens.find((one) => one.userId === userId)?.id ?? "";
    const tokenPath = () => `/api/v1/api-tokens/${tokenId()}`;

    function resources(token: string) {
        const component = resource("rezonate-okta:index:ApiKeyIntegration", "acme");
        const child = (type: string, id: string, outputs: Record<string, unknown>) =>
            resource(type, "acme-child", { id, parent: component.urn, outputs });
        const network = { connection: "ZONE", includes: [zoneId], excludes: [] };
        return [
            component,
            child("okta:user/user:User", userId, { login, status: "ACTIVE" }),
            child("okta:index/userAdminRoles:UserAdminRoles", userId, {
                userId,
                adminRoles: ["READ_ONLY_ADMIN"],
            }),
            child("okta:network/zone:Zone", zoneId, {
                name: "Rezonate",
                gateways: ["198.51.100.7"],
            }),
            ...(token === "" ? [] : [child("okta:index/apiToken:ApiToken", token, { network })]),
        ];
    }

    async function findings(token = tokenId()) {
        const location = { stack: "dev" };
        const stack = {
            location,
            outputs: {},
            ownIds: [],
            config: {},
            encryptedKeys: [],
            secrets: [],
        };
        const state = stateOf({ ...stack, resources: resources(token) });
        const runner = { kind: "apiToken", apiToken: org.apiToken } as const;
        const http = createHttpClient({ retries: 0 });
        return doctorFindings(await gatherDoctor(state, runner, new URL(org.url), http), "dev");
    }

    const codes = async (token?: string) => (await findings(token)).map(({ code }) => code);

    it("is ok while nobody has changed anything, and changes nothing itself", async () => {
        const since = org.calls.length;
        assert.deepEqual(await codes(), ["ok"]);
        const calls = org.calls.slice(since);
        assert.deepEqual([...new Set(calls.map(({ method }) => method))], ["GET"]);
    });

    it("sees the service user suspended, deactivated and deleted", async () => {
        const token = tokenId();
        await admin(org, "POST", `/api/v1/users/${userId}/lifecycle/suspend`);
        assert.deepEqual(await codes(), ["user_inactive"]);
        await admin(org, "DELETE", `/api/v1/users/${userId}`);
        assert.deepEqual(await codes(token), ["user_inactive", "token_revoked"]);
        await admin(org, "DELETE", `/api/v1/users/${userId}`);
        assert.deepEqual(await codes(token), ["user_deleted"]);
    });

    it("sees a role that came and one that went", async () => {
        const path = `/api/v1/users/${userId}/roles`;
        const [role] = org.store.roleAssignments.filter((one) => one.assigneeId === userId);
        await admin(org, "POST", path, { type: "APP_ADMIN" });
        assert.deepEqual(await codes(), ["role_added"]);
        await admin(org, "DELETE", `${path}/${role?.id}`);
        assert.deepEqual(await codes(), ["role_removed", "role_added"]);
    });

    it("sees other gateways, a token for anywhere, and one that nobody uses", async () => {
        await admin(org, "PUT", `/api/v1/zones/${zoneId}`, {
            type: "IP",
            name: "Rezonate",
            gateways: [{ type: "CIDR", value: "0.0.0.0/0" }],
        });
        await admin(org, "PUT", tokenPath(), { network: { connection: "ANYWHERE" } });
        const token = org.store.apiTokens.get(tokenId());
        assert(token);
        token.expiresAt = new Date(Date.now() + 5.5 * 24 * 3600 * 1000).toISOString();
        assert.deepEqual(await codes(), ["zone_changed", "token_network_changed", "token_idle"]);
    });

    it("sees a token that was revoked, and one that the state lacks", async () => {
        const token = tokenId();
        const [found] = await findings("");
        assert.equal(found?.code, "token_unrecorded");
        assert.match(found.detail, new RegExp(`config set apiTokenId ${token} `));
        await admin(org, "DELETE", tokenPath());
        assert.deepEqual(await codes(token), ["token_revoked"]);
        assert.deepEqual(await codes(""), ["token_wanted"]);
    });
});
