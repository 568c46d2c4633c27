import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Stack } from "@pulumi/pulumi/automation";

import type { PreflightReport } from "../../checks";
import { planOf } from "../../checks/preflight/plan";
import type { DesiredConfig } from "../../checks/preflight/snapshot";
import type { Sandbox } from "../../sandbox/org/server";
import {
    admin,
    closeSandboxes,
    provision,
    rsaKey,
    sandbox,
    serviceApp,
    token,
} from "../sandbox/support";
import { keyForms } from "../support/keyForms";
import { namedCommands, paste } from "../support/paste";
import { oauthRunner, preflightCodesOf } from "../support/preflight";
import { environmentOf, runCli } from "../support/runCli";
import { openTestEnvironment, type TestEnvironment } from "../support/testEnvironment";

describe("preflight against a sandbox org", () => {
    const key = rsaKey();
    let org: Sandbox;

    before(async () => {
        org = await sandbox({
            seed: {
                users: [
                    {
                        firstName: "Only",
                        lastName: "Reader",
                        roles: ["READ_ONLY_ADMIN"],
                        apiToken: "token-of-a-read-only-admin",
                    },
                ],
            },
        });
    });
    afterEach(() => org.reset());
    after(closeSandboxes);

    const codes = (wanted?: Partial<DesiredConfig>, config?: Record<string, string>) =>
        preflightCodesOf(org, wanted, config);

    const runnerScopes = ["okta.appGrants.manage", "okta.apps.manage", "okta.roles.manage"];

    it("ok: a Super Admin's token on an org without our app", async () => {
        assert.deepEqual(await codes(), {
            configuration: "ok",
            host: "ok",
            clock: "ok",
            credentials: "ok",
            "runner role": "ok",
            "public client app admins": "ok",
            label: "ok",
            "rate limit": "ok",
        });
    });

    it("bad_config: what index.ts would refuse, before anything is sent for it", async () => {
        const found = await codes({ scopes: ["okta.users.manage"] });
        assert.equal(found["configuration"], "bad_config");
    });

    it("bad_config: settings of the key pair, by the names they have in the configuration", () => {
        const keys = { keyAlgorithm: "DSA", rsaBits: 1024, ecdsaCurve: "P521" };
        const { configFaults } = planOf({ oktaDomain: org.domain, ...keys });
        assert.deepEqual(
            configFaults.map((fault) => fault.split(":")[0]),
            ["keyAlgorithm", "rsaBits", "ecdsaCurve"],
        );
    });

    it("wrong_host and unreachable: a server that is no org, and none at all", async () => {
        const server = createServer((_request, response) => {
            response.writeHead(302, { location: "https://example.com/" }).end();
        }).listen(0, "127.0.0.1");
        await new Promise((resolve) => server.once("listening", resolve));
        const { port } = server.address() as AddressInfo;
        const found = await codes({ orgUrl: `http://127.0.0.1:${port}` });
        server.close();
        assert.equal(found["host"], "wrong_host");
        assert.equal((await codes({ orgUrl: "http://127.0.0.1:1" }))["host"], "unreachable");
    });

    it("clock_skew: an org whose clock is two minutes ahead", async () => {
        const server = createServer((_request, response) => {
            const date = new Date(Date.now() + 120_000).toUTCString();
            response.writeHead(200, { "content-type": "application/json", date });
            response.end(JSON.stringify({ id: "00o1", pipeline: "v1" }));
        }).listen(0, "127.0.0.1");
        await new Promise((resolve) => server.once("listening", resolve));
        const { port } = server.address() as AddressInfo;
        const found = await codes({ orgUrl: `http://127.0.0.1:${port}` }, {});
        server.close();
        assert.equal(found["clock"], "clock_skew");
    });

    it("no_credentials and bad_credentials", async () => {
        assert.equal((await codes({}, {}))["credentials"], "no_credentials");
        const wrong = await codes({}, { "okta:apiToken": "not-the-token" });
        assert.equal(wrong["credentials"], "bad_credentials");
    });

    it("not_super_admin: a read-only admin's token", async () => {
        const found = await codes({}, { "okta:apiToken": "token-of-a-read-only-admin" });
        assert.equal(found["runner role"], "not_super_admin");
    });

    it("ok, missing_scope and bad_credentials for an OAuth runner", async () => {
        const fit = await codes({}, await oauthRunner(org, key, runnerScopes, "SUPER_ADMIN"));
        assert.equal(fit["runner scopes"], "ok");
        assert.equal(fit["runner role"], "ok");
        const scopes = runnerScopes.slice(1);
        const lacking = await codes({}, await oauthRunner(org, key, scopes, "SUPER_ADMIN"));
        assert.equal(lacking["runner scopes"], "missing_scope");
        const unknown = await codes(
            {},
            { ...(await oauthRunner(org, key, [], null)), "okta:scopes": '["x"]' },
        );
        assert.equal(unknown["credentials"], "bad_credentials");
    });

    it("no_custom_roles: an org that cannot have the one of adminVisibility", async () => {
        const asked = { adminVisibility: true };
        assert.equal((await codes())["custom admin roles"], undefined);
        assert.equal((await codes(asked))["custom admin roles"], "ok");
        for (const [status, errorCode, code] of [
            [401, "E0000015", "no_custom_roles"],
            [404, "E0000008", "no_custom_roles"],
            [403, "E0000006", "could_not_check"],
            [503, "E0000010", "could_not_check"],
        ] as const) {
            org.faults.add({ path: "/api/v1/iam/roles", status, errorCode });
            assert.equal((await codes(asked))["custom admin roles"], code, errorCode);
            org.faults.clear();
        }
    });

    it("ok, missing_scope and bad_credentials for an access token", async () => {
        const clientId = await provision(org, key, runnerScopes, "SUPER_ADMIN");
        const withToken = async (...scopes: string[]) => {
            const accessToken = await token(org, clientId, key, scopes.join(" "));
            return codes({}, { "okta:accessToken": accessToken });
        };
        const fit = await withToken(...runnerScopes);
        assert.deepEqual(
            [fit["credentials"], fit["runner scopes"], fit["runner role"]],
            ["ok", "ok", "ok"],
        );
        const lacking = await withToken("okta.apps.manage");
        assert.equal(lacking["credentials"], "ok");
        assert.equal(lacking["runner scopes"], "missing_scope");
        const ended = await codes({}, { "okta:accessToken": "not-the-token" });
        assert.equal(ended["credentials"], "bad_credentials");
    });

    it("shows no access token, not even when it is refused", async () => {
        const args = ["--okta-domain", org.domain, "--org-url", org.url, "--debug"];
        const accessToken = "an-access-token-of-somebody";
        const env = { OKTA_ACCESS_TOKEN: accessToken };
        const { stdout, stderr } = await runCli(["preflight", ...args], { env });
        assert.match(stdout, /bad_credentials/);
        assert.ok(!(stdout + stderr).includes(accessToken));
    });

    it("names a token that no header can carry, and does not show it", async () => {
        const args = ["--okta-domain", org.domain, "--org-url", org.url, "--json"];
        const env = { OKTA_API_TOKEN: `${org.apiToken}\n` };
        const calls = org.calls.length;
        const { code, stdout, stderr } = await runCli(["preflight", ...args], { env });
        assert.equal(code, 1, stderr);
        assert.match(stdout, /OKTA_API_TOKEN: it has a line break after/);
        assert.match(stdout, /"bad_credentials"/);
        assert.ok(!(stdout + stderr).includes(org.apiToken));
        const sent = org.calls.slice(calls).map(({ path }) => path);
        assert.deepEqual(sent, ["/.well-known/okta-organization"]);
    });

    it("takes the private key of the provider in every form, and from a file", async () => {
        const folder = await mkdtemp(join(tmpdir(), "rezonate-okta-test-"));
        try {
            const config = await oauthRunner(org, key, runnerScopes, "SUPER_ADMIN");
            const path = join(folder, "key.pem");
            const forms = keyForms(key.privateKey);
            await writeFile(path, forms["literal \\n"] ?? "");
            for (const privateKey of [
                path,
                forms["doubled \\\\n"],
                forms["\\r\\n as text"],
                forms["indented"],
                forms["in double quotes"],
            ]) {
                const found = await codes({}, { ...config, "okta:privateKey": privateKey ?? "" });
                assert.equal(found["credentials"], "ok", privateKey?.slice(0, 40));
            }
        } finally {
            await rm(folder, { recursive: true });
        }
    });

    it("public_client_admins_on: the org would make the app a Super Admin", async () => {
        org.org.clientPrivilegesSetting = true;
        const found = await codes();
        org.org.clientPrivilegesSetting = false;
        assert.equal(found["public client app admins"], "public_client_admins_on");
    });

    it("label_taken: an app of exactly this name is there, a longer name does not count", async () => {
        await admin(org, "POST", "/api/v1/apps", serviceApp("Rezonate old", [key]));
        assert.equal((await codes())["label"], "ok");
        const app = await admin(org, "POST", "/api/v1/apps", serviceApp("Rezonate", [key]));
        assert.equal((await codes())["label"], "label_taken");
        assert.equal((await codes({ ownIds: [String(app.body["id"])] }))["label"], "ok");
    });

    it("rate_limit_low: others have used up the minute; a limit that is small at all only takes time", async () => {
        const free = await sandbox({ rateLimits: "free" });
        const wanted = { orgUrl: free.url };
        const config = { "okta:apiToken": free.apiToken };
        assert.equal((await codes(wanted, config))["rate limit"], "ok");
        for (let call = 0; call < 6; call += 1) {
            await admin(free, "GET", "/api/v1/apps");
        }
        assert.equal((await codes(wanted, config))["rate limit"], "rate_limit_low");
    });

    it("unchecked: what the runner may not see is said, not passed over", async () => {
        org.faults.add({ path: "/api/v1/org/settings", status: 403, errorCode: "E0000006" });
        assert.equal((await codes())["public client app admins"], "could_not_check");
    });

    it("changes nothing", async () => {
        await codes();
        const methods = new Set(org.calls.map(({ method }) => method));
        assert.deepEqual([...methods], ["GET"]);
    });
});

describe("preflight of a stack", function () {
    this.timeout(300_000);
    let world: TestEnvironment;
    let stack: Stack;

    before(async () => {
        world = await openTestEnvironment();
        stack = await world.program();
    });
    after(() => world.close());

    const preflight = (...more: string[]) =>
        runCli(["preflight", "--stack", "dev", "--dir", world.folders.project, ...more], {
            env: environmentOf(world),
        });

    it("tells everything that the okta plugin will refuse, at once and by its settings", async () => {
        const wrong = {
            "okta:apiToken": "00token-of-the-stack",
            "okta:scopes": "a,b",
            "okta:maxRetries": "five",
            "okta:backoff": "yes",
            "rezonate-okta:rsaBits": "1024",
        };
        for (const [key, value] of Object.entries(wrong)) {
            await stack.setConfig(key, { value });
        }
        const { code, stdout } = await preflight();
        assert.equal(code, 1);
        for (const wanted of [
            /rsaBits: got 1024/,
            /okta:apiToken: got it in clear/,
            /okta:apiToken: got it beside okta:scopes/,
            /okta:scopes: got "a,b"/,
            /okta:maxRetries: got "five"/,
            /okta:backoff: got "yes"/,
        ]) {
            // Reports break lines to the width of the terminal.
            assert.match(stdout.replace(/\s+/g, " "), wanted);
        }
        assert.doesNotMatch(stdout, /00token-of-the-stack/);
        await assert.rejects(stack.preview(world.watch), (error: Error) => {
            assert.match(error.message, /okta:maxRetries: got "five"/);
            assert.match(error.message, /okta:apiToken: got it in clear/);
            assert.match(error.message, /rsaBits: got 1024/);
            assert.doesNotMatch(error.message, /00token-of-the-stack/);
            return true;
        });
        await stack.removeAllConfig(Object.keys(wrong));
    });

    it("prints commands that, pasted, bring a configuration into order", async () => {
        const commands = async (): Promise<string[]> => {
            const { findings } = JSON.parse((await preflight("--json")).stdout) as PreflightReport;
            const bad = findings.filter((one) => one.code === "bad_config");
            return namedCommands(bad.map(({ detail }) => detail).join("\n"));
        };
        const key = rsaKey("runner").privateKey.export({ type: "pkcs8", format: "pem" });
        await stack.setConfig("okta:clientId", { value: "0oa1" });
        await stack.setConfig("okta:scopes", { value: '["okta.apps.manage"]' });
        const [setKey = "", ...noMore] = await commands();
        assert.deepEqual(noMore, []);
        await paste(world, setKey, { stdin: String(key) });
        assert.deepEqual(await commands(), []);

        await stack.setConfig("okta:apiToken", { value: "00a-token" });
        await stack.setConfig("rezonate-okta:apiKey", { value: "a-key" });
        const printed = await commands();
        const aim = ` --stack dev --cwd ${world.folders.project}`;
        assert.deepEqual(printed.map((one) => one.replace(aim, "")).sort(), [
            "pulumi config rm okta:apiToken",
            "pulumi config rm okta:clientId",
            "pulumi config rm okta:privateKey",
            "pulumi config rm okta:scopes",
            "pulumi config set --secret apiKey",
            "pulumi config set --secret okta:apiToken",
        ]);
        // Of two kinds of credentials the token stays.
        for (const one of printed.filter((each) => !each.includes("rm okta:apiToken"))) {
            await paste(world, one, { stdin: "00another" });
        }
        assert.deepEqual(await commands(), []);
        await stack.removeAllConfig(["okta:apiToken", "rezonate-okta:apiKey"]);
    });

    it("prints a command that, pasted, gives the stack the credentials it lacks", async () => {
        const { code, stdout } = await preflight();
        assert.equal(code, 1);
        assert.match(stdout, /no_credentials/);
        const [set = "", ...more] = namedCommands(stdout);
        assert.deepEqual(more, []);
        await paste(world, set, { stdin: world.org.apiToken });
        const { value, secret } = await stack.getConfig("okta:apiToken");
        assert.deepEqual([value, secret], [world.org.apiToken, true]);
    });

    it("passes a stack that will go through", async () => {
        const { code, stdout, stderr } = await preflight("--json");
        assert.equal(code, 0, stdout + stderr);
        assert.ok(!stdout.includes(world.org.apiToken));
    });

    it("stops one that would fail half-way, before anything is made", async () => {
        world.org.org.clientPrivilegesSetting = true;
        const stopped = await preflight();
        assert.equal(stopped.code, 1);
        assert.match(stopped.stdout, /public_client_admins_on/);
        const allowed = await preflight("--allow-public-client-admins");
        assert.equal(allowed.code, 0);
        world.org.org.clientPrivilegesSetting = false;
        assert.equal(world.org.store.apps.size, 0);
    });
});
