import assert from "node:assert/strict";

import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";

import { OAuthIntegration } from "../../components";
import type { Sandbox } from "../../sandbox/org/server";
import { environmentOf, runVerb } from "../support/runCli";
import {
    changesOf,
    openTestEnvironment,
    startOrg,
    type TestEnvironment,
} from "../support/testEnvironment";

describe("as a library in other programs", function () {
    this.timeout(900_000);
    let world: TestEnvironment;
    let other: Sandbox;

    before(async () => {
        world = await openTestEnvironment();
        other = await startOrg("globex.okta.com");
    });
    after(async () => {
        await other.close();
        await world.close();
    });

    const provider = (name: string, org: Sandbox) =>
        new okta.Provider(name, {
            orgName: name,
            baseUrl: "okta.com",
            apiToken: pulumi.secret(org.apiToken),
            httpProxy: org.url,
        });

    it("serves several orgs, and twice the same org, in one program", async () => {
        const stack = await world.inline("orgs", () => {
            const acme = provider("acme", world.org);
            const globex = provider("globex", other);
            new OAuthIntegration("a", { oktaDomain: "acme.okta.com" }, { providers: [acme] });
            const args = { oktaDomain: "acme.okta.com", label: "Rezonate staging" };
            new OAuthIntegration("b", args, { providers: { okta: acme } });
            new OAuthIntegration("c", { oktaDomain: "globex.okta.com" }, { provider: globex });
            return Promise.resolve();
        });
        await stack.up(world.watch);
        const labels = (org: Sandbox) =>
            org.store.apps
                .list()
                .map((app) => app.label)
                .sort();
        assert.deepEqual(labels(world.org), ["Rezonate", "Rezonate staging"]);
        assert.deepEqual(labels(other), ["Rezonate"]);
        assert.deepEqual(changesOf(await stack.preview(world.watch)), {});

        const command = async (verb: string, ...more: string[]) => {
            const at = ["--stack", "orgs", "--dir", stack.workspace.workDir, ...more];
            const run = await runVerb([verb, ...at], { env: environmentOf(world) });
            assert.equal(run.code, 0, run.stdout + run.stderr);
            return JSON.parse(run.stdout) as Record<string, unknown> & {
                findings: { resource: string; scope: string; code: string }[];
            };
        };
        const payloads = await command("handoff");
        assert.deepEqual(Object.keys(payloads).sort(), ["a", "b", "c"]);
        const one = await command("handoff", "--integration", "c");
        assert.deepEqual(one, payloads.c);
        // Two of the integrations are in one org, and each would be shown only itself.
        world.org.org.appView = "all";
        const proof = await command("verify", "--json");
        world.org.org.appView = "assigned-only";
        const subjects = proof.findings.map(({ scope }) => scope.split(":")[0]);
        assert.deepEqual([...new Set(subjects)].sort(), ["a", "b", "c"]);
        const drift = await command("doctor", "--json");
        assert.deepEqual(drift.findings.map(({ resource }) => resource).sort(), [
            "a-app-app",
            "b-app-app",
            "c-app-app",
        ]);

        await stack.destroy(world.watch);
        assert.deepEqual([labels(world.org), labels(other)], [[], []]);
    });

    it("deploys several stacks at a time in one process, with components of the same names", async () => {
        const stacks = await Promise.all(
            [world.org, other].map(async (org) => {
                const { domain } = org;
                const [subdomain = ""] = domain.split(".");
                return world.inline(`parallel-${subdomain}`, () => {
                    const providers = [provider(subdomain, org)];
                    const args = { oktaDomain: domain, verify: true };
                    const { grantedScopes, tenantId } = new OAuthIntegration("r", args, {
                        providers,
                    });
                    return Promise.resolve({ grantedScopes, tenantId });
                });
            }),
        );
        const ups = await Promise.all(stacks.map((stack) => stack.up(world.watch)));
        assert.deepEqual(
            ups.map(({ outputs }) => outputs.tenantId?.value as unknown),
            ["acme", "globex"],
        );
        const previews = await Promise.all(stacks.map((stack) => stack.preview(world.watch)));
        assert.deepEqual(previews.map(changesOf), [{}, {}]);
        // A wrong input of one leaves the other alone.
        const [first, second] = stacks;
        assert.ok(first && second);
        first.workspace.program = () => {
            const args = { oktaDomain: pulumi.output(Promise.resolve("acme")) };
            new OAuthIntegration("r", args, { providers: [provider("acme", world.org)] });
            return Promise.resolve();
        };
        const [refused, unchanged] = await Promise.allSettled([
            first.up(world.watch),
            second.up(world.watch),
        ]);
        assert.match(
            String(refused.status === "rejected" && refused.reason),
            /oktaDomain: got "acme"/,
        );
        assert.ok(unchanged.status === "fulfilled");
        assert.deepEqual(changesOf(unchanged.value), {});
        await Promise.all(stacks.map((stack) => stack.destroy(world.watch)));
        assert.deepEqual([world.org.store.apps.size, other.store.apps.size], [0, 0]);
    });

    it("is renamed with an alias without touching the org, and protected as a whole", async () => {
        const program = (name: string, opts: pulumi.ComponentResourceOptions) => () => {
            const providers = [provider("acme", world.org)];
            new OAuthIntegration(name, { oktaDomain: "acme.okta.com" }, { providers, ...opts });
            return Promise.resolve();
        };
        const stack = await world.inline("alias", program("old", { protect: true }));
        await stack.up(world.watch);
        await assert.rejects(stack.destroy(world.watch), /protect/);
        const written = () => world.org.calls.filter((call) => call.method !== "GET").length;
        const before = written();
        stack.workspace.program = program("new", { aliases: [{ name: "old" }] });
        await stack.up(world.watch);
        assert.equal(written(), before);
        await stack.destroy(world.watch);
        assert.equal(world.org.store.apps.size, 0);
    });

    it("makes nothing in another org than the component's, however the provider names it", async () => {
        const program = (make: () => pulumi.ComponentResourceOptions) => () => {
            new OAuthIntegration("r", { oktaDomain: "acme.okta.com" }, make());
            return Promise.resolve();
        };
        const refused = async (name: string, make: () => pulumi.ComponentResourceOptions) => {
            const stack = await world.inline(name, program(make));
            await stack.setConfig("okta:httpProxy", { value: other.url });
            await stack.setConfig("okta:apiToken", { value: other.apiToken, secret: true });
            const because = /works on globex\.okta\.com/;
            await assert.rejects(stack.preview(world.watch), because);
            await assert.rejects(stack.up(world.watch), because);
            assert.deepEqual([other.store.apps.size, world.org.store.apps.size], [0, 0]);
            await stack.destroy(world.watch);
        };
        await refused("explicit", () => ({ providers: [provider("globex", other)] }));
        process.env.OKTA_ORG_NAME = "globex";
        try {
            await refused("environment", () => ({}));
        } finally {
            delete process.env.OKTA_ORG_NAME;
        }
    });

    it("takes one component name under two parents", async () => {
        const stack = await world.inline("parents", () => {
            const providers = [provider("acme", world.org)];
            for (const team of ["x", "y"]) {
                const parent = new pulumi.ComponentResource(
                    `test:index:${team}`,
                    team,
                    {},
                    { providers },
                );
                const args = {
                    oktaDomain: "acme.okta.com",
                    label: `Rezonate ${team}`,
                    verify: true,
                };
                new OAuthIntegration("r", args, { parent });
            }
            return Promise.resolve();
        });
        await stack.up(world.watch);
        assert.equal(world.org.store.apps.size, 2);
        await stack.destroy(world.watch);
    });
});
