import assert from "node:assert/strict";

import type { Stack } from "@pulumi/pulumi/automation";

import { admin, rsaKey } from "../sandbox/support";
import { codesAfterPasting, doctor, doctorCodesOf, type DoctorReport } from "../support/doctor";
import { environmentOf, runVerb } from "../support/runCli";
import { openTestEnvironment, type TestEnvironment } from "../support/testEnvironment";

describe("doctor on a deployed stack", function () {
    this.timeout(300_000);
    let world: TestEnvironment;
    let stack: Stack;
    let appId: string;

    before(async () => {
        world = await openTestEnvironment();
        stack = await world.inProcess();
    });
    after(() => world.close());

    const codes = (...more: string[]): Promise<string[]> => doctorCodesOf(world, ...more);

    it("says before the first up that there is nothing to look at", async () => {
        assert.deepEqual(await codes(), ["nothing_deployed"]);
    });

    it("finds nothing right after up", async () => {
        const { outputs } = await stack.up();
        appId = String(outputs["applicationId"]?.value);
        const { code, stdout } = await doctor(world);
        const report = JSON.parse(stdout) as DoctorReport;
        assert.deepEqual([report.ok, code], [true, 0]);
    });

    it("tells every change made by hand apart, and mends what Pulumi can", async () => {
        const { org } = world;
        const path = `/api/v1/apps/${appId}`;
        const app = await admin(org, "GET", path);
        const other = rsaKey("by-hand").jwk;
        const changed = structuredClone(app.body) as unknown as {
            label: string;
            settings: {
                oauthClient: { jwks: { keys: unknown[] }; dpop_bound_access_tokens: boolean };
            };
        };
        changed.label = "Renamed";
        changed.settings.oauthClient.jwks.keys.push(other);
        await admin(org, "PUT", path, changed);
        const users = org.store.grants.find(({ scopeId }) => scopeId === "okta.users.read");
        await admin(org, "DELETE", `${path}/grants/${users?.id}`);
        const extra = { issuer: `https://${org.domain}`, scopeId: "okta.groups.manage" };
        await admin(org, "POST", `${path}/grants`, extra);
        await admin(org, "POST", `${path}/lifecycle/deactivate`);
        assert.deepEqual((await codes()).sort(), [
            "app_inactive",
            "grant_added",
            "grant_removed",
            "key_added",
            "label_changed",
        ]);
        assert.deepEqual(await codesAfterPasting(world), ["ok"]);
    });

    it("tells what only a person can mend, and puts back a key that was taken off", async () => {
        const { org } = world;
        const app = org.store.apps.get(appId);
        const [key] = app?.keys ?? [];
        const client = app?.settings.oauthClient;
        assert.ok(app !== undefined && key !== undefined && client !== undefined);
        key.status = "INACTIVE";
        client.dpop_bound_access_tokens = true;
        assert.deepEqual((await codes("--fix")).sort(), ["dpop_on", "key_inactive"]);
        key.status = "ACTIVE";
        client.dpop_bound_access_tokens = false;
        app.keys = [{ ...key, kid: "another" }];
        assert.deepEqual((await codes()).sort(), ["key_added", "key_removed"]);
        assert.deepEqual(await codes("--fix"), ["ok"]);
    });

    it("brings back a role that was taken away, and tells one that was added", async () => {
        const { org } = world;
        const base = `/oauth2/v1/clients/${appId}/roles`;
        const [role] = org.store.roleAssignments.filter(({ assigneeId }) => assigneeId === appId);
        await admin(org, "DELETE", `${base}/${role?.id}`);
        assert.deepEqual(await codes(), ["role_removed"]);
        assert.deepEqual(await codes("--fix"), ["ok"]);
        await admin(org, "POST", base, { type: "HELP_DESK_ADMIN" });
        assert.deepEqual(await codes("--fix"), ["role_added"]);
        await admin(org, "DELETE", `${base}/JBCUYUC7IRCVGS27IFCE2SKO`);
        assert.deepEqual(await codes(), ["ok"]);
    });

    it("takes over a role that was taken away and given back", async () => {
        const { org } = world;
        const base = `/oauth2/v1/clients/${appId}/roles`;
        const [role] = org.store.roleAssignments.filter(({ assigneeId }) => assigneeId === appId);
        await admin(org, "DELETE", `${base}/${role?.id}`);
        await admin(org, "POST", base, { type: "READ_ONLY_ADMIN" });
        assert.deepEqual(await codes(), ["role_removed"]);
        assert.deepEqual(await codes("--fix"), ["ok"]);
        const { summary } = await stack.up({ expectNoChanges: true });
        assert.equal(summary.result, "succeeded");
    });

    it("brings a stack whose app was deleted by hand back to a clean up", async () => {
        const { org } = world;
        await admin(org, "POST", `/api/v1/apps/${appId}/lifecycle/deactivate`);
        await admin(org, "DELETE", `/api/v1/apps/${appId}`);
        await assert.rejects(stack.refresh());
        const shown = await doctor(world);
        assert.equal(shown.code, 1);
        const [finding] = (JSON.parse(shown.stdout) as DoctorReport).findings;
        assert.equal(finding?.code, "app_deleted");
        assert.match(finding?.hint ?? "", /^pulumi state delete 'urn:/m);
        const fixed = await doctor(world, "--fix");
        assert.equal(fixed.code, 0, fixed.stderr);
        assert.match(fixed.stderr, /\$ pulumi state delete/);
        await stack.refresh();
        await stack.up({ expectNoChanges: true });
        assert.equal(org.store.apps.size, 1);
    });

    it("says when it cannot look", async () => {
        world.org.faults.add({ path: "/api/v1/apps", status: 503 });
        const { code, stdout } = await doctor(world);
        world.org.faults.clear();
        const report = JSON.parse(stdout) as DoctorReport;
        assert.deepEqual([code, report.findings[0]?.code], [2, "unreachable"]);
        world.org.faults.add({ path: "/api/v1/apps", status: 401, errorCode: "E0000011" });
        assert.deepEqual(await codes(), ["bad_credentials"]);
        world.org.faults.clear();
        world.org.faults.add({ path: "/oauth2/v1/clients", status: 403, errorCode: "E0000006" });
        assert.deepEqual(await codes(), ["could_not_check"]);
        world.org.faults.clear();
        const refused = await runVerb(
            ["doctor", "--stack", "none", "--dir", world.folders.project],
            {
                env: environmentOf(world),
            },
        );
        assert.equal(refused.code, 2);
        assert.match(refused.stderr, /there is no such stack/);
    });

    it("lets no secret out", async () => {
        const { stdout, stderr } = await doctor(world, "--debug");
        const { privateKey } = await stack.outputs();
        const lines = String(privateKey?.value)
            .split("\n")
            .filter((line) => line.length > 20);
        assert.ok(lines.length > 5);
        for (const line of lines) {
            assert.ok(!(stdout + stderr).includes(line));
        }
        assert.ok(!(stdout + stderr).includes(world.org.apiToken));
    });
});
