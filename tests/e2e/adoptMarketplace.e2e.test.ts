import assert from "node:assert/strict";

import type { Stack } from "@pulumi/pulumi/automation";

import type { AdoptReport } from "../../checks/index";
import {
    answerTo,
    type ClickedIntegration,
    clickedIntegration,
    keepSigningIn,
} from "../support/clickedIntegration";
import { killPulumiAt } from "../support/killedPulumi";
import { stopAtFirstFailure } from "../support/lifecycle";
import { paste, pasteRemoval, printedLines } from "../support/paste";
import { environmentOf, runOnStack, runPulumiLine, runVerb } from "../support/runCli";
import { changesOf, openTestEnvironment, type TestEnvironment } from "../support/testEnvironment";

/** One life of an integration that a person has installed: each test goes on from the one before. */
describe("a Marketplace integration that is in the org already", function () {
    this.timeout(300_000);
    stopAtFirstFailure(this);
    let world: TestEnvironment;
    let stack: Stack;
    let clicked: ClickedIntegration;
    const scopes = ["okta.logs.read", "okta.users.read"];

    before(async () => {
        world = await openTestEnvironment();
        stack = await world.inProcess({ "rezonate-okta:method": "marketplace" });
        clicked = await clickedIntegration(world.org, { type: "rezonate_security", scopes });
    });
    after(() => world.close());

    const adopt = (name: string, ...more: string[]) => runOnStack(world, "adopt", name, ...more);
    const pulumi = (line: string) => runPulumiLine(world, line);
    const inOrg = () => world.org.store.apiServices.list();
    const idsInOrg = () => inOrg().map(({ id }) => id);
    const secretIds = () => inOrg().flatMap(({ secrets }) => secrets.map(({ id }) => id));
    const failureOf = (operation: Promise<unknown>): Promise<string> =>
        operation.then(
            () => assert.fail("it went through"),
            (error: Error) => error.message,
        );

    it("is refused before anything changes where type or scopes are not the program's", async () => {
        const value = JSON.stringify({ integrationId: clicked.id });
        await stack.setConfig("rezonate-okta:adopt", { value });
        const before = JSON.stringify(inOrg());
        for (const operation of ["preview", "up"] as const) {
            const said = await failureOf(stack[operation](world.watch));
            assert.match(said, /integrationType: got "rezonatesecurity".*"rezonate_security"/);
            assert.match(said, /scopes: got other scopes than 0oa\w+ has: it lacks okta.apiTokens/);
        }
        assert.equal(JSON.stringify(inOrg()), before);
        await stack.removeConfig("rezonate-okta:adopt");
    });

    it("is listed, configured, and nothing changes in Okta", async () => {
        const listed = await adopt("dev");
        assert.equal(listed.code, 0, listed.stderr);
        assert.match(
            listed.stdout,
            new RegExp(
                `${clicked.id}  "\\w+"  type rezonate_security, 2 of the wanted scopes, 0 others`,
            ),
        );
        const before = JSON.stringify(inOrg());
        const chosen = ["--integration-id", clicked.id];
        const printed = await adopt("dev", ...chosen, "--print");
        assert.equal(printed.code, 0, printed.stderr);
        for (const line of printedLines(printed.stdout)) {
            await paste(world, line);
        }
        const pasted = await stack.getAllConfig();
        const set = await adopt("dev", ...chosen, "--json");
        assert.equal(set.code, 0, set.stderr);
        assert.deepEqual(await stack.getAllConfig(), pasted);
        assert.equal(JSON.stringify(inOrg()), before);
        const { integrationId } = JSON.parse(set.stdout) as AdoptReport;
        assert.equal(integrationId, clicked.id);
        const valueOf = (key: string) => pasted[`rezonate-okta:${key}`]?.value;
        assert.equal(valueOf("integrationType"), "rezonate_security");
        assert.equal(valueOf("scopes"), JSON.stringify(scopes));
    });

    it("is taken over by an up that was killed and repeated, under a client that goes on", async () => {
        const stop = keepSigningIn(world.org, clicked);
        await killPulumiAt(world, "up", {
            method: "POST",
            path: "/credentials/secrets$",
            status: 429,
        });
        assert.equal((await pulumi("cancel --yes --stack dev")).code, 0);
        // Nobody has the second secret, and only a person can tell which one that is.
        const said = await failureOf(stack.up(world.watch));
        assert.match(said, new RegExp(`two client secrets.*${clicked.secretId} \\(ACTIVE`));
        const orphan = secretIds().find((id) => id !== clicked.secretId);
        const [, lines = ""] = said.split(`To delete ${orphan}:`);
        await pasteRemoval(world.org, linesOf(lines.split("To delete")[0] ?? ""));
        assert.deepEqual(secretIds(), [clicked.secretId]);

        const { summary } = await stack.up(world.watch);
        assert.equal(summary.resourceChanges?.import, 1);
        assert.deepEqual(changesOf(await stack.preview(world.watch)), {});
        const answers = await stop();
        assert.deepEqual([...new Set(answers)], [200]);
        assert.ok(answers.length > 10);
        assert.deepEqual(idsInOrg(), [clicked.id]);
        assert.deepEqual(secretIds().length, 2);
        assert.equal(await answerTo(world.org, await handedOver()), 200);
    });

    const handedOver = async () => {
        const { clientId, clientSecret } = await stack.outputs();
        assert.equal(clientId?.value, clicked.id);
        return { id: clicked.id, clientSecret: String(clientSecret?.value) };
    };

    it("is without findings, and not for a second stack", async () => {
        const args = ["doctor", "--stack", "dev", "--dir", world.folders.project];
        const doctor = await runVerb(args, { env: environmentOf(world) });
        assert.equal(doctor.code, 0, doctor.stdout);
        await stack.workspace.createStack("second");
        await stack.workspace.setAllConfig("second", {
            "rezonate-okta:method": { value: "marketplace" },
            "rezonate-okta:oktaDomain": { value: world.org.domain },
            "okta:httpProxy": { value: world.org.url },
            "okta:apiToken": { value: world.org.apiToken, secret: true },
        });
        const refused = await adopt("second", "--integration-id", clicked.id);
        assert.equal(refused.code, 1);
        assert.match(refused.stdout, /belongs to the stack \S*dev; two stacks would undo/);
        const again = await adopt("dev", "--integration-id", clicked.id);
        assert.match(again.stdout, /the stack has taken over this integration already/);
    });

    it("lets the old secret go once Rezonate has the new one", async () => {
        await stack.removeConfig("rezonate-okta:adopt");
        await stack.setConfig("rezonate-okta:keepPreviousSecret", { value: "false" });
        assert.deepEqual(changesOf(await stack.up(world.watch)), { update: 2 });
        assert.equal(await answerTo(world.org, clicked), 401);
        assert.equal(await answerTo(world.org, await handedOver()), 200);
    });

    it("is found again by another stack where the first one was lost", async () => {
        const before = await handedOver();
        assert.equal((await pulumi("stack rm dev --force --yes --preserve-config")).code, 0);
        const found = await adopt("second", "--integration-id", clicked.id);
        assert.equal(found.code, 0, found.stdout);
        assert.equal((await pulumi("up --yes --skip-preview --stack second")).code, 0);
        const preview = await pulumi("preview --stack second --expect-no-changes");
        assert.equal(preview.code, 0, preview.stdout);
        assert.deepEqual(idsInOrg(), [clicked.id]);
        assert.equal(await answerTo(world.org, before), 200);
    });
});

/** Lines that the engine has indented. */
function linesOf(text: string): string {
    return text
        .split("\n")
        .map((line) => line.trim())
        .join("\n");
}
