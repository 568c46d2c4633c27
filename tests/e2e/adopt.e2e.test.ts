import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import * as okta from "@pulumi/okta";
import type { Stack } from "@pulumi/pulumi/automation";

import type { AdoptReport } from "../../checks/index";
import { oktaProviderArgs, ServiceApp, type ServiceAppArgs, SigningKeys } from "../../components";
import { READ_ONLY_SCOPES } from "../../rules/scopes";
import { killPulumiAt } from "../support/killedPulumi";
import { stopAtFirstFailure } from "../support/lifecycle";
import { MintingClient } from "../support/mintingClient";
import { paste, printedLines } from "../support/paste";
import { runOnStack, runPulumiLine } from "../support/runCli";
import { asWebApp, otherApp, type ScriptedApp, scriptedApp } from "../support/scriptedApp";
import {
    accessIn,
    changesOf,
    openTestEnvironment,
    type TestEnvironment,
} from "../support/testEnvironment";

const oktaDomain = "acme.okta.com";

describe("an app that is in the org already", function () {
    this.timeout(300_000);
    let world: TestEnvironment;

    before(async () => {
        world = await openTestEnvironment();
    });
    after(() => world.close());

    const stackOf = async (
        name: string,
        program: () => { args: Partial<ServiceAppArgs> },
    ): Promise<Stack> => {
        const stack = await world.inline(name, () => {
            const provider = new okta.Provider("okta", oktaProviderArgs(oktaDomain));
            const { publicJwks } = new SigningKeys("keys");
            const { jwks = publicJwks, ...args } = program().args;
            const scopes = ["okta.users.read"];
            const wanted = { label: "Rezonate", oktaDomain, scopes, jwks, ...args };
            new ServiceApp("app", wanted, { provider });
            return Promise.resolve({});
        });
        await stack.setAllConfig({
            "okta:httpProxy": { value: world.org.url },
            "okta:apiToken": { value: world.org.apiToken, secret: true },
        });
        return stack;
    };
    const failureOf = (operation: Promise<unknown>): Promise<string> =>
        operation.then(
            () => assert.fail("it went through"),
            (error: Error) => error.message,
        );
    const idsIn = async (stack: Stack): Promise<unknown[]> => {
        const state = (await stack.exportStack()).deployment as { resources?: { id?: string }[] };
        return (state.resources ?? []).map(({ id }) => id);
    };

    describe("of another kind", () => {
        const kinds: Record<
            string,
            [make: () => Promise<string>, because: RegExp, preview?: RegExp]
        > = {
            "a web app": [
                () => otherApp(world.org, asWebApp),
                /applicationId: 0oa\w+ is an app of type "web"; wanted an API service app/,
                /applicationId: 0oa\w+ is an app of another type, which Pulumi would delete/,
            ],
            "an inactive one": [
                () => otherApp(world.org, (body) => body, false),
                /applicationId: 0oa\w+ is "INACTIVE"; wanted an active app/,
            ],
            "one that requires DPoP": [
                () =>
                    otherApp(world.org, (body) => ({
                        ...body,
                        settings: {
                            oauthClient: {
                                ...body.settings.oauthClient,
                                dpop_bound_access_tokens: true,
                            },
                        },
                    })),
                /applicationId: 0oa\w+ requires DPoP; wanted an app without it/,
            ],
            "one that is not there": [
                () => Promise.resolve("0oaAAAAAAAAAAAAAA1d7"),
                /the org has no app 0oaAAAAAAAAAAAAAA1d7, or the provider credentials may not see it/,
                /404 Not Found/,
            ],
        };
        for (const [kind, [make, because, inPreview]] of Object.entries(kinds)) {
            it(`${kind} is refused before anything changes`, async () => {
                const applicationId = await make();
                const before = JSON.stringify(world.org.store.apps.list());
                const stack = await stackOf(`refused-${applicationId}`.toLowerCase(), () => ({
                    args: { adopt: { applicationId, hasGrants: false } },
                }));
                // The plugin has no word for DPoP, so that only an up can tell.
                if (kind !== "one that requires DPoP") {
                    assert.match(await failureOf(stack.preview(world.watch)), inPreview ?? because);
                }
                assert.match(await failureOf(stack.up(world.watch)), because);
                assert.ok(!(await idsIn(stack)).includes(applicationId));
                await stack.destroy(world.watch);
                assert.equal(JSON.stringify(world.org.store.apps.list()), before);
            });
        }
    });

    describe("of the guide's script", function () {
        stopAtFirstFailure(this);
        let app: ScriptedApp;
        let stack: Stack;
        let adopt: ServiceAppArgs["adopt"];

        before(async () => {
            app = await scriptedApp(world.org, { scopes: ["okta.users.read", "okta.groups.read"] });
            adopt = { applicationId: app.id, roleAssignments: app.roleAssignments };
            stack = await stackOf("adopting", () => ({
                args: {
                    jwks: new SigningKeys("own").publicJwks.apply((own) => [
                        app.key.jwk,
                        ...own,
                    ]) as never,
                    scopes: ["okta.users.read", "okta.groups.read", "okta.logs.read"],
                    ...(adopt && { adopt }),
                },
            }));
        });

        it("is taken over by an up, under a client that goes on with its old key", async () => {
            const client = new MintingClient(world.org, app.credentials);
            const preview = await stack.preview(world.watch);
            const { summary } = await stack.up(world.watch);
            assert.deepEqual(summary.resourceChanges, preview.changeSummary);
            assert.equal(summary.resourceChanges?.import, 3);
            assert.equal(summary.resourceChanges?.delete, undefined);
            const { refusals, minted } = await client.stop();
            assert.deepEqual(refusals, []);
            assert.ok(minted > 5);
            assert.ok((await idsIn(stack)).includes(app.id));
        });

        it("has nothing to change afterwards, with and without `adopt`", async () => {
            assert.deepEqual(changesOf(await stack.preview(world.watch)), {});
            adopt = undefined;
            // The args of a component are part of the state.
            const { changeSummary } = await stack.preview(world.watch);
            assert.deepEqual(changesOf({ changeSummary }), { update: 1 });
            await stack.up(world.watch);
            assert.deepEqual(accessIn(world.org).roles, ["READ_ONLY_ADMIN"]);
        });

        it("is not exchanged for another one", async () => {
            const other = await scriptedApp(world.org);
            adopt = { applicationId: other.id, roleAssignments: other.roleAssignments };
            const because = /this stack has made the app 0oa\w+; wanted that one/;
            assert.match(await failureOf(stack.preview(world.watch)), because);
            assert.match(await failureOf(stack.up(world.watch)), because);
            assert.ok((await idsIn(stack)).includes(app.id));
        });
    });

    describe("that the command adopts", function () {
        stopAtFirstFailure(this);
        let app: ScriptedApp;
        let stack: Stack;

        before(async () => {
            world.org.reset();
            stack = await world.inProcess();
            app = await scriptedApp(world.org, {
                label: "Rezonate by script",
                scopes: [...READ_ONLY_SCOPES.slice(3), "okta.schemas.read"],
                roles: ["READ_ONLY_ADMIN", "SUPER_ADMIN"],
                withUse: true,
            });
        });

        const adopt = (name: string, ...more: string[]) =>
            runOnStack(world, "adopt", name, ...more);
        const pulumi = (line: string) => runPulumiLine(world, line);
        const appsInOrg = () => world.org.store.apps.list().map(({ id }) => id);
        const trusted = () => world.org.store.apps.list()[0]?.keys.map(({ kid }) => kid) ?? [];
        const privateKey = async () => String((await stack.outputs()).privateKey?.value);

        it("is listed, configured, and nothing changes in Okta", async () => {
            const listed = await adopt("dev");
            assert.equal(listed.code, 0, listed.stderr);
            assert.ok(listed.stdout.includes(`${app.id}  "Rezonate by script"  ACTIVE, 1 key`));
            const { store } = world.org;
            const before = JSON.stringify([store.apps.list(), store.grants.list()]);
            const printed = await adopt("dev", "--application", app.id, "--print");
            assert.equal(printed.code, 0, printed.stderr);
            for (const line of printedLines(printed.stdout)) {
                await paste(world, line);
            }
            const pasted = await stack.getAllConfig();
            const set = await adopt("dev", "--application", app.id, "--json");
            assert.equal(set.code, 0, set.stderr);
            assert.deepEqual(await stack.getAllConfig(), pasted);
            assert.equal(JSON.stringify([store.apps.list(), store.grants.list()]), before);
            const { differences } = JSON.parse(set.stdout) as AdoptReport;
            assert.deepEqual(
                differences
                    .filter(({ effect }) => effect === "undecided")
                    .map((one) => one.subject),
                ["roles"],
            );
        });

        it("is taken over by an up that was killed and repeated, under a client that goes on", async () => {
            const client = new MintingClient(world.org, app.credentials);
            assert.equal((await stack.preview(world.watch)).changeSummary.import, 3);
            await killPulumiAt(world, "up", { method: "PUT", path: `/api/v1/apps/${app.id}$` });
            assert.equal((await pulumi("cancel --yes --stack dev")).code, 0);
            await stack.up(world.watch);
            assert.deepEqual(changesOf(await stack.preview(world.watch)), {});
            assert.deepEqual(appsInOrg(), [app.id]);
            assert.equal(trusted().length, 2);
            assert.deepEqual(accessIn(world.org).roles, ["READ_ONLY_ADMIN", "SUPER_ADMIN"]);
            const { refusals, minted } = await client.stop();
            assert.deepEqual(refusals, []);
            assert.ok(minted > 5);
        });

        it("is not for a second stack", async () => {
            assert.equal((await pulumi("stack init second")).code, 0);
            for (const line of [
                `oktaDomain ${world.org.domain}`,
                `okta:httpProxy ${world.org.url}`,
                `--secret okta:apiToken ${world.org.apiToken}`,
            ]) {
                assert.equal((await pulumi(`config set --stack second ${line}`)).code, 0);
            }
            const refused = await adopt("second", "--application", app.id);
            assert.equal(refused.code, 1);
            assert.match(refused.stdout, /belongs to the stack \S*dev; two stacks would undo/);
            assert.doesNotMatch(refused.stdout, /pulumi config set/);
            const again = await adopt("dev", "--application", app.id);
            assert.equal(again.code, 1);
            assert.match(again.stdout, /the stack has taken over this app already/);
        });

        it("retires the old key by the ordinary rotation", async () => {
            const credentials = { tenant_id: "acme", application_id: app.id };
            const next = { ...credentials, private_key: await privateKey() };
            const client = new MintingClient(world.org, JSON.stringify(next));
            await stack.removeConfig("rezonate-okta:publicJwks");
            await stack.removeConfig("rezonate-okta:adopt");
            await stack.up(world.watch);
            const { refusals, minted } = await client.stop();
            assert.deepEqual(refusals, []);
            assert.ok(minted > 5);
            assert.equal(trusted().length, 1);
            assert.deepEqual(appsInOrg(), [app.id]);
            const old = new MintingClient(world.org, app.credentials);
            await sleep(200);
            assert.equal((await old.stop()).minted, 0);
        });

        it("is found again by another stack where the first one was lost", async () => {
            const handedOver = await privateKey();
            assert.equal((await pulumi("stack rm dev --force --yes --preserve-config")).code, 0);
            const found = await adopt("second", "--application", app.id);
            assert.equal(found.code, 0, found.stdout);
            assert.equal((await pulumi("up --yes --skip-preview --stack second")).code, 0);
            const preview = await pulumi("preview --stack second --expect-no-changes");
            assert.equal(preview.code, 0, preview.stdout);
            assert.deepEqual(appsInOrg(), [app.id]);
            const client = new MintingClient(
                world.org,
                JSON.stringify({ application_id: app.id, private_key: handedOver }),
            );
            await sleep(200);
            assert.deepEqual((await client.stop()).refusals, []);
        });
    });
});
