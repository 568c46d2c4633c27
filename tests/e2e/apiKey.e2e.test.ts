import assert from "node:assert/strict";

import type { Stack } from "@pulumi/pulumi/automation";

import { READ_ONLY_SCOPES } from "../../rules/scopes";
import { admin } from "../sandbox/support";
import { API_KEY_CONFIG, createToken, LOGIN, setToken } from "../support/apiKey";
import { stopAtFirstFailure } from "../support/lifecycle";
import { environmentOf, runVerb } from "../support/runCli";
import {
    accessIn,
    changesOf,
    openTestEnvironment,
    stateFiles,
    type TestEnvironment,
} from "../support/testEnvironment";

/** One life of an API key integration: each test goes on from where the one before ended. */
describe("the API key method", function () {
    this.timeout(900_000);
    stopAtFirstFailure(this);
    let world: TestEnvironment;
    let stack: Stack;
    const keys: string[] = [];

    before(async () => {
        world = await openTestEnvironment();
        stack = await world.inProcess(API_KEY_CONFIG);
    });
    after(() => world.close());

    const upHeard = async () => {
        const before = world.output.length;
        await stack.up(world.watch);
        return world.output.slice(before).join("\n");
    };
    const createKey = async () => {
        const made = await createToken(world.org);
        keys.push(made.token);
        return made;
    };
    const call = async (token: string, method = "GET", path = "/api/v1/users") => {
        const headers = { authorization: `SSWS ${token}` };
        return (await fetch(world.org.url + path, { method, headers })).status;
    };
    const user = () => world.org.store.users.find(({ profile }) => profile.login === LOGIN);
    const networkOf = (id: string) => world.org.store.apiTokens.get(id)?.network;

    it("makes what can be made, and says what only a person can do", async () => {
        assert.deepEqual(changesOf(await stack.preview(world.watch)), { create: 6 });
        const said = await upHeard();
        assert.match(said, /warning: .*a person has to.*rezonate@example\.com.*API > Tokens/);
        const roles = world.org.store.roleAssignments.filter(
            ({ assigneeId }) => assigneeId === user()?.id,
        );
        assert.deepEqual(
            roles.map(({ type }) => type),
            ["READ_ONLY_ADMIN"],
        );
        const outputs = await stack.outputs();
        assert.deepEqual(
            Object.entries(outputs).map(([name, { value }]) => [name, value as unknown]),
            [
                ["login", LOGIN],
                ["oktaDomain", "acme.okta.com"],
            ],
        );
    });

    it("does not take a key that is set in clear", async () => {
        await stack.setConfig("rezonate-okta:apiKey", { value: "00in-clear" });
        await assert.rejects(stack.up(world.watch), /apiKey: .*in clear.*config set --secret/s);
        await stack.removeConfig("rezonate-okta:apiKey");
    });

    it("hands out the key that a person made, fenced in by the zone", async () => {
        const made = await createKey();
        await stack.setConfig("rezonate-okta:apiKey", { value: made.token, secret: true });
        assert.match(await upHeard(), new RegExp(`not fenced in: set apiTokenId to ${made.id}`));
        assert.deepEqual(networkOf(made.id), { connection: "ANYWHERE" });

        await setToken(stack, made);
        assert.doesNotMatch(await upHeard(), /warning/);
        const [zone] = world.org.store.zones.list();
        assert.deepEqual(networkOf(made.id)?.include, [zone?.id]);
        const { apiKey } = await stack.outputs();
        assert.deepEqual([apiKey?.value, apiKey?.secret], [made.token, true]);
        assert.equal(await call(made.token), 200);
        const write = `/api/v1/users/${user()?.id}/lifecycle/suspend`;
        assert.equal(await call(made.token, "POST", write), 403);
    });

    it("proves that the key reads what it should and no more", async () => {
        const args = ["verify", "--stack", "dev", "--dir", world.folders.project, "--json"];
        const run = await runVerb(args, { env: environmentOf(world) });
        const { findings } = JSON.parse(run.stdout) as { findings: { code: string }[] };
        assert.equal(findings.length, READ_ONLY_SCOPES.length);
        assert.equal(run.code, 0, run.stdout + run.stderr);
        const given = ["handoff", "--stack", "dev", "--dir", world.folders.project];
        const form = await runVerb(given, { env: environmentOf(world) });
        assert.deepEqual(JSON.parse(form.stdout), {
            okta_domain: "acme.okta.com",
            api_key: keys[0],
        });
        world.output.push(run.stdout, run.stderr, form.stderr);
    });

    it("has nothing to change a second time, and nothing that drifts", async () => {
        assert.deepEqual(changesOf(await stack.preview(world.watch)), {});
        assert.deepEqual(changesOf(await stack.refresh(world.watch)), {});
        assert.deepEqual(changesOf(await stack.up(world.watch)), {});
    });

    it("takes the next key beside the one before, which works until it is revoked", async () => {
        const next = await createKey();
        await setToken(stack, next);
        await stack.up(world.watch);
        const [zone] = world.org.store.zones.list();
        assert.deepEqual(networkOf(next.id)?.include, [zone?.id]);
        assert.equal((await stack.outputs()).apiKey?.value, next.token);
        assert.deepEqual(await Promise.all(keys.map((key) => call(key))), [200, 200]);
        assert.deepEqual(changesOf(await stack.preview(world.watch)), {});
    });

    it("lets nobody in from outside the zone", async () => {
        const [key = ""] = keys;
        const elsewhere = JSON.stringify(["198.51.100.0/24", "203.0.113.7"]);
        await stack.setConfig("rezonate-okta:gateways", { value: elsewhere });
        assert.deepEqual(changesOf(await stack.up(world.watch)), { update: 2 });
        assert.equal(await call(key), 403);
        await stack.setConfig("rezonate-okta:gateways", { value: '["127.0.0.1"]' });
        await stack.up(world.watch);
        assert.equal(await call(key), 200);
    });

    it("warns before a key ends that nobody uses", async () => {
        const [token] = world.org.store.apiTokens.filter(({ userId }) => userId === user()?.id);
        assert.ok(token);
        const all = world.org.store.apiTokens.filter(({ userId }) => userId === user()?.id);
        for (const one of all) {
            one.expiresAt = new Date(Date.now() + 3.5 * 86_400_000).toISOString();
        }
        assert.match(await upHeard(), /API token 00T\w+ ends in 3 days: nobody has used it for 27/);
    });

    it("does not touch a token that somebody else made", async () => {
        const [admins] = world.org.store.apiTokens.list();
        assert.ok(admins);
        const before = await stack.getConfig("rezonate-okta:apiTokenId");
        await stack.setConfig("rezonate-okta:apiTokenId", { value: admins.id });
        await assert.rejects(stack.up(world.watch), /apiTokenId: got .*a token of the user 00u/s);
        assert.deepEqual(admins.network, { connection: "ANYWHERE" });
        await stack.setConfig("rezonate-okta:apiTokenId", before);
        await stack.up(world.watch);
        assert.deepEqual(changesOf(await stack.preview(world.watch)), {});
    });

    it("says in words what is wrong with a token that is not there", async () => {
        const before = await stack.getConfig("rezonate-okta:apiTokenId");
        await stack.setConfig("rezonate-okta:apiTokenId", { value: "00T1fxzubpqiepH11d38" });
        const heard = world.output.length;
        await assert.rejects(stack.up(world.watch), /apiTokenId: got .*no token has: revoked/s);
        assert.doesNotMatch(world.output.slice(heard).join(""), /unhandled exception|\n +at /);
        await stack.setConfig("rezonate-okta:apiTokenId", before);
    });

    it("lifts the fence where no gateways are wanted any more, and says so", async () => {
        const id = (await stack.getConfig("rezonate-okta:apiTokenId")).value;
        // Okta keeps a zone while a token refers to it, so the key of before is revoked first.
        const old = world.org.store.apiTokens.find(
            (token) => token.userId === user()?.id && token.id !== id,
        );
        await admin(world.org, "DELETE", `/api/v1/api-tokens/${old?.id}`);
        await stack.removeConfig("rezonate-okta:gateways");
        assert.match(await upHeard(), /good from any address/);
        assert.equal(networkOf(id)?.connection, "ANYWHERE");
        assert.equal(world.org.store.zones.size, 0);
        assert.deepEqual(changesOf(await stack.preview(world.watch)), {});
        await stack.setConfig("rezonate-okta:gateways", { value: '["127.0.0.1"]' });
        await stack.up(world.watch);
        assert.equal(networkOf(id)?.connection, "ZONE");
    });

    it("leaves the org empty when it is destroyed, and the key without effect", async () => {
        await stack.destroy(world.watch);
        const { store } = world.org;
        assert.deepEqual([user(), store.zones.size, accessIn(world.org).roles], [undefined, 0, []]);
        assert.deepEqual(await Promise.all(keys.map((key) => call(key))), [401, 401]);
    });

    it("has not let a key out in state, config, events or output", async () => {
        assert.equal(keys.length, 2);
        const written = [...(await stateFiles(world.folders)), ...world.output];
        assert.ok(written.length > 20);
        for (const text of written) {
            assert.ok(!keys.some((key) => text.includes(key)));
        }
    });
});
