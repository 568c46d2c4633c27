import assert from "node:assert/strict";
import { createPrivateKey } from "node:crypto";

import type { Stack } from "@pulumi/pulumi/automation";

import { mintToken } from "../../okta/token";
import { READ_ONLY_SCOPES } from "../../rules/scopes";
import { stopAtFirstFailure } from "../support/lifecycle";
import {
    accessIn,
    changesOf,
    openTestEnvironment,
    stateFiles,
    type TestEnvironment,
} from "../support/testEnvironment";

/** One life of the real index.ts as a stack: each test goes on from where the one before ended. */
describe("the life of an integration", function () {
    this.timeout(900_000);
    stopAtFirstFailure(this);
    let world: TestEnvironment;
    let stack: Stack;
    const secrets = new Set<string>();

    before(async () => {
        world = await openTestEnvironment();
        stack = await world.program();
    });
    after(() => world.close());

    const outputs = async () => {
        const all = await stack.outputs();
        const of = (name: string) => all[name]?.value as unknown;
        secrets.add(String(of("privateKey")));
        return {
            all,
            applicationId: String(of("applicationId")),
            privateKey: String(of("privateKey")),
            keyId: String(of("keyId")),
            grantedScopes: of("grantedScopes") as string[],
        };
    };
    const token = async (scopes: string[]) => {
        const { applicationId, privateKey, keyId } = await outputs();
        return mintToken({
            orgUrl: world.org.url,
            clientId: applicationId,
            privateKeyPem: privateKey,
            keyId,
            scopes,
        });
    };
    const granted = () => accessIn(world.org).scopes;
    const roles = () => accessIn(world.org).roles;

    it("shows what it will do before there is anything", async () => {
        const preview = await stack.preview(world.watch);
        assert.deepEqual(changesOf(preview), { create: 9 });
        assert.equal(world.org.store.apps.size, 0);
    });

    it("makes an app with its key, 15 scopes and a read-only role, and hands out the key", async () => {
        await stack.up(world.watch);
        assert.equal(world.org.store.apps.size, 1);
        assert.deepEqual(granted(), [...READ_ONLY_SCOPES].sort());
        assert.deepEqual(roles(), ["READ_ONLY_ADMIN"]);
        const { all, grantedScopes } = await outputs();
        assert.deepEqual(
            Object.entries(all)
                .filter(([, { secret }]) => secret)
                .map(([name]) => name)
                .sort(),
            ["applicationId", "privateKey"],
        );
        assert.equal(all.tenantId?.value, "acme");
        assert.deepEqual(grantedScopes, [...READ_ONLY_SCOPES].sort());
    });

    it("lets the holder of the key read, and refuses it a write", async () => {
        const minted = await token([...READ_ONLY_SCOPES]);
        assert.ok(minted.ok);
        const users = await minted.token.send("/api/v1/users");
        assert.equal(users.status, 200);
        assert.ok((users.json as unknown[]).length > 0);
        const write = await minted.token.send("/api/v1/users", {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify({ profile: { login: "nobody@example.com" } }),
        });
        assert.equal(write.status, 403);
    });

    it("has nothing to change a second time, and nothing that drifts", async () => {
        assert.deepEqual(changesOf(await stack.preview(world.watch)), {});
        assert.deepEqual(changesOf(await stack.refresh(world.watch)), {});
        assert.deepEqual(changesOf(await stack.up(world.watch)), {});
    });

    it("changes scopes in place", async () => {
        const fewer = ["okta.groups.read", "okta.logs.read", "okta.users.read"];
        await stack.setConfig("rezonate-okta:scopes", { value: JSON.stringify(fewer) });
        const before = world.org.calls.length;
        await stack.up(world.watch);
        const written = world.org.calls.slice(before).filter((call) => call.method !== "GET");
        assert.ok(written.every((call) => call.path.includes("/grants")));
        assert.deepEqual(granted(), fewer);
        assert.deepEqual((await outputs()).grantedScopes, fewer);
    });

    it("changes the key in place: the app keeps its id, the old key works until it is no longer listed", async () => {
        const before = await outputs();
        const isRefused = async () => {
            const minted = await mintToken({
                orgUrl: world.org.url,
                clientId: before.applicationId,
                privateKeyPem: before.privateKey,
                keyId: before.keyId,
                scopes: ["okta.users.read"],
            });
            return !minted.ok && minted.failure.error === "invalid_client";
        };
        await stack.setConfig("rezonate-okta:rsaBits", { value: "3072" });
        await stack.setConfig("rezonate-okta:keyGenerations", { value: "[1, 2]" });
        await stack.up(world.watch);
        const after = await outputs();
        assert.equal(after.applicationId, before.applicationId);
        assert.notEqual(after.keyId, before.keyId);
        const { asymmetricKeyDetails } = createPrivateKey(after.privateKey);
        assert.equal(asymmetricKeyDetails?.modulusLength, 3072);
        assert.ok((await token(["okta.users.read"])).ok);
        assert.equal(await isRefused(), false);
        await stack.setConfig("rezonate-okta:keyGenerations", { value: "[2]" });
        await stack.up(world.watch);
        assert.ok((await token(["okta.users.read"])).ok);
        assert.equal(await isRefused(), true);
    });

    it("sees a change that was made by hand, and takes it back", async () => {
        const [app] = world.org.store.apps.list();
        assert.ok(app);
        const grant = world.org.store.grants.find((one) => one.scopeId === "okta.logs.read");
        assert.ok(grant);
        const revoked = await fetch(`${world.org.url}/api/v1/apps/${app.id}/grants/${grant.id}`, {
            method: "DELETE",
            headers: { authorization: `SSWS ${world.org.apiToken}` },
        });
        assert.equal(revoked.status, 204);
        assert.deepEqual(changesOf(await stack.refresh(world.watch)), { update: 1 });
        assert.deepEqual(changesOf(await stack.up(world.watch)), { update: 1 });
        assert.ok(granted().includes("okta.logs.read"));
    });

    it("leaves the org empty when it is destroyed", async () => {
        await stack.destroy(world.watch);
        assert.equal(world.org.store.apps.size, 0);
        assert.deepEqual([granted(), roles()], [[], []]);
    });

    it("has not let the private key out in state, events or output", async () => {
        assert.equal(secrets.size, 2);
        const written = [...(await stateFiles(world.folders)), ...world.output];
        assert.ok(written.length > 20);
        for (const secret of secrets) {
            // The lines that hold private members: one is enough to betray the key, however it is
            // quoted. The modulus of an RSA key comes first, the public point of an EC key last.
            const lines = secret.split("\n").slice(1);
            const telling = lines.length > 10 ? lines.slice(8, -3) : lines.slice(0, 1);
            for (const text of written) {
                assert.ok(!telling.some((line) => text.includes(line)));
                assert.ok(!text.includes("PRIVATE KEY"));
            }
        }
    });
});
