import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parseSeed } from "../../sandbox/org/seedForm";
import { createSandbox } from "../../sandbox/org/server";
import { admin, bearer, call, closeSandboxes, provision, rsaKey, sandbox, token } from "./support";

const key = rsaKey();
const scope = "okta.users.read";

describe("sandbox org: start, state and faults", () => {
    let folder: string;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "sandbox-org-"));
    });
    afterEach(async () => {
        await closeSandboxes();
        rmSync(folder, { recursive: true, force: true });
    });

    it("is the same org after a restart, tokens and all", async () => {
        const stateFile = join(folder, "org.json");
        const first = await createSandbox({ stateFile });
        const id = await provision(first, key, [scope]);
        const accessToken = await token(first, id, key, scope);
        await first.close();
        assert.deepEqual(readdirSync(folder), ["org.json"]);
        assert.equal(statSync(stateFile).mode & 0o777, 0o600);
        const second = await sandbox({ stateFile });
        assert.equal((await bearer(second, accessToken, "GET", "/api/v1/users")).status, 200);
        assert.equal((await admin(second, "GET", `/api/v1/apps/${id}`)).status, 200);
        assert.equal(second.store.users.size, first.store.users.size);
    });

    it("says what is wrong with a state file", async () => {
        const stateFile = join(folder, "org.json");
        writeFileSync(stateFile, "{}");
        await assert.rejects(createSandbox({ stateFile }), /is not a state file of this sandbox/);
        rmSync(stateFile);
        await (await createSandbox({ stateFile })).close();
        await assert.rejects(
            createSandbox({ stateFile, domain: "other.okta.com" }),
            /holds the org acme\.okta\.com, not other\.okta\.com/,
        );
    });

    it("checks a seed from a file", () => {
        assert.deepEqual(parseSeed({ users: 2, groups: [{ name: "A" }] }), {
            users: 2,
            groups: [{ name: "A" }],
        });
        assert.throws(() => parseSeed({ users: [{ name: "x" }] }), /The seed is not valid/);
    });

    it("goes back to the seed on reset", async () => {
        const org = await sandbox();
        await provision(org, key, [scope]);
        org.faults.add({ status: 500 });
        await call(org.url, "POST", "/_sandbox/reset");
        assert.equal(org.store.apps.size, 0);
        assert.equal(org.calls.length, 0);
        assert.equal((await admin(org, "GET", "/api/v1/users/me")).status, 200);
    });

    it("has authentication policies in Identity Engine only", async () => {
        const org = await sandbox({ edition: "v1" });
        const { body } = await admin(org, "GET", "/.well-known/okta-organization");
        assert.equal(body["pipeline"], "v1");
        const policies = await admin(org, "GET", "/api/v1/policies?type=ACCESS_POLICY");
        assert.equal(policies.text, "[]");
    });

    it("drops connections, delays roles, and lets calls through before a burst", async () => {
        let now = Date.now();
        const org = await sandbox({ now: () => now });
        org.faults.add({ path: "/api/v1/users/me", drop: true, after: true, times: 1 });
        await assert.rejects(admin(org, "GET", "/api/v1/users/me"));
        org.faults.add({ path: "/api/v1/groups", status: 503, skip: 1, times: 2 });
        const statuses: number[] = [];
        for (let index = 0; index < 4; index += 1) {
            statuses.push((await admin(org, "GET", "/api/v1/groups")).status);
        }
        assert.deepEqual(statuses, [200, 503, 503, 200]);
        org.faults.add({ slowRoles: 30_000 });
        const id = await provision(org, key, [scope]);
        const accessToken = await token(org, id, key, scope);
        assert.equal((await bearer(org, accessToken, "GET", "/api/v1/users")).text, "[]");
        now += 30_000;
        assert.notEqual((await bearer(org, accessToken, "GET", "/api/v1/users")).text, "[]");
    });

    it("is not steered by web pages", async () => {
        const org = await sandbox();
        const headers = { origin: "https://example.com" };
        const answer = await call(org.url, "POST", "/_sandbox/reset", { headers });
        assert.equal(answer.status, 403);
    });

    it("refuses faults that are none", async () => {
        const org = await sandbox();
        for (const body of [{ path: "(" }, { status: 200 }, { nothing: 1 }, 5]) {
            const answer = await call(org.url, "POST", "/_sandbox/faults", { body });
            assert.equal(answer.status, 400, JSON.stringify(body));
        }
    });

    it("refuses a token whose clock has run out", async () => {
        let now = Date.now();
        const org = await sandbox({ now: () => now });
        const id = await provision(org, key, [scope]);
        const accessToken = await token(org, id, key, scope);
        now += 3_600_000;
        const answer = await bearer(org, accessToken, "GET", "/api/v1/users");
        assert.deepEqual([answer.status, answer.text], [401, ""]);
        assert.match(answer.headers.get("www-authenticate") ?? "", /error="invalid_token"/);
        now += 30 * 24 * 3_600_000;
        assert.equal((await admin(org, "GET", "/api/v1/users/me")).status, 401);
    });
});
