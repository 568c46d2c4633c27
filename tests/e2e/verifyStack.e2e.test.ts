import assert from "node:assert/strict";

import type { Stack } from "@pulumi/pulumi/automation";

import { READ_ONLY_SCOPES, REMEDIATION_SCOPES } from "../../rules/scopes";
import { admin, rsaKey, serviceApp } from "../sandbox/support";
import { namedCommands, paste, printedLines } from "../support/paste";
import { type CliRun, environmentOf, runCommand, runVerb } from "../support/runCli";
import { openTestEnvironment, type TestEnvironment } from "../support/testEnvironment";

interface VerifyReport {
    readonly ok: boolean;
    readonly tenantId: string;
    readonly findings: readonly { scope: string; code: string; detail: string }[];
}

describe("verify of a deployed stack", function () {
    this.timeout(300_000);
    let world: TestEnvironment;
    let stack: Stack;

    before(async () => {
        world = await openTestEnvironment();
        stack = await world.inProcess();
    });
    after(() => world.close());

    function verify(...more: string[]): Promise<CliRun> {
        const args = ["verify", "--stack", "dev", "--dir", world.folders.project, ...more];
        return runVerb(args, { env: environmentOf(world) });
    }

    it("is all ok right after the first up", async () => {
        await stack.up();
        world.org.calls.splice(0);
        const { code, stdout, stderr } = await verify("--json");
        const report = JSON.parse(stdout || "null") as VerifyReport;
        const found = Object.fromEntries(report.findings.map((one) => [one.scope, one.code]));
        const wanted = Object.fromEntries(READ_ONLY_SCOPES.map((scope) => [scope, "ok"]));
        assert.deepEqual(found, wanted, stdout + stderr);
        assert.deepEqual([code, report.tenantId], [0, "acme"]);
    });

    it("is all ok with remediation, and changes nothing to prove it", async () => {
        await stack.setConfig("rezonate-okta:remediation", { value: "true" });
        // A custom role is one more that Rezonate is not shown without adminVisibility.
        await stack.setConfig("rezonate-okta:remediationRole", { value: "USER_ADMIN" });
        await stack.up();
        const { store } = world.org;
        const before = JSON.stringify([store.users.list(), store.groups.list()]);
        const { code, stdout } = await verify("--json");
        const report = JSON.parse(stdout) as VerifyReport;
        assert.equal(report.findings.length, READ_ONLY_SCOPES.length + REMEDIATION_SCOPES.length);
        assert.equal(code, 0, stdout);
        assert.equal(JSON.stringify([store.users.list(), store.groups.list()]), before);
    });

    it("names a second app with the stack's key, by a line that removes it", async () => {
        const { store } = world.org;
        const [app] = store.apps.list();
        const jwk = app?.keys.map(({ kty, kid, n, e }) => ({ kty, kid, n, e }))[0] ?? {};
        const twin = serviceApp("Rezonate", [{ ...rsaKey(), jwk }]);
        const { body } = await admin(world.org, "POST", "/api/v1/apps", twin);
        const { code, stdout } = await verify();
        assert.equal(code, 1, stdout);
        assert.match(
            stdout,
            new RegExp(`^ *twin .*App ${body.id} .*belong to app ${app?.id}\\.`, "m"),
        );
        const lines = stdout.split("\n").flatMap((line) => /^ *(curl .*)$/.exec(line)?.[1] ?? []);
        assert.equal(lines.length, 2);
        for (const line of lines) {
            const env = { OKTA_API_TOKEN: world.org.apiToken };
            assert.equal((await runCommand(["bash", "-c", line], { env })).code, 0);
        }
        assert.deepEqual(store.apps.list(), [app]);
        assert.equal((await verify()).code, 0);
    });

    const named = async (code: string): Promise<string[]> => {
        const { stdout, stderr } = await verify();
        assert.match(stdout, new RegExp(`^ *${code} `, "m"), stderr);
        return namedCommands(stdout);
    };

    it("brings back, by commands pasted as printed, a scope that was revoked", async () => {
        const { store } = world.org;
        const [grant] = store.grants.filter(({ scopeId }) => scopeId === "okta.logs.read");
        store.grants.delete(String(grant?.id));
        const [up = "", ...more] = await named("missing_scope");
        assert.deepEqual(more, []);
        await paste(world, up);
        assert.equal((await verify()).code, 0);
    });

    it("has another key put back by commands that are pasted, and gives it out", async () => {
        const [app] = world.org.store.apps.list();
        const [key] = app?.keys ?? [];
        assert.ok(app !== undefined && key !== undefined);
        app.keys = [{ ...key, kid: "another", n: rsaKey("another").jwk["n"] as string }];
        const [up = "", handoff = "", ...more] = await named("key_not_registered");
        assert.deepEqual(more, []);
        await paste(world, up);
        const given = JSON.parse(await paste(world, handoff)) as { application_id?: string };
        assert.equal(given.application_id, app.id);
        assert.equal((await verify()).code, 0);
    });

    it("leads, by commands that are pasted, to a role that was taken away", async () => {
        const { apps, roleAssignments } = world.org.store;
        const [app] = apps.list();
        const role = roleAssignments.find(
            ({ assigneeId, type }) => assigneeId === app?.id && type === "READ_ONLY_ADMIN",
        );
        await admin(world.org, "DELETE", `/oauth2/v1/clients/${app?.id}/roles/${role?.id}`);
        const [up = "", ask = "", wait = "", ...more] = await named("missing_role");
        assert.deepEqual(more, []);
        await paste(world, up);
        for (const line of printedLines(await paste(world, ask, { codes: [1] }))) {
            await paste(world, line);
        }
        await paste(world, wait);
    });

    it("names the stack's outputs when there are none", async () => {
        await stack.destroy();
        const { code, stderr } = await verify();
        assert.equal(code, 2);
        assert.match(
            stderr,
            /no credentials. Wanted an integration of ours, or the outputs tenantId/,
        );
    });
});
