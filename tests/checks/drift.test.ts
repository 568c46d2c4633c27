import assert from "node:assert/strict";

import { checkDrift } from "../../checks/drift/index";
import type { StackSnapshot } from "../../checks/state/stackSnapshot";
import { createHttpClient } from "../../okta/http";
import type { Sandbox } from "../../sandbox/org/server";
import { admin, closeSandboxes, rsaKey, sandbox, serviceApp } from "../sandbox/support";
import { emptyStack, resource } from "./driftFixtures";

const APP = "okta:app/oAuth:OAuth";
const key = rsaKey("key");

function provider(name: string, org: Sandbox, inputs: Record<string, unknown> = {}) {
    const named = {
        orgName: name,
        baseUrl: "okta.com",
        httpProxy: org.url,
        apiToken: org.apiToken,
    };
    return resource("pulumi:providers:okta", name, { inputs: { ...named, ...inputs } });
}

async function app(org: Sandbox, name: string, providerUrn: string) {
    const made = await admin(org, "POST", "/api/v1/apps", serviceApp(name, [key]));
    const id = String(made.body.id);
    const outputs = { clientId: id, label: name, type: "service", jwks: [{ kid: "key" }] };
    return resource(APP, name, { id, provider: `${providerUrn}::id`, outputs });
}

describe("drift", () => {
    afterEach(closeSandboxes);

    const check = (stack: Partial<StackSnapshot>, env: NodeJS.ProcessEnv = {}) =>
        checkDrift({ ...emptyStack, ...stack }, { http: createHttpClient(), env });
    const codes = async (...args: Parameters<typeof check>) =>
        (await check(...args)).findings.map(({ code }) => code);

    it("asks each org about its own apps, with the credentials of its own provider", async () => {
        const acme = await sandbox({ apiToken: "token-of-acme" });
        const globex = await sandbox({ apiToken: "token-of-globex", domain: "globex.okta.com" });
        const providers = [provider("acme", acme), provider("globex", globex)] as const;
        const apps = [
            await app(acme, "a", providers[0].urn),
            await app(globex, "g", providers[1].urn),
        ];
        const resources = [...providers, ...apps];
        const report = await check({ resources });
        assert.deepEqual(
            report.findings.map(({ subject, code }) => [subject, code]),
            [
                ["a", "ok"],
                ["g", "ok"],
            ],
        );
        assert.deepEqual(report.orgs, ["acme.okta.com", "globex.okta.com"]);

        await admin(globex, "POST", `/api/v1/apps/${apps[1]?.id}/lifecycle/deactivate`);
        await admin(globex, "DELETE", `/api/v1/apps/${apps[1]?.id}`);
        const after = await check({ resources });
        assert.deepEqual(
            after.findings.map(({ subject, code }) => [subject, code]),
            [
                ["a", "ok"],
                ["g", "app_deleted"],
            ],
        );
    });

    it("sends no credentials of the configuration to an org that it does not name", async () => {
        const globex = await sandbox({ domain: "globex.okta.com" });
        const unset = { apiToken: undefined };
        const globexProvider = provider("globex", globex, unset);
        const resources = [globexProvider, await app(globex, "g", globexProvider.urn)];
        const config = {
            "okta:apiToken": globex.apiToken,
            "aaa:oktaDomain": "globex.okta.com",
            "p:oktaDomain": "acme.okta.com",
        };
        globex.calls.splice(0);
        assert.deepEqual(await codes({ resources, config }), ["no_credentials"]);
        assert.equal(globex.calls.length, 0);
        const own = { ...config, "p:oktaDomain": "globex.okta.com" };
        assert.deepEqual(await codes({ resources, config: own }), ["ok"]);
        const env = { OKTA_API_TOKEN: globex.apiToken };
        assert.deepEqual(await codes({ resources }, env), ["ok"]);
    });

    it("prefers a token of the configuration to the one in the state, which may be rotated", async () => {
        const acme = await sandbox();
        const stale = provider("acme", acme, { apiToken: "a-token-that-was-revoked" });
        const resources = [stale, await app(acme, "a", stale.urn)];
        assert.deepEqual(await codes({ resources }), ["bad_credentials"]);
        const config = { "okta:apiToken": acme.apiToken, "p:oktaDomain": "acme.okta.com" };
        assert.deepEqual(await codes({ resources, config }), ["ok"]);
    });

    it("takes the settings of a default provider from the configuration", async () => {
        const acme = await sandbox();
        const byDefault = resource("pulumi:providers:okta", "default_7_0_0", {
            inputs: { orgName: "acme", baseUrl: "okta.com" },
        });
        const resources = [byDefault, await app(acme, "a", byDefault.urn)];
        const config = { "okta:apiToken": acme.apiToken, "okta:httpProxy": acme.url };
        assert.deepEqual(await codes({ resources, config }), ["ok"]);
    });

    it("says that nothing is deployed, and which org has no credentials", async () => {
        assert.deepEqual(await codes({}), ["nothing_deployed"]);
        const acme = await sandbox();
        const without = provider("acme", acme, { apiToken: undefined });
        const found = await check({ resources: [without, await app(acme, "a", without.urn)] });
        assert.deepEqual(
            found.findings.map(({ subject, code }) => [subject, code]),
            [["credentials for acme.okta.com", "no_credentials"]],
        );
    });

    it("goes to no other host by --org-url", async () => {
        const acme = await sandbox();
        const own = provider("acme", acme);
        const stack = { ...emptyStack, resources: [own, await app(acme, "a", own.urn)] };
        const http = createHttpClient();
        const address = new URL("https://other.okta.com");
        await assert.rejects(
            checkDrift(stack, { http, env: {}, address }),
            /--org-url: got https:\/\/other\.okta\.com, wanted https:\/\/acme\.okta\.com/,
        );
    });
});
