import assert from "node:assert/strict";

import type { Stack } from "@pulumi/pulumi/automation";

import { READ_ONLY_SCOPES } from "../../rules/scopes";
import {
    accessIn,
    changesOf,
    openTestEnvironment,
    type TestEnvironment,
} from "../support/testEnvironment";

describe("when an up fails", function () {
    this.timeout(900_000);
    let world: TestEnvironment;

    beforeEach(async () => {
        world = await openTestEnvironment();
    });
    afterEach(() => world.close());

    const failing = async (stack: Stack): Promise<string> => {
        await assert.rejects(stack.up(world.watch));
        return world.output.join("\n");
    };
    const assertWhole = async (stack: Stack) => {
        await stack.up(world.watch);
        assert.equal(world.org.store.apps.size, 1);
        assert.deepEqual(accessIn(world.org), {
            scopes: [...READ_ONLY_SCOPES].sort(),
            roles: ["READ_ONLY_ADMIN"],
        });
        assert.deepEqual(changesOf(await stack.preview(world.watch)), {});
    };

    it("half-way through the grants, the next one ends right", async () => {
        const stack = await world.program();
        world.org.faults.add({
            method: "POST",
            path: "/grants$",
            status: 403,
            errorCode: "E0000006",
            skip: 4,
            times: 1,
        });
        assert.match(await failing(stack), /do not have permission/);
        await assertWhole(stack);
    });

    it("at the role, the next one only makes the role", async () => {
        const stack = await world.program();
        world.org.faults.add({
            method: "POST",
            path: "/oauth2/v1/clients/",
            status: 403,
            errorCode: "E0000006",
            times: 1,
        });
        await failing(stack);
        await assertWhole(stack);
    });

    it("for bad input, it names every fault, shows no stack trace and registers nothing", async () => {
        const stack = await world.program({
            "rezonate-okta:oktaDomain": "https://acme.okta.com/admin",
            "rezonate-okta:label": "x".repeat(101),
            "rezonate-okta:rsaBits": "1024",
        });
        const heard = await failing(stack);
        for (const property of ["oktaDomain", "label", "keys.rsaBits"]) {
            assert.ok(heard.includes(`${property}: got`), property);
        }
        const printed = world.output.filter((text) => !text.startsWith("{")).join("\n");
        assert.doesNotMatch(printed, /\.ts:\d+|at Object\.|node_modules/);
        const state = (await stack.exportStack()).deployment as { resources?: { type: string }[] };
        assert.deepEqual(
            (state.resources ?? [])
                .map((one) => one.type)
                .filter((type) => type !== "pulumi:pulumi:Stack"),
            [],
        );
        assert.equal(world.org.calls.length, 0);
    });
});
