import assert from "node:assert/strict";

import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";
import type { Stack } from "@pulumi/pulumi/automation";

import { OAuthIntegration, oktaProviderArgs } from "../../components";
import { openTestEnvironment, type TestEnvironment } from "../support/testEnvironment";

describe("verify: true in the program", function () {
    this.timeout(900_000);
    let world: TestEnvironment;
    let stack: Stack;

    before(async () => {
        world = await openTestEnvironment();
        stack = await world.inProcess({ "rezonate-okta:verify": "true" });
    });
    after(() => world.close());

    const upHeard = async () => {
        const before = { heard: world.output.length, calls: world.org.calls.length };
        await stack.up(world.watch);
        return {
            said: world.output
                .slice(before.heard)
                .filter((text) => !text.startsWith("{"))
                .join("\n"),
            tokens: world.org.calls
                .slice(before.calls)
                .filter(({ path, status }) => path === "/oauth2/v1/token" && status === 200).length,
        };
    };

    it("goes Rezonate's way after the create, and is silent when all is well", async () => {
        const { said, tokens } = await upHeard();
        assert.equal(tokens, 1);
        assert.doesNotMatch(said, /warning/);
    });

    it("goes there again with a new key, and not when nothing has changed", async () => {
        await stack.setConfig("rezonate-okta:keyGenerations", { value: "[1, 2]" });
        assert.equal((await upHeard()).tokens, 1);
        assert.equal((await upHeard()).tokens, 0);
    });

    it("warns of what is wrong with the command's codes, and lets the up succeed", async () => {
        world.org.faults.add({
            method: "GET",
            path: "/api/v1/groups",
            status: 403,
            errorCode: "E0000006",
            times: 1000,
        });
        await stack.setConfig("rezonate-okta:keyGenerations", { value: "[2]" });
        const { said } = await upHeard();
        assert.match(said, /warning: verify of rezonate: okta\.groups\.read: missing_role\./);
        assert.doesNotMatch(said, /PRIVATE KEY/);
        await stack.destroy();
    });

    it("warns in a program of the Automation API, too", async () => {
        // Of the network's faults it is told at once, of a role's only after some patience.
        world.org.faults.clear();
        world.org.faults.add({ path: "/oauth2/v1/token", status: 503, times: 1000 });
        const domain = "acme.okta.com";
        const inline = await world.inline("inline", () => {
            const org = new okta.Provider("okta", oktaProviderArgs(domain));
            new OAuthIntegration("r", { oktaDomain: domain, verify: true }, { provider: org });
            return Promise.resolve();
        });
        await inline.setConfig("okta:apiToken", { value: world.org.apiToken, secret: true });
        await inline.setConfig("okta:httpProxy", { value: world.org.url });
        const before = world.output.length;
        await inline.up(world.watch);
        const said = world.output.slice(before).join("\n");
        assert.match(said, /warning: verify of r: all 15 scopes: unreachable\./);
        await inline.destroy();
    });

    it("reaches the org as an explicit provider does", async () => {
        world.org.faults.clear();
        const domain = "acme.okta.com";
        const explicit = await world.inline("explicit", () => {
            const org = new okta.Provider("okta", {
                orgName: "acme",
                baseUrl: "okta.com",
                apiToken: pulumi.secret(world.org.apiToken),
                httpProxy: world.org.url,
            });
            new OAuthIntegration("r", { oktaDomain: domain, verify: true }, { provider: org });
            return Promise.resolve();
        });
        const before = { heard: world.output.length, calls: world.org.calls.length };
        await explicit.up(world.watch);
        assert.doesNotMatch(world.output.slice(before.heard).join("\n"), /warning: verify/);
        const tokens = world.org.calls
            .slice(before.calls)
            .filter(({ path, status }) => path === "/oauth2/v1/token" && status === 200);
        assert.equal(tokens.length, 1);
        await explicit.destroy();
    });
});
