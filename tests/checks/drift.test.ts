import assert from "node:assert/strict";

import { checkDrift } from "../../checks/drift/index";
import type { StackSnapshot } from "../../checks/state/stackSnapshot";
import { createHttpClient } from "../../okta/http";
import type { Sandbox } from "../../sandbox/org/server";
import { admin, closeSandboxes, rsaKey, sandbox, serviceApp } from "../sandbox/support";
import { codesAndLines, emptyStack, resource } from "./driftFixtures";

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

    it("offers to renew credentials that the state keeps, and only those", async () => {
        const acme = await sandbox();
        const stale = provider("acme", acme, { apiToken: "a-token-that-was-revoked" });
        const resources = [stale, await app(acme, "a", stale.urn), await app(acme, "b", stale.urn)];
        const lines = async (config: Record<string, string>) =>
            codesAndLines((await check({ resources, config })).findings);
        const renew = `pulumi up --stack dev --target ${stale.urn} --skip-preview --yes`;
        assert.deepEqual(await lines({}), [{ code: "bad_credentials", lines: [renew] }]);
        const config = { "okta:apiToken": "another-that-was", "p:oktaDomain": "acme.okta.com" };
        assert.deepEqual(await lines(config), [{ code: "bad_credentials", lines: [] }]);
    });

    it("sends no credentials to the org of before, when configuration or environment name another", async () => {
        const acme = await sandbox();
        const byDefault = resource("pulumi:providers:okta", "default_7_0_0", {
            inputs: { orgName: "acme", baseUrl: "okta.com", httpProxy: acme.url },
        });
        const resources = [byDefault, await app(acme, "a", byDefault.urn)];
        acme.calls.splice(0);
        const config = { "okta:orgName": "globex", "okta:apiToken": acme.apiToken };
        assert.deepEqual(await codes({ resources, config }), ["no_credentials"]);
        const env = { OKTA_ORG_NAME: "globex", OKTA_API_TOKEN: acme.apiToken };
        assert.deepEqual(await codes({ resources }, env), ["no_credentials"]);
        const explicit = { ...byDefault, urn: byDefault.urn.replace("default_7_0_0", "acme") };
        const own = resources.map((one) =>
            one === byDefault ? explicit : { ...one, provider: `${explicit.urn}::id` },
        );
        assert.deepEqual(await codes({ resources: own }, env), ["no_credentials"]);
        assert.equal(acme.calls.length, 0);
    });

    it("uses for an explicit provider its own credentials before those of the environment", async () => {
        const acme = await sandbox();
        const own = provider("acme", acme);
        const resources = [own, await app(acme, "a", own.urn)];
        const env = { OKTA_API_TOKEN: "a-token-of-another-org" };
        assert.deepEqual(await codes({ resources }, env), ["ok"]);
    });

    it("compares one integration alone, and tells resources of one name apart", async () => {
        const acme = await sandbox();
        const own = provider("acme", acme);
        const type = "rezonate-okta:index:OAuthIntegration";
        const stack = resource("pulumi:pulumi:Stack", "p-dev");
        const nested = await Promise.all(
            ["x", "y"].map(async (team) => {
                const parent = resource(`test:index:Team${team}`, team, { parent: stack.urn });
                const component = {
                    ...resource(type, "r", { parent: parent.urn }),
                    urn: `urn:pulumi:dev::p::test:index:Team${team}$${type}::r`,
                };
                const made = await app(acme, "r-app", own.urn);
                const urn = `${component.urn.replace("::r", "")}$${APP}::r-app`;
                return [parent, component, { ...made, urn, parent: component.urn }];
            }),
        );
        const resources = [stack, own, ...nested.flat()];
        const subjects = async (integration?: string) =>
            (
                await checkDrift(
                    { ...emptyStack, resources },
                    { http: createHttpClient(), env: {}, ...(integration && { integration }) },
                )
            ).findings.map(({ subject }) => subject);
        assert.deepEqual(await subjects(), ["x/r: r-app", "y/r: r-app"]);
        assert.deepEqual(await subjects("y/r"), ["y/r: r-app"]);
        assert.deepEqual(await subjects(nested[0]?.[1]?.urn), ["x/r: r-app"]);
        await assert.rejects(subjects("r"), /got "r", which 2 integrations .* x\/r: urn:/s);
    });

    it("knows what an up has still to delete, and whether Okta has deleted it", async () => {
        const acme = await sandbox();
        const own = provider("acme", acme);
        const [live, old] = [await app(acme, "a", own.urn), await app(acme, "a", own.urn)];
        const ownIds = [live, old].flatMap(({ id }) => id ?? []);
        const stack = { ...emptyStack, resources: [own, live], pendingDeletes: [old], ownIds };
        const found = async (of: StackSnapshot) =>
            (await checkDrift(of, { http: createHttpClient(), env: {} })).findings.map(
                ({ code, entries }) => [code, entries ?? []],
            );
        assert.deepEqual(await found(stack), [
            ["ok", []],
            ["pending_delete", []],
        ]);
        await admin(acme, "POST", `/api/v1/apps/${old.id}/lifecycle/deactivate`);
        await admin(acme, "DELETE", `/api/v1/apps/${old.id}`);
        const done = ["pending_delete_done", [{ urn: old.urn, id: old.id }]];
        assert.deepEqual(await found(stack), [["ok", []], done]);
        assert.deepEqual(await found({ ...stack, resources: [own] }), [done]);
        acme.faults.add({ path: `/apps/${old.id}`, status: 403, errorCode: "E0000006" });
        assert.deepEqual(await found(stack), [
            ["ok", []],
            ["could_not_check", []],
        ]);
    });

    it("goes to no other host by orgUrl", async () => {
        const acme = await sandbox();
        const own = provider("acme", acme);
        const stack = { ...emptyStack, resources: [own, await app(acme, "a", own.urn)] };
        const http = createHttpClient();
        const address = new URL("https://other.okta.com");
        await assert.rejects(
            checkDrift(stack, { http, env: {}, address }),
            / orgUrl: got https:\/\/other\.okta\.com, wanted https:\/\/acme\.okta\.com/,
        );
    });
});
