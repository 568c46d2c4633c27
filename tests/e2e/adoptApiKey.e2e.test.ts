import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import type { Stack } from "@pulumi/pulumi/automation";

import type { AdoptReport } from "../../checks/index";
import { createToken, LOGIN, type MadeToken, serviceUser } from "../support/apiKey";
import { killPulumiAt } from "../support/killedPulumi";
import { stopAtFirstFailure } from "../support/lifecycle";
import { paste, pasteRemoval, printedLines } from "../support/paste";
import { environmentOf, runOnStack, runPulumiLine, runVerb } from "../support/runCli";
import { changesOf, openTestEnvironment, type TestEnvironment } from "../support/testEnvironment";

/** One life of a service user that a person has made: each test goes on from the one before. */
describe("a service user that is in the org already", function () {
    this.timeout(300_000);
    stopAtFirstFailure(this);
    let world: TestEnvironment;
    let stack: Stack;
    let userId: string;
    let key: MadeToken;
    const profile = {
        email: "it-security@example.com",
        firstName: "Svc",
        lastName: "Rezonate",
        department: "IT",
        costCode: "4711",
    };

    before(async () => {
        world = await openTestEnvironment();
        stack = await world.inProcess({ "rezonate-okta:method": "api-key" });
        userId = await serviceUser(world.org, { profile });
        key = await createToken(world.org);
    });
    after(() => world.close());

    const adopt = (name: string, ...more: string[]) => runOnStack(world, "adopt", name, ...more);
    const pulumi = (line: string) => runPulumiLine(world, line);
    const answer = async () => {
        const headers = { authorization: `SSWS ${key.token}` };
        return (await fetch(`${world.org.url}/api/v1/groups`, { headers })).status;
    };
    const access = () => {
        const { users, roleAssignments, apiTokens, zones } = world.org.store;
        const roles = roleAssignments.filter(({ assigneeId }) => assigneeId === userId);
        const user = users.get(userId);
        const tokens = apiTokens.list().map(({ id, network }) => [id, network]);
        return JSON.stringify([user?.status, user?.profile, roles, tokens, zones.list()]);
    };
    /** What an operation has asked the org to change. */
    const writesSince = (since: number): string[] =>
        world.org.calls
            .slice(since)
            .filter(({ method }) => method !== "GET")
            .map(({ method, path }) => `${method} ${path}`);
    const failureOf = (operation: Promise<unknown>): Promise<string> =>
        operation.then(
            () => assert.fail("it went through"),
            (error: Error) => error.message,
        );

    it("is refused before anything changes where an update would take away, give or rename", async () => {
        const other = await serviceUser(world.org, {
            profile: { login: "other@example.com" },
            roles: ["READ_ONLY_ADMIN", "SUPER_ADMIN"],
        });
        await stack.setAllConfig({
            "rezonate-okta:login": { value: LOGIN },
            "rezonate-okta:adopt": { value: JSON.stringify({ userId: other }) },
        });
        const since = world.org.calls.length;
        for (const operation of ["preview", "up"] as const) {
            const said = await failureOf(stack[operation](world.watch));
            assert.match(
                said,
                /login: got "rezonate@example.com", but 00u\w+ has the login "other/,
            );
            assert.match(said, /adopt.userId: 00u\w+ holds SUPER_ADMIN, which the next update/);
        }
        assert.deepEqual(writesSince(since), []);
        await stack.removeConfig("rezonate-okta:adopt");
        await stack.removeConfig("rezonate-okta:login");
    });

    it("is listed, configured, and nothing changes in Okta", async () => {
        const listed = await adopt("dev");
        assert.equal(listed.code, 0, listed.stderr);
        const [first] = listed.stdout.split("\n").filter((line) => line.includes("00u"));
        assert.equal(first, `  ${userId}  "${LOGIN}"  ACTIVE, 1 API token, READ_ONLY_ADMIN`);
        const before = access();
        const printed = await adopt("dev", "--user-id", userId, "--print");
        assert.equal(printed.code, 0, printed.stdout + printed.stderr);
        for (const line of printedLines(printed.stdout)) {
            await paste(world, line);
        }
        const pasted = await stack.getAllConfig();
        const set = await adopt("dev", "--user-id", userId, "--json");
        assert.equal(set.code, 0, set.stderr);
        assert.deepEqual(await stack.getAllConfig(), pasted);
        assert.equal(access(), before);
        assert.equal((JSON.parse(set.stdout) as AdoptReport).userId, userId);
        const valueOf = (name: string) => pasted[`rezonate-okta:${name}`]?.value;
        assert.deepEqual(
            [valueOf("login"), valueOf("email"), valueOf("apiTokenId")],
            [LOGIN, profile.email, key.id],
        );
    });

    it("is taken over by an up that was killed and repeated, and the key goes on working", async () => {
        const answers: number[] = [];
        const state = { isGoingOn: true };
        const reading = (async () => {
            while (state.isGoingOn) {
                answers.push(await answer());
                await sleep(50, undefined, { ref: false });
            }
        })();
        // Of what the command has set nothing writes. The addresses do: a zone is made for them.
        await stack.removeConfig("rezonate-okta:apiTokenId");
        await stack.setConfig("rezonate-okta:gateways", { value: '["127.0.0.1"]' });
        const since = world.org.calls.length;
        await killPulumiAt(world, "up", { method: "POST", path: "/api/v1/zones$" });
        assert.equal((await pulumi("cancel --yes --stack dev")).code, 0);
        const { summary } = await stack.up(world.watch);
        assert.equal(summary.resourceChanges?.import, 2);
        assert.deepEqual(changesOf(await stack.preview(world.watch)), {});
        assert.deepEqual(
            writesSince(since).filter((call) => !call.startsWith("POST /api/v1/zones")),
            [],
        );
        state.isGoingOn = false;
        await reading;
        assert.deepEqual([...new Set(answers)], [200]);
        assert.ok(answers.length > 10);
        const { profile: now } = world.org.store.users.get(userId) ?? {};
        for (const [name, value] of Object.entries(profile)) {
            assert.equal(now?.[name], value, name);
        }
    });

    it("is not for a second stack; doctor names the zone that the killed up has left", async () => {
        const args = ["doctor", "--stack", "dev", "--dir", world.folders.project, "--json"];
        const doctor = await runVerb(args, { env: environmentOf(world) });
        const { findings } = JSON.parse(doctor.stdout) as {
            findings: { code: string; hint: string }[];
        };
        const [twin] = findings.filter(({ code }) => code === "twin");
        await pasteRemoval(world.org, twin?.hint ?? "");
        assert.equal(world.org.store.zones.size, 1);
        await stack.workspace.createStack("second");
        await stack.workspace.setAllConfig("second", {
            "rezonate-okta:method": { value: "api-key" },
            "rezonate-okta:oktaDomain": { value: world.org.domain },
            "okta:httpProxy": { value: world.org.url },
            "okta:apiToken": { value: world.org.apiToken, secret: true },
        });
        const refused = await adopt("second", "--user-id", userId);
        assert.equal(refused.code, 1);
        assert.match(refused.stdout, /belongs to the stack \S*dev; two stacks would undo/);
        const again = await adopt("dev", "--user-id", userId);
        assert.match(again.stdout, /the stack has taken over this service user already/);
    });

    it("changes nothing where adopt is removed, and fences the token in when told to", async () => {
        await stack.removeConfig("rezonate-okta:adopt");
        assert.deepEqual(changesOf(await stack.preview(world.watch)), { update: 1 });
        await stack.setConfig("rezonate-okta:apiTokenId", { value: key.id });
        await stack.setConfig("rezonate-okta:email", { value: "security@example.com" });
        await stack.up(world.watch);
        const now = world.org.store.users.get(userId)?.profile;
        assert.deepEqual(
            [now?.email, now?.["department"], now?.["costCode"], now?.["firstName"]],
            ["security@example.com", "IT", "4711", "Svc"],
        );
        const [zone] = world.org.store.zones.list();
        assert.deepEqual(world.org.store.apiTokens.get(key.id)?.network.include, [zone?.id]);
        assert.equal(await answer(), 200);
    });

    it("is found again, with its zone, by another stack where the first one was lost", async () => {
        assert.equal((await pulumi("stack rm dev --force --yes --preserve-config")).code, 0);
        const [zone] = world.org.store.zones.list();
        const before = access();
        const found = await adopt("second", "--user-id", userId, "--json");
        assert.equal(found.code, 0, found.stdout);
        const { edits } = JSON.parse(found.stdout) as AdoptReport;
        assert.deepEqual(edits, {
            adopt: JSON.stringify({ userId, zoneId: zone?.id }),
            login: LOGIN,
            email: "security@example.com",
            gateways: '["127.0.0.1"]',
            apiTokenId: key.id,
        });
        const since = world.org.calls.length;
        assert.equal((await pulumi("up --yes --skip-preview --stack second")).code, 0);
        const preview = await pulumi("preview --stack second --expect-no-changes");
        assert.equal(preview.code, 0, preview.stdout);
        assert.deepEqual(writesSince(since), []);
        assert.equal(access(), before);
        assert.equal(await answer(), 200);
    });
});
