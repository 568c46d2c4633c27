import assert from "node:assert/strict";

import type { Stack } from "@pulumi/pulumi/automation";

import { admin } from "../sandbox/support";
import { codesAfterPasting, doctor, doctorCodesOf, type DoctorReport } from "../support/doctor";
import { namedCommands, paste } from "../support/paste";
import { environmentOf, runVerb } from "../support/runCli";
import { openTestEnvironment, type TestEnvironment } from "../support/testEnvironment";

describe("doctor on a stack of the Marketplace method", function () {
    this.timeout(300_000);
    let world: TestEnvironment;
    let stack: Stack;

    before(async () => {
        world = await openTestEnvironment();
        stack = await world.inProcess({ "rezonate-okta:method": "marketplace" });
    });
    after(() => world.close());

    const codes = (...more: string[]): Promise<string[]> => doctorCodesOf(world, ...more);
    const integration = () => {
        const [found] = world.org.store.apiServices.list();
        assert.ok(found);
        return found;
    };
    const path = () => `/integrations/api/v1/api-services/${integration().id}`;

    /** What Okta says to the credentials that the stack hands over now. */
    async function signIn(): Promise<number> {
        const { clientId, clientSecret } = await stack.outputs();
        const client = `${String(clientId?.value)}:${String(clientSecret?.value)}`;
        const { status } = await fetch(`${world.org.url}/oauth2/v1/token`, {
            method: "POST",
            headers: { authorization: `Basic ${Buffer.from(client).toString("base64")}` },
            body: new URLSearchParams({
                grant_type: "client_credentials",
                scope: "okta.users.read",
            }),
        });
        return status;
    }

    it("says before the first up that there is nothing to look at, and nothing is wrong after", async () => {
        assert.deepEqual(await codes(), ["nothing_deployed"]);
        await stack.up();
        const { code, stdout } = await doctor(world);
        assert.deepEqual([(JSON.parse(stdout) as DoctorReport).ok, code], [true, 0]);
        assert.equal(await signIn(), 200);
    });

    it("makes a new client secret where the stack's was deleted", async () => {
        world.org.store.apiServices.set({ ...integration(), secrets: [] });
        assert.equal(await signIn(), 401);
        assert.deepEqual(await codes(), ["secret_lost"]);
        assert.deepEqual(await codesAfterPasting(world), ["ok"]);
        assert.equal(await signIn(), 200);
    });

    it("keeps another secret that is active, which Rezonate may be using, and forgets neither", async () => {
        await stack.setConfig("rezonate-okta:secretGeneration", { value: "2" });
        const before = String((await stack.outputs())["clientSecret"]?.value);
        await stack.up();
        const own = integration().secrets.find(({ secret }) => secret !== before);
        const secrets = integration().secrets.filter((one) => one !== own);
        world.org.store.apiServices.set({ ...integration(), secrets });
        assert.deepEqual(await codes(), ["secret_lost"]);
        assert.deepEqual(await codesAfterPasting(world), ["ok"]);
        const there = integration().secrets;
        assert.equal(there.length, 2);
        assert.ok(there.some(({ secret, status }) => secret === before && status === "ACTIVE"));
        assert.equal(await signIn(), 200);
        await stack.setConfig("rezonate-okta:secretGeneration", { value: "1" });
        world.org.store.apiServices.set({ ...integration(), secrets: [] });
        assert.deepEqual(await codesAfterPasting(world), ["ok"]);
    });

    it("names, where verify is refused, commands that bring access back when pasted", async () => {
        world.org.store.apiServices.set({ ...integration(), secrets: [] });
        const { project } = world.folders;
        const { code, stdout } = await runVerb(["verify", "--stack", "dev", "--dir", project], {
            env: environmentOf(world),
        });
        assert.equal(code, 1);
        assert.match(stdout, /credential_refused/);
        const [up = "", ask = "", ...more] = namedCommands(stdout);
        assert.deepEqual(more, []);
        await paste(world, up);
        await paste(world, ask);
        assert.equal(await signIn(), 200);
    });

    it("has scopes that were changed put back by a line that is pasted", async () => {
        const { id, grantedScopes } = integration();
        const changed = { ...integration(), grantedScopes: grantedScopes.slice(1) };
        world.org.store.apiServices.set(changed);
        assert.deepEqual(await codes(), ["integration_changed"]);
        assert.deepEqual(await codesAfterPasting(world), ["ok"]);
        assert.notEqual(integration().id, id);
        assert.deepEqual([...integration().grantedScopes].sort(), [...grantedScopes].sort());
        assert.equal(await signIn(), 200);
    });

    it("tells a deactivated secret and one that is not the stack's", async () => {
        const added = await admin(world.org, "POST", `${path()}/credentials/secrets`);
        assert.deepEqual(await codes("--fix"), ["secret_added"]);
        const [own] = integration().secrets;
        const other = String(added.body["id"]);
        const deactivate = `${path()}/credentials/secrets/${own?.id}/lifecycle/deactivate`;
        await admin(world.org, "POST", deactivate);
        const { stdout } = await doctor(world);
        const [finding] = (JSON.parse(stdout) as DoctorReport).findings;
        assert.equal(finding?.code, "secret_lost");
        assert.match(finding.detail, new RegExp(`${own?.id} and ${other} are there: delete`));
        assert.doesNotMatch(finding.hint, /^pulumi/m);
        const secrets = integration().secrets.filter(({ id }) => id !== other);
        world.org.store.apiServices.set({ ...integration(), secrets });
        assert.deepEqual(await codes("--fix"), ["ok"]);
        assert.equal(await signIn(), 200);
    });

    it("brings a stack whose integration was deleted by hand back to a clean up", async () => {
        const { id } = integration();
        await admin(world.org, "DELETE", path());
        await assert.rejects(stack.refresh());
        assert.deepEqual(await codes(), ["integration_deleted"]);
        assert.deepEqual(await codesAfterPasting(world), ["ok"]);
        assert.notEqual(integration().id, id);
        assert.equal(await signIn(), 200);
        await stack.refresh();
        await stack.up({ expectNoChanges: true });
    });

    it("lets no secret out", async () => {
        const { stdout, stderr } = await doctor(world, "--debug");
        const { clientSecret } = await stack.outputs();
        for (const secret of [String(clientSecret?.value), world.org.apiToken]) {
            assert.ok(!(stdout + stderr).includes(secret));
        }
    });
});
