import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { createSandbox, type Sandbox } from "../../sandbox/org/server";
import {
    admin,
    assertion,
    bearer,
    call,
    provision,
    rsaKey,
    token,
    tokenForm,
} from "../sandbox/support";
import { CredentialWatch } from "./credentialWatch";
import { cliCommand } from "./runCli";
import { foreignHosts, reportOrgs } from "./watchHooks";

// The watch over the whole suite finds nothing as long as all is well: these show that it can.
describe("the watch over credentials", () => {
    const key = rsaKey("key");
    let watch: CredentialWatch;
    let acme: Sandbox;
    let globex: Sandbox;

    beforeEach(async () => {
        watch = new CredentialWatch();
        watch.start();
        acme = await createSandbox({ apiToken: "token-of-acme" });
        globex = await createSandbox({ domain: "globex.okta.com", apiToken: "token-of-globex" });
        watch.add(acme);
        watch.add(globex);
    });
    afterEach(async () => {
        watch.stop();
        await Promise.all([acme.close(), globex.close()]);
    });

    it("has nothing against credentials at their own org, also old ones", async () => {
        const client = await provision(acme, key, ["okta.users.read"]);
        const accessToken = await token(acme, client, key, "okta.users.read");
        await bearer(acme, accessToken, "GET", "/api/v1/users");
        await admin(globex, "GET", "/api/v1/users");
        await call(globex.url, "GET", "/api/v1/users", { authorization: "SSWS revoked" });
        assert.ok(watch.size > 5);
        assert.deepEqual(watch.leaks(), []);
    });

    it("tells an API token at another org", async () => {
        await call(globex.url, "GET", "/api/v1/users", {
            authorization: `SSWS ${acme.apiToken}`,
        });
        assert.deepEqual(watch.leaks(), [
            "globex.okta.com was sent a SSWS credential, which is for acme.okta.com",
        ]);
    });

    it("tells an access token at another org", async () => {
        const client = await provision(acme, key, ["okta.users.read"]);
        const accessToken = await token(acme, client, key, "okta.users.read");
        await bearer(acme, accessToken, "GET", "/api/v1/users");
        await bearer(globex, accessToken, "GET", "/api/v1/users");
        assert.deepEqual(watch.leaks(), [
            "globex.okta.com was sent a Bearer credential, which is for acme.okta.com",
        ]);
    });

    it("tells a client assertion for another org", async () => {
        const body = tokenForm(await assertion(acme, "0oa1", key), "okta.users.read");
        await call(globex.url, "POST", "/oauth2/v1/token", { body });
        const [leak = "", ...more] = watch.leaks();
        assert.deepEqual(more, []);
        assert.match(
            leak,
            /^globex\.okta\.com was sent assertion of 0oa1 by key key, which is for /,
        );
    });

    it("tells a credential at the org of another process, and keeps none in its log", async () => {
        const folder = await mkdtemp(join(tmpdir(), "host-watch-"));
        const log = join(folder, "hosts");
        const { sandbox, ready } = await startSandbox({ ...process.env, TEST_HOST_LOG: log });
        const users = (apiToken: string) =>
            call(ready.url, "GET", "/api/v1/users", { authorization: `SSWS ${apiToken}` });
        assert.equal((await users(ready.apiToken)).status, 200);
        assert.equal((await users(acme.apiToken)).status, 401);
        sandbox.kill("SIGTERM");
        await once(sandbox, "close");
        const written = await readFile(log, "utf8");
        await rm(folder, { recursive: true });
        assert.doesNotMatch(written, /token-of-acme|not-a-secret/);
        assert.deepEqual(foreignHosts(written), []);
        reportOrgs(written, watch);
        const [leak = "", ...more] = watch.leaks();
        assert.deepEqual(more, []);
        assert.match(
            leak,
            /^port \d+ of .* was sent a SSWS credential, which is for acme\.okta\.com$/,
        );
    });

    it("tells a call that leaves this machine, and lets none reach Okta", async () => {
        const folder = await mkdtemp(join(tmpdir(), "host-watch-"));
        const log = join(folder, "hosts");
        const script = `fetch("https://acme.okta.com/api/v1/users").catch((e) => console.log(e.cause.message))`;
        const child = spawn(process.execPath, ["-e", script], {
            env: { ...process.env, TEST_HOST_LOG: log },
            stdio: ["ignore", "pipe", "inherit"],
        });
        const said: string[] = [];
        child.stdout.on("data", (text) => said.push(String(text)));
        await once(child, "close");
        assert.match(said.join(""), /the tests reach no Okta org: acme\.okta\.com/);
        const hosts = foreignHosts(await readFile(log, "utf8"));
        await rm(folder, { recursive: true });
        assert.equal(hosts.length, 1);
        assert.match(hosts[0] ?? "", /^acme\.okta\.com, called by /);
        const downloads = JSON.stringify({ host: "registry.npmjs.org", argv: [] });
        assert.deepEqual(foreignHosts(downloads), []);
    });
});

async function startSandbox(env: NodeJS.ProcessEnv) {
    const [command, ...words] = cliCommand(["sandbox", "--port", "0", "--json"]);
    const sandbox = spawn(command, words, { env, stdio: ["ignore", "pipe", "inherit"] });
    const [line] = (await once(createInterface(sandbox.stdout), "line")) as [string];
    return { sandbox, ready: JSON.parse(line) as { url: string; apiToken: string } };
}
