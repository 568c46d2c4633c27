import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import type { VerifyCode } from "../../checks/verify/codes";
import { verifyOnce } from "../../checks/verify/index";
import type { NamedTarget } from "../../checks/verify/target";
import { createHttpClient, type HttpClient } from "../../okta/http";
import { READ_ONLY_SCOPES } from "../../rules/scopes";
import type { Sandbox } from "../../sandbox/org/server";
import {
    admin,
    closeSandboxes,
    type KeyPair,
    provision,
    rsaKey,
    sandbox,
} from "../sandbox/support";
import { runCli } from "../support/runCli";

const scopes = [
    "okta.appGrants.read",
    "okta.apps.read",
    "okta.groups.read",
    "okta.policies.read",
    "okta.users.read",
];

const pem = (key: KeyPair): string =>
    key.privateKey.export({ type: "pkcs8", format: "pem" }).toString();

describe("verify against a sandbox org", () => {
    const key = rsaKey();
    let org: Sandbox;

    before(async () => {
        org = await sandbox();
    });
    afterEach(() => org.reset());
    after(closeSandboxes);

    function target(clientId: string, more: Partial<NamedTarget> = {}): NamedTarget {
        return {
            org: org.domain,
            tenantId: "acme",
            address: new URL(org.url),
            credential: { method: "oauth", clientId, privateKey: pem(key), keyId: "key-1" },
            scopes,
            ...more,
        };
    }

    async function codes(
        wanted: NamedTarget,
        http = createHttpClient({ maxRateLimitWaitMs: 2000 }),
    ): Promise<Record<string, VerifyCode[]>> {
        const report = await verifyOnce(wanted, http);
        const bySubject: Record<string, VerifyCode[]> = {};
        for (const { subject, code } of report.findings) {
            (bySubject[subject] ??= []).push(code as VerifyCode);
        }
        return bySubject;
    }

    const all = (
        code: VerifyCode,
        list: readonly string[] = scopes,
    ): Record<string, VerifyCode[]> => Object.fromEntries(list.map((scope) => [scope, [code]]));

    /** A client that lets calls go together once no more come: one round for each latency. */
    function inRounds(): { http: HttpClient; rounds: number[] } {
        const rounds: number[] = [];
        const inner = createHttpClient();
        const waiting: (() => void)[] = [];
        let flush: NodeJS.Timeout | undefined;
        const http: HttpClient = {
            send: async (url, request) => {
                clearTimeout(flush);
                flush = setTimeout(() => {
                    rounds.push(waiting.length);
                    waiting.splice(0).forEach((go) => go());
                }, 30);
                await new Promise<void>((resolve) => waiting.push(resolve));
                return inner.send(url, request);
            },
        };
        return { http, rounds };
    }

    it("ok: every granted scope with the role, in three round trips at most", async () => {
        const clientId = await provision(org, key, scopes);
        const { http, rounds } = inRounds();
        assert.deepEqual(await codes(target(clientId), http), all("ok"));
        assert.deepEqual(rounds, [1, scopes.length + 1]);
    });

    it("ok for the whole profile, where only the factors need another answer first", async () => {
        const clientId = await provision(org, key, [...READ_ONLY_SCOPES]);
        const { http, rounds } = inRounds();
        const profile = target(clientId, { scopes: READ_ONLY_SCOPES });
        assert.deepEqual(await codes(profile, http), all("ok", READ_ONLY_SCOPES));
        assert.equal(rounds.length, 3);
        assert.equal(rounds[0], 1);
    });

    it("ok without a key id: thumbprint first, then no kid", async () => {
        const clientId = await provision(org, key, scopes);
        const credential = { method: "oauth", clientId, privateKey: pem(key) } as const;
        assert.deepEqual(await codes(target(clientId, { credential })), all("ok"));
    });

    it("missing_scope: a scope that is not granted", async () => {
        const clientId = await provision(org, key, scopes.slice(1));
        assert.deepEqual(await codes(target(clientId)), {
            ...all("ok"),
            "okta.appGrants.read": ["missing_scope"],
        });
    });

    it("missing_scope: none of the scopes is granted", async () => {
        const clientId = await provision(org, key, []);
        assert.deepEqual(await codes(target(clientId)), all("missing_scope"));
    });

    it("missing_role: scopes without a role, with the empty users list among them", async () => {
        const clientId = await provision(org, key, scopes, null);
        assert.deepEqual(await codes(target(clientId)), all("missing_role"));
    });

    it("missing_role: remediation without the role for it, ok with it, and nothing changed", async () => {
        const wanted = ["okta.groups.manage", "okta.users.manage"];
        const clientId = await provision(org, key, wanted);
        const before = JSON.stringify([org.store.users.list(), org.store.groups.list()]);
        const at = target(clientId, { scopes: wanted });
        assert.deepEqual(await codes(at), all("missing_role", wanted));
        await admin(org, "POST", `/oauth2/v1/clients/${clientId}/roles`, { type: "USER_ADMIN" });
        assert.deepEqual(await codes(at), all("ok", wanted));
        assert.equal(JSON.stringify([org.store.users.list(), org.store.groups.list()]), before);
    });

    it("empty_but_200: a list that no org has empty", async () => {
        const clientId = await provision(org, key, scopes);
        for (const policy of org.store.policies.filter(({ type }) => type === "OKTA_SIGN_ON")) {
            org.store.policies.delete(policy.id);
        }
        const found = await codes(target(clientId));
        assert.deepEqual(found["okta.policies.read"], ["empty_but_200"]);
    });

    it("dpop_required: the app insists on DPoP; the reads are made all the same", async () => {
        const clientId = await provision(org, key, scopes, "READ_ONLY_ADMIN", {
            dpop_bound_access_tokens: true,
        });
        assert.deepEqual(await codes(target(clientId)), all("dpop_required"));
    });

    it("key_not_registered: another key", async () => {
        const clientId = await provision(org, rsaKey(), scopes);
        assert.deepEqual(await codes(target(clientId)), all("key_not_registered"));
    });

    it("key_inactive: seen with the runner's token", async () => {
        const clientId = await provision(org, key, scopes);
        for (const each of org.store.apps.get(clientId)?.keys ?? []) {
            each.status = "INACTIVE";
        }
        const runner = target(clientId, { apiToken: org.apiToken });
        assert.deepEqual(await codes(runner), all("key_inactive"));
    });

    it("app_inactive: deactivated, deleted, or unknown", async () => {
        const clientId = await provision(org, key, scopes);
        await admin(org, "POST", `/api/v1/apps/${clientId}/lifecycle/deactivate`);
        assert.deepEqual(await codes(target(clientId)), all("app_inactive"));
        await admin(org, "DELETE", `/api/v1/apps/${clientId}`);
        const runner = target(clientId, { apiToken: org.apiToken });
        assert.deepEqual(await codes(runner), all("app_inactive"));
    });

    it("clock_skew: this machine's clock ahead of the org's, and behind it", async () => {
        const clientId = await provision(org, key, scopes);
        for (const clockOffsetSeconds of [600, -600]) {
            const skewed = target(clientId, { clockOffsetSeconds });
            assert.deepEqual(await codes(skewed), all("clock_skew"));
        }
    });

    it("wrong_host: a server that is no Okta org, and an org of another tenant", async () => {
        const server = createServer((_request, response) => {
            response.writeHead(404, { "content-type": "text/html" }).end("<h1>Not here</h1>");
        }).listen(0, "127.0.0.1");
        await new Promise((resolve) => server.once("listening", resolve));
        const { port } = server.address() as AddressInfo;
        const elsewhere = target("0oa1", { address: new URL(`http://127.0.0.1:${port}`) });
        assert.deepEqual(await codes(elsewhere), all("wrong_host"));
        server.close();
        const other = target("0oa1", { hostMismatch: "The credentials belong to another org." });
        assert.deepEqual(await codes(other), all("wrong_host"));
        assert.equal(org.calls.length, 0);
    });

    it("network_blocked: the client's zone does not hold this machine", async () => {
        const zone = await admin(org, "POST", "/api/v1/zones", {
            type: "IP",
            name: "Vendor",
            gateways: [{ type: "CIDR", value: "192.0.2.0/24" }],
        });
        const clientId = await provision(org, key, scopes, "READ_ONLY_ADMIN", {
            network: { connection: "ZONE", include: [zone.body["id"]] },
        });
        assert.deepEqual(await codes(target(clientId)), all("network_blocked"));
    });

    it("rate_limited: 429 for longer than may be waited; a short one is waited for", async () => {
        const clientId = await provision(org, key, scopes);
        org.faults.add({ path: "/api/v1/groups", status: 429 });
        const impatient = createHttpClient({ maxRateLimitWaitMs: 100 });
        const found = await codes(target(clientId), impatient);
        assert.deepEqual(found, { ...all("ok"), "okta.groups.read": ["rate_limited"] });
        org.faults.clear();
        org.faults.add({ path: "/api/v1/groups", status: 429, times: 1 });
        assert.deepEqual(await codes(target(clientId), createHttpClient()), all("ok"));
    });

    it("unreachable: nothing listens, the connection drops, the org is out of order", async () => {
        const clientId = await provision(org, key, scopes);
        const closed = target(clientId, { address: new URL("http://127.0.0.1:1") });
        assert.deepEqual(await codes(closed), all("unreachable"));
        org.faults.add({ path: "/api/v1/groups", drop: true });
        org.faults.add({ path: "/api/v1/policies", status: 503 });
        assert.deepEqual(await codes(target(clientId)), {
            ...all("ok"),
            "okta.groups.read": ["unreachable"],
            "okta.policies.read": ["unreachable"],
        });
    });

    it("too_much_access: a role, a grant and a write that were not asked for", async () => {
        const granted = [...scopes, "okta.groups.manage", "okta.roles.read"];
        const clientId = await provision(org, key, granted, "SUPER_ADMIN");
        const asked = target(clientId, { scopes: [...scopes, "okta.roles.read"].sort() });
        const found = await codes(asked);
        assert.deepEqual(found["*"], ["too_much_access"]);
        assert.deepEqual(found["okta.groups.manage"], ["too_much_access"]);
    });

    describe("on the command line", () => {
        const credentials = (clientId: string): string =>
            JSON.stringify({ tenant_id: "acme", application_id: clientId, private_key: pem(key) });
        const args = (...more: string[]): string[] => [
            "verify",
            "--credentials",
            "-",
            "--org-url",
            org.url,
            "--scopes",
            scopes.join(","),
            ...more,
        ];

        it("prints JSON and ends with 0 when all is ok", async () => {
            const clientId = await provision(org, key, scopes);
            const { code, stdout, stderr } = await runCli(args("--json"), {
                stdin: credentials(clientId),
            });
            assert.equal(stderr, "");
            const report: unknown = JSON.parse(stdout);
            const details: Record<string, string> = {
                "okta.appGrants.read":
                    "Access was given. The grants themselves stay hidden: by some sources Okta shows them to a Super Admin only.",
                "okta.apps.read":
                    "Answered, with entries. The list holds only the app itself, which looks like a partial view: verify of the stack tells.",
            };
            assert.deepEqual(report, {
                ok: true,
                org: "acme.okta.com",
                tenantId: "acme",
                applicationId: clientId,
                findings: scopes.map((scope) => ({
                    scope,
                    code: "ok",
                    detail: details[scope] ?? "Answered, with entries.",
                    hint: "Nothing to do.",
                })),
            });
            assert.equal(code, 0);
        });

        it("prints a table and ends with 1 when something is to be mended", async () => {
            const clientId = await provision(org, key, scopes, null);
            const { code, stdout } = await runCli(args("--debug"), {
                stdin: credentials(clientId),
            });
            assert.equal(code, 1);
            assert.match(stdout, /missing_role {2}okta\.users\.read/);
            assert.match(stdout, /What to do/);
        });

        it("writes JUnit XML, and ends with 2 when it could not look", async () => {
            const clientId = await provision(org, key, scopes);
            org.faults.add({ path: "/oauth2/v1/token", status: 503 });
            const { code, stdout } = await runCli(args("--junit"), {
                stdin: credentials(clientId),
            });
            assert.equal(code, 2);
            assert.match(stdout, /<testsuites tests="5" failures="5">/);
            assert.match(stdout, /<failure type="unreachable"/);
        });

        // The role spreads long after the command has started, on a slow machine as well.
        it("--watch waits until a role has spread", async function () {
            this.timeout(60_000);
            org.faults.add({ slowRoles: 8000 });
            const clientId = await provision(org, key, scopes);
            const { code, stderr, stdout } = await runCli(args("--watch", "--interval", "0.2"), {
                stdin: credentials(clientId),
            });
            assert.match(stderr, /5 of 5 not ok yet \(missing_role\)/);
            assert.match(stdout, /All 5 ok\./);
            assert.equal(code, 0);
        });

        it("lets no secret out, also with --debug", async () => {
            const clientId = await provision(org, rsaKey(), scopes);
            const { stdout, stderr } = await runCli(args("--debug"), {
                stdin: credentials(clientId),
            });
            assert.match(stderr, /debug: POST .*\/oauth2\/v1\/token 401/);
            for (const line of pem(key)
                .split("\n")
                .filter((part) => part.length > 20)) {
                assert.ok(!(stdout + stderr).includes(line));
            }
            assert.doesNotMatch(stdout + stderr, /eyJ[\w-]+\./);
        });
    });
});
