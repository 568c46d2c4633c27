import assert from "node:assert/strict";

import type { Stack, UpResult } from "@pulumi/pulumi/automation";

import { mintToken } from "../../okta/token";
import { admin } from "../sandbox/support";
import { doctor, doctorCodesOf, type DoctorReport } from "../support/doctor";
import { openFrom, type OtherAddress } from "../support/otherAddress";
import { printedLines } from "../support/paste";
import { type HandedOver, ReadingClient } from "../support/readingClient";
import { runOnStack } from "../support/runCli";
import { changesOf, openTestEnvironment, type TestEnvironment } from "../support/testEnvironment";

const [INSIDE, OUTSIDE] = ["127.0.0.1", "127.0.0.2"] as const;

/** One life of a stack: each test goes on from where the one before ended. */
describe("from where an app gets tokens", function () {
    this.timeout(300_000);
    let world: TestEnvironment;
    let stack: Stack;
    let outside: OtherAddress;
    let handedOver: HandedOver;
    let client: ReadingClient;

    before(async () => {
        world = await openTestEnvironment();
        outside = await openFrom(OUTSIDE, world.org);
        stack = await world.inProcess();
        handedOver = handedOverBy(await stack.up());
        client = new ReadingClient(world.org, handedOver);
    });
    after(async () => {
        await client.stop();
        await outside.close();
        await world.close();
    });

    function handedOverBy({ outputs }: UpResult): HandedOver {
        const of = (name: string) => String(outputs[name]?.value);
        return { application_id: of("applicationId"), private_key: of("privateKey") };
    }

    async function set(settings: Record<string, string[] | undefined>): Promise<void> {
        for (const [key, list] of Object.entries(settings)) {
            await (list === undefined
                ? stack.removeConfig(`rezonate-okta:${key}`)
                : stack.setConfig(`rezonate-okta:${key}`, { value: JSON.stringify(list) }));
        }
    }

    /** An `up` after which nothing is left to do, and the app is the one that it was. */
    async function up(): Promise<Record<string, number>> {
        const result = await stack.up();
        assert.equal(handedOverBy(result).application_id, handedOver.application_id);
        const preview = await stack.preview({ refresh: true });
        assert.deepEqual(changesOf(preview), {});
        return changesOf(result);
    }

    async function fromOutside(): Promise<string> {
        const result = await mintToken({
            orgUrl: outside.url,
            audienceUrl: world.org.url,
            clientId: handedOver.application_id,
            privateKeyPem: handedOver.private_key,
            scopes: ["okta.users.read"],
        });
        return result.ok ? "ok" : result.failure.code;
    }

    const zones = () => world.org.store.zones.filter(({ system }) => !system);
    const networkOfApp = () =>
        world.org.store.apps.get(handedOver.application_id)?.settings.oauthClient?.network;

    it("is anywhere where nothing is said", async () => {
        assert.equal(await fromOutside(), "ok");
        assert.equal(networkOfApp(), undefined);
    });

    it("is only a zone of the gateways, once they are set", async () => {
        await set({ gateways: [INSIDE, "203.0.113.0/24"] });
        // The integration, its app component and the app itself.
        assert.deepEqual(await up(), { create: 1, update: 3 });
        const [zone] = zones();
        assert.deepEqual(networkOfApp(), { connection: "ZONE", include: [zone?.id] });
        assert.equal(await fromOutside(), "network_blocked");
    });

    it("follows the gateways without a change of the app", async () => {
        const [before] = zones();
        await set({ gateways: ["127.0.0.0/24"] });
        assert.deepEqual(await up(), { update: 3 });
        assert.deepEqual(
            zones().map(({ id, gateways }) => [id, gateways?.map(({ value }) => value)]),
            [[before?.id, ["127.0.0.0/24"]]],
        );
        assert.equal(await fromOutside(), "ok");
    });

    it("is found by doctor to be lifted in Okta, and brought back by a refresh and an up", async () => {
        const restriction = networkOfApp();
        const app = world.org.store.apps.get(handedOver.application_id);
        assert.ok(app?.settings.oauthClient);
        app.settings.oauthClient.network = { connection: "ANYWHERE" };
        assert.deepEqual(await doctorCodesOf(world), ["network_changed"]);
        await stack.up({ refresh: true });
        assert.deepEqual(await doctorCodesOf(world), ["ok"]);
        assert.deepEqual(networkOfApp(), restriction);
    });

    it("is a zone that is there, and the stack's own goes once the app does not name it", async () => {
        const gateways = [{ type: "RANGE", value: `${INSIDE}-${INSIDE}` }];
        const zone = { type: "IP", name: "Office", gateways };
        const { body } = await admin(world.org, "POST", "/api/v1/zones", zone);
        await set({ gateways: undefined, zoneIds: [String(body["id"])] });
        assert.deepEqual(await up(), { update: 3, delete: 1 });
        assert.deepEqual(networkOfApp(), { connection: "ZONE", include: [body["id"]] });
        assert.deepEqual(
            zones().map(({ name }) => name),
            ["Office"],
        );
        assert.equal(await fromOutside(), "network_blocked");
    });

    it("is anywhere again without the setting, and Rezonate was never refused", async () => {
        await set({ zoneIds: undefined });
        const calls = world.org.calls.length;
        assert.deepEqual(await up(), { update: 3 });
        assert.notEqual(networkOfApp()?.connection, "ZONE");
        const puts = world.org.calls
            .slice(calls)
            .filter(({ method, path }) => method === "PUT" && path.includes("/apps/"));
        // It is lifted by a word of its own, before the plugin updates the app without one.
        assert.equal(puts.length, 2);
        assert.deepEqual(
            zones().map(({ name }) => name),
            ["Office"],
        );
        assert.equal(await fromOutside(), "ok");
        const { refusals, reads } = await client.stop();
        assert.deepEqual(refusals, []);
        assert.ok(reads > 100, `${reads} reads`);
    });

    it("is left alone, and named by doctor, where somebody else has set it", async () => {
        const [office] = zones();
        const app = world.org.store.apps.get(handedOver.application_id);
        assert.ok(app?.settings.oauthClient && office);
        app.settings.oauthClient.network = { connection: "ZONE", include: [office.id] };
        const { stdout } = await doctor(world);
        const { findings } = JSON.parse(stdout) as DoctorReport;
        assert.deepEqual(
            findings.map(({ code, hint }) => [code, printedLines(hint)]),
            [["network_changed", []]],
        );
        assert.deepEqual(changesOf(await stack.up()), {});
        assert.equal(networkOfApp()?.connection, "ZONE");
        delete app.settings.oauthClient.network;
    });

    it("is said by verify where it is refused for it, in the program and as a command", async () => {
        const before = world.output.length;
        await stack.setConfig("rezonate-okta:verify", { value: "true" });
        await set({ gateways: ["203.0.113.0/24"] });
        await stack.up(world.watch);
        const said = world.output.slice(before).join("\n");
        assert.match(
            said,
            /verify of rezonate: all 15 scopes: network_blocked\. .*work from 203\.0\.113\.0\/24 \(gateways\) only\. Run verify from inside/,
        );
        const { code, stdout } = await runOnStack(world, "verify", "dev", "--json");
        assert.equal(code, 1);
        const { findings } = JSON.parse(stdout) as { findings: { code: string; detail: string }[] };
        const [zone] = zones().filter(({ name }) => name !== "Office");
        assert.deepEqual([...new Set(findings.map((one) => one.code))], ["network_blocked"]);
        assert.ok(
            findings[0]?.detail.endsWith(
                `work from network zone "${zone?.name}" (203.0.113.0/24) only.`,
            ),
        );
    });
});
