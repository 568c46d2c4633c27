import assert from "node:assert/strict";

import { planOf } from "../../checks/preflight/plan";
import { providerAccess } from "../../checks/providerAccess";
import type { Method } from "../../rules/methods";
import type { Sandbox } from "../../sandbox/org/server";
import { admin, closeSandboxes, rsaKey, sandbox } from "../sandbox/support";
import { oauthRunner, preflightCodesOf } from "../support/preflight";
import { environmentOf, runCli } from "../support/runCli";
import { openTestEnvironment, type TestEnvironment } from "../support/testEnvironment";

const services = "/integrations/api/v1/api-services";
const common = {
    configuration: "ok",
    host: "ok",
    clock: "ok",
    credentials: "ok",
    "runner role": "ok",
    "rate limit": "ok",
};

describe("preflight of the other methods against a sandbox org", () => {
    const key = rsaKey();
    let org: Sandbox;

    before(async () => {
        org = await sandbox();
    });
    afterEach(() => org.reset());
    after(closeSandboxes);

    const faults = (method: string, more: object = {}) =>
        planOf({ oktaDomain: org.domain, method, ...more }).configFaults;
    const runner = (...scopes: string[]) => oauthRunner(org, key, scopes, "SUPER_ADMIN");

    it("ok: marketplace, which the setting for public clients does not concern", async () => {
        org.org.clientPrivilegesSetting = true;
        const found = await preflightCodesOf(org, { method: "marketplace" });
        assert.deepEqual(found, { ...common, integration: "ok" });
    });

    it("ok: api-key, with a login that is free", async () => {
        const found = await preflightCodesOf(org, { method: "api-key", login: "new@example.com" });
        assert.deepEqual(found, { ...common, login: "ok" });
    });

    it("bad_config: a method that there is not", async () => {
        const [fault] = faults("carrier-pigeon");
        assert.match(
            fault ?? "",
            /^method: got "carrier-pigeon"; wanted oauth, marketplace, api-key/,
        );
        const found = await preflightCodesOf(org, { method: "carrier-pigeon" });
        assert.equal(found["configuration"], "bad_config");
    });

    it("bad_config: only what is for the method", () => {
        const wrong = {
            label: "",
            scopes: ["openid"],
            keyAlgorithm: "DSA",
            integrationType: "Rezonate Security",
            secretGeneration: 0,
            remediation: true,
            login: "rezonate",
            email: "",
            gateways: ["0.0.0.0/0"],
            apiTokenId: "SSWS",
            apiKey: { value: "SSWS 00abc", isEncrypted: true },
        };
        const named = (method: Method) => faults(method, wrong).map((fault) => fault.split(":")[0]);
        assert.deepEqual(named("oauth"), ["label", "scopes[0]", "keyAlgorithm", "gateways[0]"]);
        assert.deepEqual(named("marketplace"), [
            "remediation",
            "scopes[0]",
            "integrationType",
            "secretGeneration",
            "gateways",
        ]);
        assert.deepEqual(named("api-key"), [
            "remediation",
            "login",
            "email",
            "gateways[0]",
            "apiTokenId",
            "apiKey",
        ]);
    });

    it("bad_config: an API key in clear, which no text repeats", () => {
        const apiKey = { value: "00-the-api-key", isEncrypted: false };
        const [fault = "", ...more] = faults("api-key", { login: "new@example.com", apiKey });
        assert.match(fault, /^apiKey: .* in clear.*run `pulumi config set --secret apiKey`$/);
        assert.deepEqual(more, []);
        assert.ok(!fault.includes(apiKey.value));
        const encrypted = { ...apiKey, isEncrypted: true };
        assert.deepEqual(faults("api-key", { login: "new@example.com", apiKey: encrypted }), []);
    });

    it("bad_config: of the method that is kept beside the new one, and one that there is not", () => {
        const [fault, ...more] = faults("oauth", { keepMethod: "carrier-pigeon" });
        assert.match(fault ?? "", /^keepMethod: got "carrier-pigeon"; wanted oauth/);
        assert.deepEqual(more, []);
        const both = faults("oauth", { keepMethod: "marketplace", scopes: ["openid"] });
        assert.deepEqual(both, faults("oauth", { scopes: ["openid"] }));
        const [ofKept] = faults("oauth", { keepMethod: "marketplace", secretGeneration: 0 });
        assert.match(ofKept ?? "", /^secretGeneration: /);
    });

    it("ok and missing_scope: marketplace with an OAuth runner", async () => {
        const wanted = { method: "marketplace" };
        const fit = await runner("okta.oauthIntegrations.manage");
        const found = await preflightCodesOf(org, wanted, fit);
        assert.equal(found["runner scopes"], "ok");
        // It has no scope to read roles with, and needs none.
        assert.equal(found["runner role"], "could_not_check");
        const lacking = await preflightCodesOf(org, wanted, await runner("okta.roles.manage"));
        assert.equal(lacking["runner scopes"], "missing_scope");
        assert.equal(lacking["integration"], "could_not_check");
    });

    it("ok and missing_scope: a method that is kept beside another, whose scopes count as well", async () => {
        const wanted = { method: "marketplace", keepMethod: "oauth" };
        const { scopes } = providerAccess(["marketplace", "oauth"]);
        const found = await preflightCodesOf(org, wanted, await runner(...scopes));
        assert.equal(found["runner scopes"], "ok");
        const [, ...others] = scopes;
        const lacking = await preflightCodesOf(org, wanted, await runner(...others));
        assert.equal(lacking["runner scopes"], "missing_scope");
    });

    it("ok and missing_scope: api-key with an OAuth runner", async () => {
        const scopes = ["users", "roles", "networkZones", "apiTokens"].map(
            (name) => `okta.${name}.manage`,
        );
        const wanted = { method: "api-key", login: "new@example.com" };
        const fit = await preflightCodesOf(org, wanted, await runner(...scopes));
        assert.deepEqual(fit, { ...common, "runner scopes": "ok", login: "ok" });
        const lacking = await preflightCodesOf(org, wanted, await runner(...scopes.slice(1)));
        assert.equal(lacking["runner scopes"], "missing_scope");
    });

    it("integration_installed: by somebody else, not by the stack itself", async () => {
        const grantedScopes = ["okta.users.read"];
        await admin(org, "POST", services, { type: "othervendor", grantedScopes });
        const wanted = { method: "marketplace" };
        assert.equal((await preflightCodesOf(org, wanted))["integration"], "ok");
        const made = await admin(org, "POST", services, {
            type: "rezonatesecurity",
            grantedScopes,
        });
        const found = await preflightCodesOf(org, wanted);
        assert.equal(found["integration"], "integration_installed");
        const own = await preflightCodesOf(org, { ...wanted, ownIds: [String(made.body["id"])] });
        assert.equal(own["integration"], "ok");
    });

    it("login_taken: by somebody else, not by the stack itself", async () => {
        const wanted = { method: "api-key", login: "ada.lovelace@example.com" };
        assert.equal((await preflightCodesOf(org, wanted))["login"], "login_taken");
        const ada = org.store.users.find(({ profile }) => profile.login === wanted.login);
        const own = await preflightCodesOf(org, { ...wanted, ownIds: [String(ada?.id)] });
        assert.equal(own["login"], "ok");
    });

    it("rate_limit_low: counted where the method makes its calls", async () => {
        for (const [method, path] of [
            ["marketplace", services],
            ["api-key", "/api/v1/users/ada.lovelace@example.com"],
        ] as const) {
            const free = await sandbox({ rateLimits: "free" });
            const wanted = { method, login: "ada.lovelace@example.com" };
            assert.equal((await preflightCodesOf(free, wanted))["rate limit"], "ok");
            const { headers } = await admin(free, "GET", path);
            const left = Number(headers.get("x-rate-limit-remaining"));
            for (let call = 0; call < left - 2; call += 1) {
                await admin(free, "GET", path);
            }
            assert.equal((await preflightCodesOf(free, wanted))["rate limit"], "rate_limit_low");
        }
    });
});

describe("preflight of a stack of another method", function () {
    this.timeout(300_000);
    let world: TestEnvironment;

    beforeEach(async () => {
        world = await openTestEnvironment();
    });
    afterEach(() => world.close());

    const preflight = () => {
        const args = ["preflight", "--stack", "dev", "--dir", world.folders.project];
        return runCli(args, { env: environmentOf(world) });
    };

    it("passes before the first up and after it, when the integration is the stack's own", async () => {
        const stack = await world.program({ "rezonate-okta:method": "marketplace" });
        const first = await preflight();
        assert.equal(first.code, 0, first.stdout + first.stderr);
        assert.match(first.stdout, /Method marketplace: 15 scopes\./);
        await stack.up();
        const again = await preflight();
        assert.equal(again.code, 0, again.stdout + again.stderr);
        await stack.setConfig("rezonate-okta:method", { value: "carrier-pigeon" });
        const wrong = await preflight();
        assert.equal(wrong.code, 1);
        assert.match(wrong.stdout, /bad_config/);
    });

    it("passes an API key that is encrypted only", async () => {
        const config = {
            "rezonate-okta:method": "api-key",
            "rezonate-okta:login": "r@example.com",
        };
        const stack = await world.program(config);
        const first = await preflight();
        assert.equal(first.code, 0, first.stdout + first.stderr);
        assert.match(first.stdout, /Method api-key: roles READ_ONLY_ADMIN\./);
        const apiKey = { value: "00-the-api-key" };
        await stack.setConfig("rezonate-okta:apiKey", apiKey);
        const inClear = await preflight();
        assert.equal(inClear.code, 1);
        assert.match(inClear.stdout, /apiKey: it is in the stack's settings in clear/);
        assert.ok(!(inClear.stdout + inClear.stderr).includes(apiKey.value));
        await stack.setConfig("rezonate-okta:apiKey", { ...apiKey, secret: true });
        const encrypted = await preflight();
        assert.equal(encrypted.code, 0, encrypted.stdout + encrypted.stderr);
    });
});
