import assert from "node:assert/strict";

import type { Stack } from "@pulumi/pulumi/automation";

import { REMEDIATION_PERMISSIONS } from "../../rules/remediation";
import { REMEDIATION_SCOPES } from "../../rules/scopes";
import { admin } from "../sandbox/support";
import { codesAfterPasting, doctor, doctorCodesOf, type DoctorReport } from "../support/doctor";
import { stopAtFirstFailure } from "../support/lifecycle";
import { type HandedOver, tokenOf } from "../support/readingClient";
import {
    allowedActions,
    EVERY_ACTION,
    forbiddenWrites,
    populate,
    type Population,
} from "../support/remediationMatrix";
import { runOnStack } from "../support/runCli";
import {
    accessIn,
    changesOf,
    openTestEnvironment,
    type TestEnvironment,
} from "../support/testEnvironment";
import { upUnderReads } from "../support/upUnderReads";
import { WRITES } from "../support/writes";

const SCOPES = [...REMEDIATION_SCOPES, "okta.users.read", "okta.groups.read"];

/** One life of a stack: each test goes on from where the one before ended. */
describe("remediation", function () {
    this.timeout(300_000);
    stopAtFirstFailure(this);
    let world: TestEnvironment;
    let stack: Stack;
    let people: Population;

    before(async () => {
        world = await openTestEnvironment();
        stack = await world.inProcess();
        people = await populate(world.org);
    });
    after(() => world.close());

    const set = (key: string, value: string) => stack.setConfig(`rezonate-okta:${key}`, { value });
    async function credentials(): Promise<HandedOver> {
        const { applicationId, privateKey } = await stack.outputs();
        return {
            application_id: String(applicationId?.value),
            private_key: String(privateKey?.value),
        };
    }
    async function allowed() {
        return allowedActions(
            world.org,
            await tokenOf(world.org, await credentials(), SCOPES),
            people,
        );
    }

    it("changes over from USER_ADMIN, which may create and delete, without a gap", async () => {
        await set("remediation", "true");
        await set("remediationRole", "USER_ADMIN");
        await stack.up();
        assert.deepEqual(accessIn(world.org).roles, ["READ_ONLY_ADMIN", "USER_ADMIN"]);
        await stack.removeConfig("rezonate-okta:remediationRole");
        // The components have other inputs.
        const { changeSummary } = await stack.preview();
        assert.deepEqual(changesOf({ changeSummary }), { create: 3, delete: 1, update: 2 });
        const writes = await upUnderReads(world, stack, await credentials());
        const [assigned, taken] = ["POST", "DELETE"].map((method) =>
            writes.findIndex(
                (line) => line.startsWith(method) && /clients\/[^/]+\/roles/.test(line),
            ),
        );
        assert.ok(
            assigned !== undefined && taken !== undefined && assigned < taken,
            writes.join("\n"),
        );
        assert.deepEqual(accessIn(world.org).roles, ["CUSTOM", "READ_ONLY_ADMIN"]);
        const [role] = world.org.store.customRoles.list();
        assert.deepEqual(
            role?.permissions.map(({ label }) => label).sort(),
            REMEDIATION_PERMISSIONS,
        );
    });

    it("lets Rezonate respond to everybody but admins, and do nothing else", async () => {
        assert.deepEqual(await allowed(), {
            ordinary: EVERY_ACTION,
            admin: ["read"],
            excluded: EVERY_ACTION,
            outside: EVERY_ACTION,
        });
        const token = await tokenOf(world.org, await credentials(), SCOPES);
        const through = await forbiddenWrites(world.org, token, people);
        assert.deepEqual(through, [
            `PUT /api/v1/groups/${people.groups.own}/users/${people.users.excluded} 204`,
        ]);
    });

    it("leaves alone who is in none of remediationGroups, such as those of remediationExcept", async () => {
        const { own, excluded } = people.groups;
        await set("remediationExcept", JSON.stringify([excluded]));
        await assert.rejects(
            stack.preview(),
            /remediationExcept: got it without remediationGroups/,
        );
        await set("remediationGroups", JSON.stringify([own]));
        const writes = await upUnderReads(world, stack, await credentials());
        assert.ok(
            writes.every((line) => line.includes("/resource-sets/")),
            writes.join("\n"),
        );
        assert.deepEqual(await allowed(), {
            ordinary: EVERY_ACTION,
            admin: ["read"],
            excluded: ["read"],
            outside: ["read"],
        });
        const token = await tokenOf(world.org, await credentials(), SCOPES);
        assert.deepEqual(await forbiddenWrites(world.org, token, people), []);
    });

    it("says in preflight and doctor who is in a group of both kinds", async () => {
        const { groups, users } = people;
        const both = `/api/v1/groups/${groups.own}/users/${users.excluded}`;
        await admin(world.org, "PUT", both);
        const preflight = async () => {
            const { stdout } = await runOnStack(world, "preflight", "dev", "--json");
            const { findings } = JSON.parse(stdout) as {
                findings: { check: string; code: string; detail: string }[];
            };
            return findings.find(({ check }) => check === "remediationExcept");
        };
        const found = await preflight();
        assert.equal(found?.code, "excepted_reached");
        assert.match(found.detail, /as well: excluded@x\.io\.$/);
        assert.deepEqual(await doctorCodesOf(world), ["ok", "excepted_reached"]);
        await admin(world.org, "DELETE", both);
        assert.equal((await preflight())?.code, "ok");
        assert.deepEqual(await doctorCodesOf(world), ["ok"]);
    });

    it("goes back to what the program says by doctor's lines", async () => {
        const { org } = world;
        const [role] = org.store.customRoles.list();
        const [set] = org.store.resourceSets.list();
        const permissions = `/api/v1/iam/roles/${role?.id}/permissions`;
        await admin(org, "DELETE", `${permissions}/okta.users.lifecycle.suspend`);
        await admin(org, "POST", `${permissions}/okta.users.manage`);
        await admin(org, "PATCH", `/api/v1/iam/resource-sets/${set?.id}/resources`, {
            additions: [`orn:okta:idp:${org.org.id}:apps`],
        });
        const codes = await doctorCodesOf(world);
        assert.deepEqual(codes.sort(), ["custom_role_changed", "custom_role_changed", "ok"]);
        assert.deepEqual(await codesAfterPasting(world), ["ok"]);
        assert.deepEqual(changesOf(await stack.preview()), {});
    });

    it("loses the role before the scopes, and reading goes on", async () => {
        await set("remediation", "false");
        const writes = await upUnderReads(world, stack, await credentials());
        const role = writes.findIndex((line) => /^DELETE .*\/clients\/[^/]+\/roles\//.test(line));
        const grant = writes.findIndex((line) => /^DELETE .*\/grants\//.test(line));
        assert.ok(role >= 0 && role < grant, writes.join("\n"));
        assert.deepEqual(accessIn(world.org).roles, ["READ_ONLY_ADMIN"]);
        assert.ok(!accessIn(world.org).scopes.some((scope) => scope.endsWith(".manage")));
        const { customRoles, resourceSets } = world.org.store;
        assert.deepEqual([customRoles.size, resourceSets.size], [0, 0]);
    });

    it("is taken over by doctor where the answers to its writes were lost", async () => {
        const { store, faults } = world.org;
        await set("remediation", "true");
        const made: readonly (readonly [name: string, path: string, hasIt: () => boolean])[] = [
            ["role", "^/api/v1/iam/roles$", () => store.customRoles.size === 1],
            [
                "assignment",
                WRITES["the app's role's POST"].path,
                () => accessIn(world.org).roles.includes("CUSTOM"),
            ],
        ];
        for (const [name, path, hasIt] of made) {
            faults.add({ method: "POST", path, drop: true, after: true, times: 1 });
            await assert.rejects(stack.up(), name);
            assert.ok(hasIt(), name);
            const { stdout, stderr } = await doctor(world, "--fix");
            assert.match(stderr, /^\$ pulumi import /m, name);
            const { findings } = JSON.parse(stdout) as DoctorReport;
            assert.ok(!findings.some(({ code }) => code === "answer_lost"), stdout);
        }
        assert.deepEqual(await doctorCodesOf(world), ["ok"]);
        assert.deepEqual(changesOf(await stack.preview()), {});
        assert.deepEqual([store.customRoles.size, store.resourceSets.size], [1, 1]);
    });
});
