import assert from "node:assert/strict";

import type { Sandbox } from "../../sandbox/org/server";
import {
    admin,
    assertion,
    call,
    closeSandboxes,
    type Json,
    provision,
    rsaKey,
    sandbox,
    tokenForm,
} from "./support";

const services = "/integrations/api/v1/api-services";

describe("sandbox org: integrations, tokens, zones, users and the log", () => {
    let org: Sandbox;

    beforeEach(async () => {
        org = await sandbox();
    });
    afterEach(closeSandboxes);

    it("shows the secret of an API service integration once, and has two at most", async () => {
        const made = await admin(org, "POST", services, {
            type: "rezonatesecurity",
            grantedScopes: ["okta.users.read", "okta.logs.read"],
        });
        assert.equal(made.status, 201);
        const { clientSecret, ...rest } = made.body;
        assert.match(String(clientSecret), /^[A-Za-z0-9]{64}$/);
        const path = `${services}/${String(made.body["id"])}`;
        assert.deepEqual((await admin(org, "GET", path)).body, rest);
        const secrets = `${path}/credentials/secrets`;
        const [masked] = (await admin(org, "GET", secrets)).body as unknown as {
            client_secret: string;
        }[];
        assert.equal(masked?.client_secret, `***${String(clientSecret).slice(-4)}`);
        assert.equal((await admin(org, "POST", secrets)).status, 201);
        assert.equal((await admin(org, "POST", secrets)).status, 400);
        assert.equal((await admin(org, "DELETE", path)).status, 204);
        assert.equal((await admin(org, "GET", services)).text, "[]");
    });

    it("installs what is in the catalogue, also a second time, and nothing else", async () => {
        const wanted = { type: "rezonatesecurity", grantedScopes: ["okta.users.read"] };
        const [first, second] = [
            await admin(org, "POST", services, wanted),
            await admin(org, "POST", services, wanted),
        ];
        assert.deepEqual([first.status, second.status], [201, 201]);
        assert.notEqual(first.body["id"], second.body["id"]);
        const unknown = await admin(org, "POST", services, { ...wanted, type: "nobodys" });
        assert.deepEqual(
            [unknown.status, unknown.body["errorSummary"]],
            [400, "Api validation failed: type"],
        );
    });

    it("lists, restricts and revokes API tokens and cannot make any", async () => {
        const [listed] = (await admin(org, "GET", "/api/v1/api-tokens")).body as unknown as {
            id: string;
            tokenWindow: string;
        }[];
        assert.match(String(listed?.id), /^00T/);
        assert.equal(listed?.tokenWindow, "P30D");
        assert.equal((await admin(org, "POST", "/api/v1/api-tokens", {})).status, 405);
        const zone = await admin(org, "POST", "/api/v1/zones", {
            type: "IP",
            name: "Elsewhere",
            gateways: [{ type: "CIDR", value: "198.51.100.0/24" }],
        });
        const path = `/api/v1/api-tokens/${String(listed?.id)}`;
        const nowhere = { network: { connection: "ZONE", include: ["nzo0"] } };
        assert.equal((await admin(org, "PUT", path, nowhere)).status, 400);
        const network = { connection: "ZONE", exclude: [zone.body["id"]] };
        assert.equal((await admin(org, "PUT", path, { network })).status, 200);
        const zonePath = `/api/v1/zones/${String(zone.body["id"])}`;
        assert.equal((await admin(org, "DELETE", zonePath)).status, 400);
        assert.equal((await admin(org, "POST", `${zonePath}/lifecycle/deactivate`)).status, 200);
        assert.equal((await admin(org, "DELETE", zonePath)).status, 400);
        assert.equal((await admin(org, "DELETE", "/api/v1/api-tokens/current")).status, 204);
        const revoked = await admin(org, "GET", "/api/v1/users/me");
        assert.deepEqual([revoked.status, revoked.body["errorCode"]], [401, "E0000011"]);
    });

    it("makes an API token as a person would in the console, for an active admin only", async () => {
        const make = (login: string) =>
            call(org.url, "POST", "/_sandbox/console/api-tokens", { body: { login, name: "R" } });
        assert.equal((await make("ada.lovelace@example.com")).status, 403);
        const ada = org.store.users.find(({ profile }) => profile.login.startsWith("ada."));
        await admin(org, "POST", `/api/v1/users/${ada?.id}/roles`, { type: "READ_ONLY_ADMIN" });
        const made = await make("ada.lovelace@example.com");
        assert.equal(made.status, 201);
        const { id, token } = made.body as unknown as { id: string; token: string };
        assert.match(token, /^00[A-Za-z0-9]{40}$/);
        const record = await admin(org, "GET", `/api/v1/api-tokens/${id}`);
        assert.deepEqual([record.body["userId"], record.body["name"]], [ada?.id, "R"]);
        assert.ok(!record.text.includes(token));
        const headers = { authorization: `SSWS ${token}` };
        assert.equal((await call(org.url, "GET", "/api/v1/groups", { headers })).status, 200);
        const suspend = `/api/v1/users/${ada?.id}/lifecycle/suspend`;
        assert.equal((await call(org.url, "POST", suspend, { headers })).status, 403);
        assert.equal((await make("")).status, 403);
    });

    it("takes users through their life, and their API tokens with them", async () => {
        const profile = {
            firstName: "New",
            lastName: "User",
            login: "new@example.com",
            email: "new@example.com",
        };
        const made = await admin(org, "POST", "/api/v1/users?activate=false", { profile });
        assert.deepEqual([made.status, made.body["status"]], [200, "STAGED"]);
        const path = `/api/v1/users/${String(made.body["id"])}`;
        const twice = await admin(org, "POST", "/api/v1/users", { profile });
        assert.equal(twice.body["errorSummary"], "Api validation failed: login");
        for (const [verb, status] of [
            ["suspend", 400],
            ["activate", 200],
            ["activate", 403],
            ["suspend", 200],
            ["unsuspend", 200],
        ] as const) {
            assert.equal(
                (await admin(org, "POST", `${path}/lifecycle/${verb}`)).status,
                status,
                verb,
            );
        }
        const changed = await admin(org, "POST", path, { profile: { lastName: "Name" } });
        assert.equal(changed.body["profile"]?.["lastName"], "Name");
        assert.equal((await admin(org, "DELETE", path)).status, 204);
        assert.equal((await admin(org, "GET", path)).body["status"], "DEPROVISIONED");
        assert.equal((await admin(org, "DELETE", path)).status, 204);
        assert.equal((await admin(org, "GET", path)).status, 404);
        assert.equal((await admin(org, "DELETE", "/api/v1/users/me")).status, 403);
    });

    it("keeps the members of a group", async () => {
        const made = await admin(org, "POST", "/api/v1/groups", { profile: { name: "Auditors" } });
        const group = `/api/v1/groups/${String(made.body["id"])}`;
        const ada = org.store.users.find((user) => user.profile["firstName"] === "Ada");
        const member = `${group}/users/${String(ada?.id)}`;
        assert.equal((await admin(org, "PUT", member)).status, 204);
        assert.equal((await admin(org, "PUT", member)).status, 204);
        const list = (await admin(org, "GET", `${group}/users`)).body as unknown as unknown[];
        assert.equal(list.length, 1);
        const groups = await admin(org, "GET", `/api/v1/users/${String(ada?.id)}/groups`);
        assert.equal((groups.body as unknown as unknown[]).length, 3);
        assert.equal((await admin(org, "DELETE", member)).status, 204);
        assert.equal((await admin(org, "DELETE", group)).status, 204);
        const everyone = org.store.groups.find((each) => each.type === "BUILT_IN");
        const refused = await admin(org, "DELETE", `/api/v1/groups/${String(everyone?.id)}`);
        assert.equal(refused.body["errorCode"], "E0000006");
    });

    it("logs what happened to apps, grants and roles under Okta's event types", async () => {
        const since = encodeURIComponent(new Date(Date.now() - 1000).toISOString());
        const id = await provision(org, rsaKey(), ["okta.users.read"]);
        const log = await admin(org, "GET", `/api/v1/logs?since=${since}&limit=10`);
        const events = log.body as unknown as {
            eventType: string;
            target: { id: string }[];
            actor: { alternateId: string };
        }[];
        assert.deepEqual(
            events.map((event) => event.eventType),
            [
                "application.lifecycle.create",
                "app.oauth2.client.lifecycle.create",
                "app.oauth2.admin.consent.grant",
                "app.oauth2.client.privilege.grant",
            ],
        );
        assert.equal(events[0]?.target[0]?.id, id);
        assert.equal(events[0]?.actor.alternateId, "admin@example.com");
        const bad = await admin(org, "GET", "/api/v1/logs?since=yesterday");
        assert.equal(bad.body["errorSummary"], "Api validation failed: since");
    });

    it("logs which scopes a token carries, who asked for it and from where", async () => {
        const key = rsaKey();
        const id = await provision(org, key, ["okta.users.read", "okta.logs.read"]);
        const scope = "okta.users.read okta.logs.read okta.groups.read";
        const body = tokenForm(await assertion(org, id, key), scope);
        const headers = { "user-agent": "python-requests/2.31.0" };
        await call(org.url, "POST", "/oauth2/v1/token", { body, headers });
        const filter = encodeURIComponent(
            `actor.id eq "${id}" and eventType eq "app.oauth2.token.grant.access_token"`,
        );
        const { body: log } = await admin(org, "GET", `/api/v1/logs?filter=${filter}`);
        const [event, ...others] = log as unknown as Json[];
        assert.deepEqual(others, []);
        assert.deepEqual(event?.["debugContext"], {
            debugData: {
                clientAuthType: "private_key_jwt",
                grantType: "client_credentials",
                requestedScopes: "okta.users.read, okta.logs.read, okta.groups.read",
                grantedScopes: "okta.users.read, okta.logs.read",
                requestUri: "/oauth2/v1/token",
            },
        });
        const { ipAddress, userAgent } = event?.["client"] as unknown as Json;
        assert.equal(ipAddress, "127.0.0.1");
        assert.deepEqual(userAgent, {
            rawUserAgent: "python-requests/2.31.0",
            os: "Unknown",
            browser: "UNKNOWN",
        });
    });

    it("never shows a secret in its own endpoints", async () => {
        const made = await admin(org, "POST", services, {
            type: "rezonatesecurity",
            grantedScopes: ["okta.users.read"],
        });
        const secret = String(made.body["clientSecret"]);
        for (const path of ["/_sandbox/state", "/_sandbox/calls", "/api/v1/logs"]) {
            const { text } = await call(org.url, "GET", path, {
                authorization: `SSWS ${org.apiToken}`,
            });
            assert.ok(!text.includes(secret) && !text.includes(org.apiToken), path);
        }
    });
});
