import assert from "node:assert/strict";

import type { Stack } from "@pulumi/pulumi/automation";

import { admin } from "../sandbox/support";
import { API_KEY_CONFIG, createToken, LOGIN, setToken } from "../support/apiKey";
import { codesAfterPasting, doctor, doctorCodesOf, doctorText } from "../support/doctor";
import { namedCommands, paste, printedLines } from "../support/paste";
import { changesOf, openTestEnvironment, type TestEnvironment } from "../support/testEnvironment";

/** One life of a stack: each test goes on from where the one before ended. */
describe("doctor on a stack of the API key method", function () {
    this.timeout(300_000);
    let world: TestEnvironment;
    let stack: Stack;
    const keys: string[] = [];

    before(async () => {
        world = await openTestEnvironment();
        stack = await world.inProcess(API_KEY_CONFIG);
        await stack.up();
    });
    after(() => world.close());

    const codes = (...more: string[]): Promise<string[]> => doctorCodesOf(world, ...more);
    const user = () => {
        const found = world.org.store.users.find(({ profile }) => profile.login === LOGIN);
        assert.ok(found);
        return found;
    };
    const token = () => {
        const found = world.org.store.apiTokens.find(({ userId }) => userId === user().id);
        assert.ok(found);
        return found;
    };
    const okta = async (method: string, path: string, body?: unknown) => {
        const { status, text } = await admin(world.org, method, `/api/v1${path}`, body);
        assert.ok(status < 300, `${method} ${path}: ${status} ${text}`);
    };

    /** What a person and `up` do between them until Rezonate has a key. */
    async function handOver(): Promise<void> {
        const made = await createToken(world.org);
        keys.push(made.token);
        await setToken(stack, made);
        await stack.up();
    }

    it("says what a person has to do, one step after the other", async () => {
        assert.deepEqual(await codes(), ["token_wanted"]);
        const made = await createToken(world.org);
        assert.deepEqual(await codes(), ["token_unrecorded"]);
        const printed = await doctorText(world);
        const [setId = "", ...noLine] = printedLines(printed);
        const [setKey = "", up = "", ...noCommand] = namedCommands(printed);
        assert.deepEqual([...noLine, ...noCommand], []);
        await paste(world, setId);
        await paste(world, setKey, { stdin: made.token });
        await paste(world, up);
        keys.push(made.token);
        assert.deepEqual(await codes(), ["ok"]);
    });

    it("mends what was changed by hand", async () => {
        const roles = `/users/${user().id}/roles`;
        const [role] = world.org.store.roleAssignments.filter(
            ({ assigneeId }) => assigneeId === user().id,
        );
        const [zone] = world.org.store.zones.list();
        const { network } = token();
        await okta("POST", `/users/${user().id}/lifecycle/suspend`);
        await okta("DELETE", `${roles}/${role?.id}`);
        await okta("POST", roles, { type: "APP_ADMIN" });
        await okta("PUT", `/zones/${zone?.id}`, {
            type: "IP",
            name: zone?.name,
            gateways: [{ type: "CIDR", value: "198.51.100.0/24" }],
        });
        await okta("PUT", `/api-tokens/${token().id}`, { network: { connection: "ANYWHERE" } });
        assert.deepEqual(await codes(), [
            "user_inactive",
            "role_removed",
            "role_added",
            "zone_changed",
            "token_network_changed",
        ]);
        assert.deepEqual(await codesAfterPasting(world), ["ok"]);
        assert.deepEqual(token().network, network);
        assert.deepEqual(changesOf(await stack.preview()), {});
    });

    it("sees that Rezonate does not use the key any more", async () => {
        const { expiresAt } = token();
        token().expiresAt = new Date(Date.now() + 5.5 * 24 * 3600 * 1000).toISOString();
        assert.deepEqual(await codes("--fix"), ["token_idle"]);
        token().expiresAt = expiresAt;
    });

    it("takes the next token by its line, in the place of the one before", async () => {
        const before = token();
        const made = await createToken(world.org);
        keys.push(made.token);
        assert.deepEqual(await codes(), ["token_unrecorded"]);
        const printed = await doctorText(world);
        const [setId = "", ...noLine] = printedLines(printed);
        const [setKey = "", up = ""] = namedCommands(printed);
        assert.deepEqual(noLine, []);
        await paste(world, setId);
        await paste(world, setKey, { stdin: made.token });
        await paste(world, up);
        await okta("DELETE", `/api-tokens/${before.id}`);
        assert.deepEqual(await codes(), ["ok"]);
    });

    it("brings back a user who was deactivated, and a zone that was deleted", async () => {
        const [zone] = world.org.store.zones.list();
        await okta("POST", `/users/${user().id}/lifecycle/deactivate`);
        await okta("POST", `/zones/${zone?.id}/lifecycle/deactivate`);
        await okta("DELETE", `/zones/${zone?.id}`);
        assert.deepEqual(await codes(), ["token_revoked", "user_inactive", "zone_changed"]);
        assert.deepEqual(await codesAfterPasting(world), ["token_wanted"]);
        assert.equal(world.org.store.zones.list().length, 1);
        assert.deepEqual(changesOf(await stack.preview()), {});
        await handOver();
    });

    it("lets go of a token that was revoked, so that up works and says what to do", async () => {
        await okta("DELETE", `/api-tokens/${token().id}`);
        await assert.rejects(stack.refresh());
        assert.deepEqual(await codes(), ["token_revoked"]);
        assert.deepEqual(await codesAfterPasting(world), ["token_wanted"]);
        await stack.refresh();
        const { stdout, summary } = await stack.up();
        assert.deepEqual(changesOf({ summary }), {});
        assert.match(stdout, /warning: .*a person has to.*pulumi config set --secret apiKey/s);
        await handOver();
        assert.deepEqual(await codes(), ["ok"]);
    });

    it("starts anew where the service user was deleted, with its token", async () => {
        const { id } = user();
        await okta("DELETE", `/users/${id}`);
        await okta("DELETE", `/users/${id}`);
        assert.deepEqual(await codes(), ["user_deleted"]);
        assert.deepEqual(await codesAfterPasting(world), ["token_wanted"]);
        assert.notEqual(user().id, id);
        assert.deepEqual(changesOf(await stack.preview()), {});
    });

    it("changes nothing by itself, and shows no key", async () => {
        const since = world.org.calls.length;
        const { stdout, stderr } = await doctor(world, "--debug");
        const calls = world.org.calls.slice(since);
        assert.deepEqual([...new Set(calls.map(({ method }) => method))], ["GET"]);
        assert.equal(keys.length, 4);
        for (const secret of [...keys, world.org.apiToken]) {
            assert.ok(!(stdout + stderr).includes(secret));
        }
    });
});
