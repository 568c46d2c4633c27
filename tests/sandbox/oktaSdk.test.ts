import assert from "node:assert/strict";

import { Client } from "@okta/okta-sdk-nodejs";

import type { Sandbox } from "../../sandbox/org/server";
import { admin, closeSandboxes, provision, rsaKey, sandbox, serviceApp } from "./support";

const key = rsaKey();
const scopes = ["okta.users.read", "okta.groups.read", "okta.apps.read", "okta.appGrants.read"];

function adminClient(org: Sandbox): Client {
    return new Client({
        orgUrl: org.url,
        token: org.apiToken,
        testing: { disableHttpsCheck: true },
    } as ConstructorParameters<typeof Client>[0]);
}

function serviceClient(org: Sandbox, clientId: string): Client {
    return new Client({
        orgUrl: org.url,
        authorizationMode: "PrivateKey",
        clientId,
        scopes,
        privateKey: { ...key.privateKey.export({ format: "jwk" }), kid: "key-1" },
        testing: { disableHttpsCheck: true },
    } as unknown as ConstructorParameters<typeof Client>[0]);
}

async function all<T>(list: AsyncIterable<T | null>): Promise<T[]> {
    const items: T[] = [];
    for await (const item of list) {
        if (item !== null) {
            items.push(item);
        }
    }
    return items;
}

describe("sandbox org: driven by Okta's own SDK for Node", () => {
    afterEach(closeSandboxes);

    for (const dpop of [false, true]) {
        it(`authenticates by private key and pages${dpop ? ", with DPoP" : ""}`, async () => {
            const org = await sandbox({ seed: { users: 450, groups: 3 }, grants: "all" });
            const settings = { dpop_bound_access_tokens: dpop };
            const id = await provision(org, key, scopes, "READ_ONLY_ADMIN", settings);
            const client = serviceClient(org, id);
            const users = await all(await client.userApi.listUsers({ limit: 200 }));
            assert.equal(users.length, 451);
            assert.equal(new Set(users.map((user) => user.id)).size, 451);
            const groups = await all(await client.groupApi.listGroups());
            assert.equal(groups.length, 4);
            const app = await client.applicationApi.getApplication({ appId: id });
            assert.equal(app.label, "Reader");
            const grants = await all(
                await client.applicationApi.listScopeConsentGrants({ appId: id }),
            );
            assert.deepEqual(
                grants.map((grant) => grant.scopeId),
                scopes,
            );
            await assert.rejects(
                client.groupApi.createGroup({ group: { profile: { name: "No" } } }),
                (error: { status?: number }) => error.status === 403,
            );
        });
    }

    it("creates, changes and deletes an app with grants", async () => {
        const org = await sandbox();
        const client = adminClient(org);
        const application = serviceApp("Made by the SDK", [key]);
        const app = await client.applicationApi.createApplication({
            application: application as unknown as Parameters<
                typeof client.applicationApi.createApplication
            >[0]["application"],
        });
        const appId = String(app.id);
        const grant = await client.applicationApi.grantConsentToScope({
            appId,
            oAuth2ScopeConsentGrant: { issuer: `https://${org.domain}`, scopeId: scopes[0] ?? "" },
        });
        assert.equal(grant.scopeId, "okta.users.read");
        await client.applicationApi.revokeScopeConsentGrant({
            appId,
            grantId: String(grant.id),
        });
        await client.applicationApi.deactivateApplication({ appId });
        await client.applicationApi.deleteApplication({ appId });
        assert.equal(org.store.apps.size, 0);
    });

    it("creates, suspends and removes a user", async () => {
        const org = await sandbox();
        const client = adminClient(org);
        const profile = {
            firstName: "Barbara",
            lastName: "Liskov",
            email: "barbara@example.com",
            login: "barbara@example.com",
        };
        const user = await client.userApi.createUser({ body: { profile } });
        const userId = String(user.id);
        await client.userApi.suspendUser({ userId });
        assert.equal((await client.userApi.getUser({ userId })).status, "SUSPENDED");
        await client.userApi.deactivateUser({ userId });
        await client.userApi.deleteUser({ userId });
        assert.equal(org.store.users.get(userId), undefined);
    });

    it("waits out a 429 by its headers and goes on", async () => {
        const org = await sandbox();
        org.faults.add({ path: "/api/v1/groups", status: 429, times: 1 });
        const client = adminClient(org);
        const groups = await all(await client.groupApi.listGroups());
        assert.equal(groups.length, 3);
        const statuses = org.calls.map((call) => call.status);
        assert.deepEqual(statuses, [429, 200]);
        assert.equal((await admin(org, "GET", "/api/v1/groups")).status, 200);
    });
});
