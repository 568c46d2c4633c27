import assert from "node:assert/strict";

import type { Stack } from "@pulumi/pulumi/automation";

import { READ_ONLY_SCOPES } from "../../rules/scopes";
import { admin, bearer } from "../sandbox/support";
import { codesAfterPasting, doctorCodesOf } from "../support/doctor";
import { tokenOf } from "../support/readingClient";
import { populate } from "../support/remediationMatrix";
import { runOnStack } from "../support/runCli";
import {
    accessIn,
    changesOf,
    openTestEnvironment,
    type TestEnvironment,
} from "../support/testEnvironment";

/** What a view can be limited for. */
const SCOPES = ["okta.apps.read", "okta.factors.read", "okta.groups.read", "okta.users.read"];

interface VerifyReport {
    readonly findings: readonly { scope: string; code: string; detail: string }[];
    readonly views: readonly {
        kind: string;
        seen: number;
        there: number;
        missing: number;
        isLimited?: true;
    }[];
}

/** One life of a stack: each test goes on from where the one before ended. */
describe("what Rezonate sees of an org", function () {
    this.timeout(300_000);
    let world: TestEnvironment;
    let stack: Stack;

    before(async () => {
        world = await openTestEnvironment();
        stack = await world.inProcess();
        const app = { label: "Payroll", signOnMode: "BOOKMARK" };
        assert.equal((await admin(world.org, "POST", "/api/v1/apps", app)).status, 200);
    });
    after(() => world.close());

    async function verify(): Promise<{ faults: string[]; report: VerifyReport }> {
        const { stdout, stderr } = await runOnStack(world, "verify", "dev", "--json");
        assert.notEqual(stdout, "", stderr);
        const report = JSON.parse(stdout) as VerifyReport;
        const bad = report.findings.filter(({ code }) => code !== "ok");
        return { faults: bad.map(({ scope, code }) => `${scope} ${code}`), report };
    }

    it("is, in the strictest org, one app of two, and verify says so", async () => {
        await stack.up();
        const { faults, report } = await verify();
        assert.deepEqual(faults, ["okta.apps.read partial_view"]);
        const apps = report.views.find(({ kind }) => kind === "apps");
        assert.deepEqual([apps?.seen, apps?.there, apps?.missing], [1, 2, 1]);
    });

    it("is all of it with adminVisibility, and every scope reads", async () => {
        await stack.setConfig("rezonate-okta:adminVisibility", { value: "true" });
        const { summary } = await stack.up();
        // The component itself has another input.
        assert.deepEqual(changesOf({ summary }), { create: 3, update: 1 });
        const { store } = world.org;
        const [role] = store.customRoles.list();
        assert.deepEqual(role?.permissions.map(({ label }) => label).sort(), [
            "okta.apps.read",
            "okta.iam.read",
            "okta.users.apitokens.read",
        ]);
        const { faults, report } = await verify();
        assert.deepEqual(faults, []);
        assert.equal(report.findings.length, READ_ONLY_SCOPES.length);
        assert.ok(report.views.every(({ missing }) => missing === 0));
        const roles = report.findings.find(({ scope }) => scope === "okta.roles.read");
        assert.equal(roles?.detail, "Answered.");
        assert.deepEqual(changesOf(await stack.preview()), {});
        await stack.up({ refresh: true, expectNoChanges: true });
    });

    it("is told apart by doctor from a custom role of somebody else", async () => {
        const { store } = world.org;
        const [own] = store.roleAssignments.filter(({ type }) => type === "CUSTOM");
        const path = `/oauth2/v1/clients/${own?.assigneeId}/roles`;
        await admin(world.org, "DELETE", `${path}/${own?.id}`);
        const texts = { label: "Other", description: "Other", permissions: ["okta.users.read"] };
        const { body } = await admin(world.org, "POST", "/api/v1/iam/roles", texts);
        const other = { type: "CUSTOM", role: body["id"], "resource-set": own?.resourceSet };
        assert.equal((await admin(world.org, "POST", path, other)).status, 201);
        assert.deepEqual(await doctorCodesOf(world), ["role_removed", "role_added"]);
        assert.deepEqual(await codesAfterPasting(world), ["role_added"]);
        const [foreign] = store.roleAssignments.filter(({ role }) => role === body["id"]);
        await admin(world.org, "DELETE", `${path}/${foreign?.id}`);
        await admin(world.org, "DELETE", `/api/v1/iam/roles/${String(body["id"])}`);
        assert.deepEqual(await doctorCodesOf(world), ["ok"]);
    });

    it("stays when doctor brings back READ_ONLY_ADMIN, on which it depends", async () => {
        const [standard] = world.org.store.roleAssignments.filter(
            ({ type }) => type === "READ_ONLY_ADMIN",
        );
        const path = `/oauth2/v1/clients/${standard?.assigneeId}/roles/${standard?.id}`;
        await admin(world.org, "DELETE", path);
        assert.deepEqual(await doctorCodesOf(world), ["role_removed"]);
        assert.deepEqual(await codesAfterPasting(world), ["ok"]);
        assert.deepEqual(changesOf(await stack.preview()), {});
    });

    it("is what the scopes call for: the role gets fewer permissions with fewer scopes", async () => {
        const scopes = READ_ONLY_SCOPES.filter((scope) => scope !== "okta.roles.read");
        await stack.setConfig("rezonate-okta:scopes", { value: JSON.stringify(scopes) });
        await stack.up();
        const [role] = world.org.store.customRoles.list();
        assert.ok(role?.permissions.every(({ label }) => label !== "okta.iam.read"));
        assert.deepEqual((await verify()).faults, []);
        await stack.removeConfig("rezonate-okta:scopes");
    });

    it("shrinks again without adminVisibility, and leaves nothing behind", async () => {
        await stack.removeConfig("rezonate-okta:adminVisibility");
        await stack.up();
        const { customRoles, resourceSets, roleAssignments } = world.org.store;
        assert.deepEqual([customRoles.size, resourceSets.size], [0, 0]);
        assert.ok(!roleAssignments.find(({ type }) => type === "CUSTOM"));
        assert.deepEqual((await verify()).faults, ["okta.apps.read partial_view"]);
        assert.deepEqual(changesOf(await stack.preview()), {});
    });

    it("is some groups, the people in them and some apps where it is limited to these", async () => {
        const { org } = world;
        const { groups, users } = await populate(org);
        const [payroll] = org.store.apps.filter(({ label }) => label === "Payroll");
        const { body } = await admin(org, "GET", `/api/v1/apps/${payroll?.id}`);
        const set = (key: string, value: readonly unknown[]) =>
            stack.setConfig(`rezonate-okta:${key}`, { value: JSON.stringify(value) });
        await set("visibilityGroups", [groups.own]);
        await set("visibilityApps", [body["orn"]]);
        await assert.rejects(
            stack.preview(),
            /scopes: got okta\.apiTokens\.read, .*; wanted none but/,
        );
        await set("scopes", SCOPES);
        await stack.up();
        assert.deepEqual(accessIn(org), { roles: ["CUSTOM"], scopes: SCOPES });
        const outputs = await stack.outputs();
        const token = await tokenOf(
            org,
            {
                application_id: String(outputs["applicationId"]?.value),
                private_key: String(outputs["privateKey"]?.value),
            },
            SCOPES,
        );
        const shown = async (kind: string) => {
            const { text } = await bearer(org, token, "GET", `/api/v1/${kind}`);
            return (JSON.parse(text) as { id: string }[]).map(({ id }) => id).sort();
        };
        assert.deepEqual(await shown("users"), [users.ordinary, users.admin].sort());
        assert.deepEqual(await shown("groups"), [groups.own]);
        assert.deepEqual(await shown("apps"), [payroll?.id]);
        const { faults, report } = await verify();
        assert.deepEqual(faults, []);
        assert.ok(report.views.length > 0 && report.views.every(({ isLimited }) => isLimited));
        assert.match(report.findings.map(({ detail }) => detail).join(), /The view is limited to/);
        assert.deepEqual(await doctorCodesOf(world), ["ok"]);
        assert.deepEqual(changesOf(await stack.preview()), {});
    });
});
