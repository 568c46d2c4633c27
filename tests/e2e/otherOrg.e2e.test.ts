import assert from "node:assert/strict";

import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";
import type { Stack } from "@pulumi/pulumi/automation";

import {
    ApiKeyIntegration,
    MarketplaceIntegration,
    oktaProviderArgs,
    ServiceApp,
    SigningKeys,
} from "../../components";
import { changesOf, openTestEnvironment, type TestEnvironment } from "../support/testEnvironment";

const MOVED = /the resources of this stack are in acme\.okta\.com.*pulumi destroy/s;

describe("a live stack that is told another org", function () {
    this.timeout(900_000);
    let world: TestEnvironment;

    before(async () => {
        world = await openTestEnvironment();
    });
    after(() => world.close());

    const written = () => world.org.calls.filter(({ method }) => method !== "GET").length;
    const refused = async (stack: Stack, because: RegExp) => {
        const before = written();
        await assert.rejects(stack.preview(world.watch), because);
        await assert.rejects(stack.up(world.watch), because);
        assert.equal(written(), before);
    };
    const unchanged = async (stack: Stack) => {
        assert.deepEqual(changesOf(await stack.preview(world.watch)), {});
    };

    it("is refused in preview and up, and is as it was once the configuration is put back", async () => {
        const stack = await world.inProcess();
        const set = (key: string, value: string) =>
            stack.setConfig(`rezonate-okta:${key}`, { value });
        await stack.up(world.watch);
        const [app] = world.org.store.apps.list();

        await set("oktaDomain", "globex.okta.com");
        await refused(stack, MOVED);
        await set("oktaDomain", "login.globex.com");
        await set("tenantId", "globex");
        await assert.rejects(stack.preview(world.watch), MOVED);
        await stack.removeConfig("rezonate-okta:tenantId");
        for (const same of ["https://ACME-admin.okta.com./", "acme.okta.com"]) {
            await set("oktaDomain", same);
            await unchanged(stack);
        }

        await set("oktaDomain", "login.acme.com");
        await set("tenantId", "acme");
        await stack.up(world.watch);
        await unchanged(stack);
        assert.deepEqual(
            world.org.store.apps.list().map(({ id }) => id),
            [app?.id],
        );
        await stack.destroy(world.watch);
        assert.equal(world.org.store.apps.size, 0);
    });

    const make = {
        marketplace: (oktaDomain: string, opts: pulumi.ComponentResourceOptions) =>
            new MarketplaceIntegration("m", { oktaDomain }, opts),
        "api-key": (oktaDomain: string, opts: pulumi.ComponentResourceOptions) =>
            new ApiKeyIntegration("a", { oktaDomain, login: "rezonate@acme.com" }, opts),
        app: (oktaDomain: string, opts: pulumi.ComponentResourceOptions) => {
            const jwks = new SigningKeys("k").publicJwks;
            const args = { label: "App", jwks, scopes: ["okta.users.read"] };
            new ServiceApp("s", { ...args, oktaDomain }, opts);
        },
    };
    const settings = () => ({
        apiToken: pulumi.secret(world.org.apiToken),
        httpProxy: world.org.url,
    });
    for (const [method, makeIn] of Object.entries(make)) {
        it(`is refused with ${method}`, async () => {
            const program = (domain: string) => () => {
                const args = { ...oktaProviderArgs(domain), ...settings() };
                // The app is made with the default provider, the others with one of their own.
                makeIn(domain, method === "app" ? {} : { provider: new okta.Provider("p", args) });
                return Promise.resolve();
            };
            const stack = await world.inline(method, program("acme.okta.com"));
            await stack.setConfig("okta:httpProxy", { value: world.org.url });
            await stack.setConfig("okta:apiToken", { value: world.org.apiToken, secret: true });
            await stack.up(world.watch);
            stack.workspace.program = program("globex.okta.com");
            await refused(stack, MOVED);
            stack.workspace.program = program("acme.okta.com");
            await unchanged(stack);
            await stack.destroy(world.watch);
        });
    }

    it("is refused where only the provider changes", async () => {
        const program = (orgName: string) => () => {
            const provider = new okta.Provider("p", { orgName, ...settings() });
            make["api-key"]("acme.okta.com", { provider });
            return Promise.resolve();
        };
        const stack = await world.inline("provider", program("acme"));
        await stack.up(world.watch);
        stack.workspace.program = program("globex");
        await refused(stack, /"acme\.okta\.com", but the okta provider works on globex\.okta\.com/);
        stack.workspace.program = program("acme");
        await stack.up(world.watch);
        await unchanged(stack);
        await stack.destroy(world.watch);
    });
});
