import assert from "node:assert/strict";

import type { Stack } from "@pulumi/pulumi/automation";

import { accessIn, changesOf, openWorld, stateFiles, type World } from "../support/world";

describe("the method in the stack's config", function () {
    this.timeout(900_000);
    let world: World;
    let stack: Stack;

    before(async () => {
        world = await openWorld();
        stack = await world.program();
    });
    after(() => world.close());

    it("can be switched there and back, the new one up before the old one goes", async () => {
        await stack.up(world.watch);
        const written = (since: number) =>
            world.org.calls
                .slice(since)
                .filter(({ method }) => method === "POST" || method === "DELETE")
                .map(({ method, path }) => `${method} ${path}`);
        const secrets = new Set<string>();

        let since = world.org.calls.length;
        await stack.setConfig("rezonate-okta:method", { value: "marketplace" });
        await stack.up(world.watch);
        let calls = written(since);
        const made = calls.findIndex((call) => /POST .*credentials\/secrets$/.test(call));
        const gone = calls.findIndex((call) => /(DELETE|deactivate)/.test(call));
        const firstOfApp = calls.findIndex((call) => /api\/v1\/apps.*deactivate/.test(call));
        assert(made >= 0 && gone > made && firstOfApp > made, calls.join("\n"));
        let outputs = await stack.outputs();
        assert.deepEqual(Object.keys(outputs).sort(), [
            "clientId",
            "clientSecret",
            "grantedScopes",
            "oktaDomain",
        ]);
        secrets.add(String(outputs.clientSecret?.value));
        assert.deepEqual([outputs.clientId?.secret, outputs.clientSecret?.secret], [true, true]);
        assert.deepEqual([world.org.store.apps.size, accessIn(world.org).scopes], [0, []]);
        assert.equal(world.org.store.apiServices.size, 1);
        assert.deepEqual(changesOf(await stack.preview(world.watch)), {});

        since = world.org.calls.length;
        await stack.setConfig("rezonate-okta:method", { value: "oauth" });
        await stack.up(world.watch);
        calls = written(since);
        const granted = calls.findLastIndex((call) => /POST .*\/(grants|roles)$/.test(call));
        assert(
            calls.findIndex((call) => call.startsWith("DELETE /integrations")) > granted,
            calls.join("\n"),
        );
        outputs = await stack.outputs();
        assert("applicationId" in outputs && !("clientSecret" in outputs));
        assert.equal(world.org.store.apiServices.size, 0);

        await stack.destroy(world.watch);
        assert.equal(world.org.store.apps.size, 0);
        const texts = [...(await stateFiles(world.folders)), ...world.heard];
        for (const text of texts) {
            assert(![...secrets].some((secret) => text.includes(secret)));
            assert(!text.includes("PRIVATE KEY"));
        }
    });

    it("is refused before anything is made when it does not fit", async () => {
        await stack.setConfig("rezonate-okta:method", { value: "carrier-pigeon" });
        await assert.rejects(stack.up(world.watch), /rezonate-okta:method.*oauth/s);
        await stack.setConfig("rezonate-okta:method", { value: "marketplace" });
        await stack.setConfig("rezonate-okta:remediation", { value: "true" });
        await assert.rejects(stack.up(world.watch), /remediation: .*allowedManageScopes/s);
        assert.equal(world.org.store.apps.size + world.org.store.apiServices.size, 0);
    });
});
