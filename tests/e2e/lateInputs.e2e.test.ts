import assert from "node:assert/strict";

import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";

import {
    ApiKeyIntegration,
    type ApiKeyIntegrationArgs,
    MarketplaceIntegration,
    OAuthIntegration,
    oktaProviderArgs,
    ServiceApp,
    SigningKeys,
} from "../../components";
import { createToken, LOGIN } from "../support/apiKey";
import { changesOf, openTestEnvironment, type TestEnvironment } from "../support/testEnvironment";

const oktaDomain = "acme.okta.com";
const later = <T>(value: T) => pulumi.output(Promise.resolve(value));

/** Programs with an input that is wrong only once it is known, and what the error says. */
const programs: Record<string, [program: () => unknown, because: RegExp]> = {
    "an OAuth integration's scopes": [
        () => new OAuthIntegration("r", { oktaDomain, scopes: later(["okta.users"]) }),
        /OAuthIntegration "r" cannot use an input:\s+scopes\[0\]/,
    ],
    "a Marketplace integration's domain": [
        () => new MarketplaceIntegration("r", { oktaDomain: later("acme") }),
        /MarketplaceIntegration "r" cannot use an input:\s+oktaDomain/,
    ],
    "an API key": [
        () =>
            new ApiKeyIntegration("r", {
                oktaDomain,
                login: "a@acme.com",
                apiKey: later("SSWS x"),
            }),
        /ApiKeyIntegration "r" cannot use an input:\s+apiKey/,
    ],
    "a service app's keys": [
        () => {
            const jwks = later([{ kty: "RSA", kid: "a", n: "AQAB", e: "AQAB" }]);
            new ServiceApp("r", { oktaDomain, label: "App", jwks, scopes: ["okta.users.read"] });
        },
        /ServiceApp "r" cannot use an input:\s+jwks\[0\]/,
    ],
    "a key's size": [
        () => new SigningKeys("r", { rsaBits: later(1024) }),
        /SigningKeys "r" cannot use an input:\s+rsaBits/,
    ],
    "a provider's domain": [
        () => {
            const domain = later("acme.okta.com/app");
            const provider = new okta.Provider("p", oktaProviderArgs(domain));
            new OAuthIntegration("r", { oktaDomain: domain }, { provider });
        },
        /The okta provider "p" cannot use an input:\s+oktaDomain/,
    ],
};

describe("an input that is wrong only once it is known", function () {
    this.timeout(120_000);
    let world: TestEnvironment;

    before(async function () {
        this.timeout(900_000);
        world = await openTestEnvironment();
    });
    after(() => world.close());

    const written = () => world.org.calls.filter(({ method }) => method !== "GET");

    for (const [what, [program, because]] of Object.entries(programs)) {
        it(`ends preview and up with a clear error: ${what}`, async () => {
            const stack = await world.inline(what.replace(/\W+/g, "-"), () => {
                program();
                return Promise.resolve();
            });
            await stack.setConfig("okta:httpProxy", { value: world.org.url });
            await stack.setConfig("okta:apiToken", { value: world.org.apiToken, secret: true });
            await assert.rejects(stack.preview(world.watch), because);
            await assert.rejects(stack.up(world.watch), because);
            assert.deepEqual(written(), []);
        });
    }

    it("ends preview and up with a clear error: an API token that is another's, or nobody's", async () => {
        const args: ApiKeyIntegrationArgs = { oktaDomain, login: LOGIN };
        const program = (apiTokenId?: string) => () => {
            new ApiKeyIntegration("r", { ...args, apiTokenId });
            return Promise.resolve();
        };
        const stack = await world.inline("token", program());
        await stack.setConfig("okta:httpProxy", { value: world.org.url });
        await stack.setConfig("okta:apiToken", { value: world.org.apiToken, secret: true });
        await stack.up(world.watch);
        const [admins] = world.org.store.apiTokens.list();
        const before = written().length;
        const cases = [
            [String(admins?.id), /apiTokenId: got .* a token of the user 00u/],
            ["00T1fxzubpqiepH11d38", /apiTokenId: got .* no token has: revoked/],
        ] as const;
        for (const [id, because] of cases) {
            stack.workspace.program = program(id);
            const heard = world.output.length;
            await assert.rejects(stack.preview(world.watch), because);
            await assert.rejects(stack.up(world.watch), because);
            assert.doesNotMatch(world.output.slice(heard).join(""), /unhandled|\n +at /);
        }
        assert.equal(written().length, before);
        const { id } = await createToken(world.org);
        stack.workspace.program = program(id);
        await stack.up(world.watch);
        assert.deepEqual(changesOf(await stack.preview(world.watch)), {});
        await stack.destroy(world.watch);
    });
});
