import assert from "node:assert/strict";

import type { Stack } from "@pulumi/pulumi/automation";

import { createToken, LOGIN, setToken } from "../support/apiKey";
import { stopAtFirstFailure } from "../support/lifecycle";
import { environmentOf, runVerb } from "../support/runCli";
import {
    accessIn,
    changesOf,
    openTestEnvironment,
    stateFiles,
    type TestEnvironment,
} from "../support/testEnvironment";

/** One stack that goes from method to method: each test goes on from where the one before ended. */
describe("the method in the stack's config", function () {
    this.timeout(900_000);
    stopAtFirstFailure(this);
    let world: TestEnvironment;
    let stack: Stack;
    const secrets = new Set<string>();

    before(async () => {
        world = await openTestEnvironment();
        stack = await world.inProcess();
    });
    after(() => world.close());

    const set = async (config: Record<string, string>) => {
        for (const [key, value] of Object.entries(config)) {
            await stack.setConfig(`rezonate-okta:${key}`, { value });
        }
    };
    /** What one `up` writes in Okta, in order. */
    const upWrites = async () => {
        const since = world.org.calls.length;
        await stack.up(world.watch);
        return world.org.calls
            .slice(since)
            .filter(({ method }) => method === "POST" || method === "DELETE")
            .map(({ method, path }) => `${method} ${path}`);
    };
    const verify = async () => {
        const args = ["verify", "--stack", "dev", "--dir", world.folders.project];
        const { code, stdout, stderr } = await runVerb(args, { env: environmentOf(world) });
        world.output.push(stdout, stderr);
        assert.equal(code, 0, stdout + stderr);
    };
    const outputsOf = async (...secret: string[]) => {
        const outputs = await stack.outputs();
        for (const [name, output] of Object.entries(outputs)) {
            assert.equal(output.secret, secret.includes(name), name);
        }
        secret.forEach((name) => secrets.add(String(outputs[name]?.value).split("\n")[1] ?? ""));
        secret.forEach((name) => secrets.add(String(outputs[name]?.value)));
        return Object.keys(outputs).sort();
    };
    const inOrg = () => {
        const { apiServices, apps, users } = world.org.store;
        const serviceUser = users.find(({ profile }) => profile.login === LOGIN);
        return [apps.size, apiServices.size, serviceUser === undefined ? 0 : 1];
    };

    it("goes from OAuth to Marketplace, the new one up before the old one goes", async () => {
        await stack.up(world.watch);
        await verify();
        await set({ method: "marketplace" });
        const calls = await upWrites();
        const made = calls.findIndex((call) => /POST .*credentials\/secrets$/.test(call));
        const gone = calls.findIndex((call) => /(DELETE|deactivate)/.test(call));
        const firstOfApp = calls.findIndex((call) => /api\/v1\/apps.*deactivate/.test(call));
        assert.ok(made >= 0 && gone > made && firstOfApp > made, calls.join("\n"));
        assert.deepEqual(await outputsOf("clientId", "clientSecret"), [
            "clientId",
            "clientSecret",
            "grantedScopes",
            "oktaDomain",
        ]);
        assert.deepEqual([inOrg(), accessIn(world.org).scopes], [[0, 1, 0], []]);
        assert.deepEqual(changesOf(await stack.preview(world.watch)), {});
        await verify();
    });

    it("goes to the API key and keeps Marketplace until a person has made the key", async () => {
        await set({ method: "api-key", keepMethod: "marketplace", login: LOGIN });
        assert.ok(!(await upWrites()).some((call) => /DELETE|deactivate/.test(call)));
        assert.deepEqual(inOrg(), [0, 1, 1]);
        assert.deepEqual(await outputsOf(), ["login", "oktaDomain"]);
        await setToken(stack, await createToken(world.org));
        await stack.up(world.watch);
        assert.deepEqual(await outputsOf("apiKey"), ["apiKey", "login", "oktaDomain"]);
        await verify();
        await set({ keepMethod: "" });
        await stack.up(world.watch);
        assert.deepEqual(inOrg(), [0, 0, 1]);
    });

    it("goes back to OAuth, the new one up before the old one goes", async () => {
        await set({ method: "oauth" });
        const calls = await upWrites();
        const granted = calls.findLastIndex((call) => /POST .*\/(grants|roles)$/.test(call));
        const gone = calls.findIndex((call) => call.startsWith("DELETE /api/v1/users"));
        assert.ok(granted >= 0 && gone > granted, calls.join("\n"));
        assert.ok((await outputsOf("applicationId", "privateKey")).includes("applicationId"));
        assert.deepEqual(inOrg(), [1, 0, 0]);
        await verify();
        await stack.destroy(world.watch);
        assert.deepEqual(inOrg(), [0, 0, 0]);
    });

    it("has not let a secret of any method out", async () => {
        const values = [...secrets].filter((value) => value.length > 30);
        assert.equal(values.length, 4);
        for (const text of [...(await stateFiles(world.folders)), ...world.output]) {
            assert.ok(!values.some((value) => text.includes(value)));
            assert.ok(!text.includes("PRIVATE KEY"));
        }
    });

    it("is refused before anything is made when it does not fit", async () => {
        await set({ method: "carrier-pigeon", keepMethod: "owl", gateways: "1.2.3.4" });
        await assert.rejects(
            stack.up(world.watch),
            /method: got "carrier-pigeon".*keepMethod: got "owl".*gateways: got "1\.2\.3\.4"/s,
        );
        await set({ method: "marketplace", remediation: "true", keepMethod: "", gateways: "[]" });
        await assert.rejects(stack.up(world.watch), /remediation: .*allowedManageScopes/s);
        await set({
            method: "api-key",
            remediation: "false",
            login: "",
            gateways: '["0.0.0.0/0"]',
        });
        await assert.rejects(stack.up(world.watch), /2 inputs.*login: .*gateways\[0\]: /s);
        assert.deepEqual(inOrg(), [0, 0, 0]);
    });
});
