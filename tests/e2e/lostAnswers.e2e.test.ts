import assert from "node:assert/strict";

import type { Stack } from "@pulumi/pulumi/automation";

import { READ_ONLY_SCOPES } from "../../rules/scopes";
import { API_KEY_CONFIG } from "../support/apiKey";
import { codesAfterPasting, doctorCodesOf, doctorText } from "../support/doctor";
import { killPulumiAt } from "../support/killedPulumi";
import { namedCommands, paste } from "../support/paste";
import {
    accessIn,
    changesOf,
    openTestEnvironment,
    type TestEnvironment,
} from "../support/testEnvironment";

describe("a write whose answer is lost", function () {
    this.timeout(300_000);
    let world: TestEnvironment;
    let stack: Stack;

    const codes = (...more: string[]): Promise<string[]> => doctorCodesOf(world, ...more);
    const lose = (path: string): void =>
        world.org.faults.add({ method: "POST", path, drop: true, after: true, times: 1 });
    const upClean = async (): Promise<void> => {
        await stack.up();
        assert.deepEqual(changesOf(await stack.preview()), {});
    };

    const whatIsLeft = async () => {
        const { apps, apiServices } = world.org.store;
        const { deployment } = (await stack.exportStack()) as {
            deployment: { resources?: unknown[] };
        };
        return {
            apps: apps.size,
            integrations: apiServices.size,
            resources: deployment.resources?.length ?? 0,
        };
    };

    describe("of a service app", () => {
        before(async () => {
            world = await openTestEnvironment();
            stack = await world.program();
        });
        after(() => world.close());

        it("makes no second app: doctor takes over the one that is there", async () => {
            lose("/api/v1/apps$");
            await assert.rejects(stack.up());
            const [app] = world.org.store.apps.list();
            assert.deepEqual(await codesAfterPasting(world), ["ok", "incomplete", "incomplete"]);
            lose("/oauth2/v1/clients/[^/]*/roles$");
            await assert.rejects(stack.up());
            assert.deepEqual(
                world.org.store.apps.list().map(({ id }) => id),
                [app?.id],
            );
        });

        it("leaves a role that doctor takes over, so that the next up is clean", async () => {
            await assert.rejects(stack.up(), /duplicate standard role assignment/);
            assert.deepEqual(await codes(), ["ok", "answer_lost"]);
            assert.deepEqual(await codes("--fix"), ["ok"]);
            await upClean();
            assert.deepEqual(accessIn(world.org), {
                scopes: [...READ_ONLY_SCOPES].sort(),
                roles: ["READ_ONLY_ADMIN"],
            });
        });

        it("is found also where Pulumi was killed", async () => {
            await stack.setConfig("rezonate-okta:remediation", { value: "true" });
            await stack.setConfig("rezonate-okta:remediationRole", { value: "USER_ADMIN" });
            const path = "/oauth2/v1/clients/[^/]*/roles$";
            await killPulumiAt(world, "up", { method: "POST", path });
            const printed = await doctorText(world);
            assert.match(printed, /stack_locked/);
            const [cancel = ""] = namedCommands(printed).filter((one) => /cancel/.test(one));
            await paste(world, cancel);
            assert.ok((await codes()).includes("answer_lost"));
            assert.deepEqual(await codes("--fix"), ["ok"]);
            await upClean();
            assert.deepEqual(accessIn(world.org).roles, ["READ_ONLY_ADMIN", "USER_ADMIN"]);
        });

        it("of a destroy makes nothing anew, and the destroy is ended when that is said", async () => {
            await killPulumiAt(world, "destroy", { method: "DELETE", path: "/api/v1/apps/[^/]*$" });
            await stack.cancel();
            assert.deepEqual(await codes(), ["deletion_interrupted", "app_deleted"]);
            await codes("--fix");
            assert.equal(world.org.store.apps.size, 0);
            assert.deepEqual(await codes("--fix", "--destroy"), ["ok"]);
            assert.deepEqual(await whatIsLeft(), { apps: 0, integrations: 0, resources: 0 });
        });
    });

    describe("of a Marketplace integration", () => {
        before(async () => {
            world = await openTestEnvironment();
            stack = await world.program({ "rezonate-okta:method": "marketplace" });
            await stack.up();
        });
        after(() => world.close());

        it("leaves no deletion that blocks every up", async () => {
            const scopes = JSON.stringify(["okta.users.read"]);
            await stack.setConfig("rezonate-okta:scopes", { value: scopes });
            const path = "/integrations/api/v1/api-services/[^/]*$";
            world.org.faults.add({ method: "DELETE", path, drop: true, after: true, times: 1 });
            await assert.rejects(stack.up());
            await assert.rejects(stack.up(), /404/);
            assert.ok((await codes()).includes("pending_delete_done"));
            assert.deepEqual(await codes("--fix"), ["ok"]);
            await upClean();
            assert.deepEqual(
                world.org.store.apiServices.list().map(({ grantedScopes }) => grantedScopes),
                [["okta.users.read"]],
            );
        });

        it("of a destroy is known, and its lines end in an empty org and an empty stack", async () => {
            const path = "/integrations/api/v1/api-services/[^/]*$";
            world.org.faults.add({ method: "DELETE", path, drop: true, after: true, times: 1 });
            await assert.rejects(stack.destroy());
            await assert.rejects(stack.destroy(), /404|not found/i);
            assert.deepEqual(await codes(), ["integration_deleted", "destroy_interrupted"]);
            assert.deepEqual(await codesAfterPasting(world), ["nothing_deployed"]);
            assert.deepEqual(await whatIsLeft(), { apps: 0, integrations: 0, resources: 0 });
        });
    });

    describe("of a service user", () => {
        before(async () => {
            world = await openTestEnvironment();
            stack = await world.program(API_KEY_CONFIG);
        });
        after(() => world.close());

        it("leaves zone, user and role that doctor takes over", async () => {
            for (const path of ["/api/v1/zones$", "/api/v1/users$", "/roles$"]) {
                lose(path);
                await assert.rejects(stack.up());
                assert.ok((await codes()).includes("answer_lost"), path);
                assert.ok(!(await codes("--fix")).includes("answer_lost"), path);
            }
            await upClean();
            const { zones, roleAssignments, users } = world.org.store;
            const login = API_KEY_CONFIG["rezonate-okta:login"];
            const own = users.filter(({ profile }) => profile["login"] === login);
            const roles = roleAssignments.filter(({ assigneeId }) => assigneeId === own[0]?.id);
            assert.deepEqual(
                [own.length, zones.list().length, roles.map(({ type }) => type)],
                [1, 1, ["READ_ONLY_ADMIN"]],
            );
        });
    });
});
