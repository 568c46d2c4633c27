import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import type { Stack } from "@pulumi/pulumi/automation";

import { libraryProgram } from "../support/libraryProgram";
import { stopAtFirstFailure } from "../support/lifecycle";
import { MintingClient } from "../support/mintingClient";
import { type Moto, startMoto } from "../support/moto";
import { usePulumiAws } from "../support/pulumiAws";
import { environmentOf, runCommand } from "../support/runCli";
import { changesOf, openTestEnvironment, type TestEnvironment } from "../support/testEnvironment";

const SECRET = "rezonate/okta";
const PROGRAM = `
import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";
import { AwsHandoff, OAuthIntegration, oktaProviderArgs } from "./components";

const config = new pulumi.Config();
const domain = "acme.okta.com";
const provider = new okta.Provider("okta", oktaProviderArgs(domain));
const rezonate = new OAuthIntegration(
    "rezonate",
    {
        oktaDomain: domain,
        scopes: ["okta.users.read"],
        label: config.get("label"),
        keys: { generations: config.requireObject("generations"), rsaBits: config.getNumber("rsaBits") },
    },
    { providers: [provider] },
);
const url = config.get("aws");
if (url) {
    const { Provider } = require("@pulumi/aws/provider");
    const aws = new Provider("aws", {
        region: "us-east-1",
        accessKey: "testing",
        secretKey: "testing",
        skipCredentialsValidation: true,
        skipMetadataApiCheck: true,
        skipRequestingAccountId: true,
        endpoints: [{ secretsmanager: url }],
    });
    const args = { credentials: rezonate.credentials, secretName: "${SECRET}" };
    new AwsHandoff("handoff", args, { providers: [aws] });
}
export const { credentials, keyIds } = rezonate;
`;
/** Each step of two rotations, and how often a run of it is killed. */
const STEPS = [[1, 2], [2], [2, 3], [3]];
const KILLS = 5;

describe("a rotation of the key", function () {
    this.timeout(900_000);
    stopAtFirstFailure(this);
    usePulumiAws();
    let world: TestEnvironment;
    let moto: Moto | undefined;
    let stack: Stack;
    let folder: string;
    /** How long a run takes that nobody kills. */
    let runMs: number;
    const clients: MintingClient[] = [];
    const client = (source: ConstructorParameters<typeof MintingClient>[1]) => {
        const made = new MintingClient(world.org, source);
        clients.push(made);
        return made;
    };

    before(async () => {
        moto = await startMoto();
        world = await openTestEnvironment({ aws: moto !== undefined });
        ({ stack, folder } = await libraryProgram(world, "rotation", PROGRAM));
        await stack.setAllConfig({
            "okta:apiToken": { value: world.org.apiToken, secret: true },
            "okta:httpProxy": { value: world.org.url },
            ...(moto && { "rotation:aws": { value: moto.url } }),
        });
        await list([1]);
        await stack.up(world.watch);
        const before = performance.now();
        await run("up --yes --skip-preview");
        runMs = performance.now() - before;
    });
    after(async () => {
        // One that goes on after a failure would keep the process alive.
        await Promise.all(clients.map((one) => one.stop()));
        await world?.close();
        await moto?.close();
    });

    const list = (generations: number[]) =>
        stack.setConfig("rotation:generations", { value: JSON.stringify(generations) });
    const run = async (line: string) => {
        const { code, stdout, stderr } = await runCommand(["pulumi", ...line.split(" ")], {
            cwd: folder,
            env: environmentOf(world),
        });
        assert.equal(code, 0, `pulumi ${line}\n${stdout}${stderr}`);
        return stdout;
    };
    /** Ends a run without a chance to tidy up; true where it had not ended by itself. */
    const killed = async (afterMs: number) => {
        const child = spawn("pulumi", ["up", "--yes", "--skip-preview"], {
            cwd: folder,
            env: { ...process.env, ...environmentOf(world) },
            stdio: "ignore",
            detached: true,
        });
        const ended = once(child, "exit");
        await Promise.race([ended, sleep(afterMs)]);
        const runs = child.exitCode === null;
        if (runs) {
            process.kill(-Number(child.pid), "SIGKILL");
        }
        await ended;
        await run("cancel --yes");
        return runs;
    };
    const handedOver = async () => String((await stack.outputs()).credentials?.value);
    const kids = async () => (await stack.outputs()).keyIds?.value as Record<string, string>;
    const app = () => world.org.store.apps.list()[0];
    const trusted = () => app()?.keys.map(({ kid }) => kid);
    const keysInState = async () => {
        const { deployment } = (await stack.exportStack()) as {
            deployment: { resources: { urn: string; type: string }[] };
        };
        return deployment.resources
            .filter(({ type }) => type === "tls:index/privateKey:PrivateKey")
            .map(({ urn }) => urn.split("-").at(-1))
            .sort();
    };

    it("shows in a plan only the key that it adds", async () => {
        await list([1, 2]);
        const { stdout, changeSummary } = await stack.preview({ ...world.watch, diff: true });
        assert.equal(changeSummary.create, 1);
        assert.match(stdout, /~ jwks +: \[\n.*\[0\]: \{/);
        assert.match(stdout, /\+ \[1\]: \[unknown\]/);
        assert.doesNotMatch(stdout, /[-~+] \[0\]/);
        await list([1]);
    });

    it("leaves a generation as it is where a setting changes, and says how to get such a key", async () => {
        await stack.setConfig("rotation:rsaBits", { value: "3072" });
        const { stdout, changeSummary } = await stack.preview(world.watch);
        const { update = 0, ...others } = changesOf({ changeSummary });
        assert.deepEqual([others, update <= 2], [{}, true]);
        assert.match(stdout, /ask for RSA with 3072 bits, and key generation 1 is RSA with 2048/);
        assert.match(stdout, /generations: \[1, 2\]/);
        await stack.removeConfig("rotation:rsaBits");
    });

    it("does not hide what is handed over from a plan that changes something else", async () => {
        await stack.setConfig("rotation:label", { value: "Other" });
        const changes = changesOf(await stack.preview(world.watch));
        const { update = 0, ...others } = changes;
        // The app, and the components that are given its label.
        assert.deepEqual([others, update <= 3], [{}, true]);
        await stack.removeConfig("rotation:label");
    });

    it("refuses no client through [1], [1, 2], [2], wherever a run is killed", async () => {
        const clientId = app()?.clientId;
        const readers = [
            client(await handedOver()),
            ...(moto ? [client(() => moto?.secret(SECRET))] : []),
        ];
        const delays: number[] = [];
        for (const step of STEPS) {
            await list(step);
            for (let kills = 0; kills < KILLS;) {
                const delay = Math.round(Math.random() * runMs);
                delays.push(delay);
                kills += (await killed(delay)) ? 1 : 0;
            }
            await run("up --yes --skip-preview");
            assert.deepEqual(trusted(), Object.values(await kids()), step.join());
            assert.deepEqual(await keysInState(), step.map(String));
            readers[0]?.use(await handedOver());
        }
        const ends = await Promise.all(readers.map((reader) => reader.stop()));
        for (const { refusals, minted, keys } of ends) {
            assert.deepEqual(refusals, [], `runs were killed after ${delays.join(", ")} ms`);
            assert.ok(minted > 100, `${minted} tokens`);
            assert.equal(keys, 3);
        }
        assert.equal(app()?.clientId, clientId);
        assert.equal(world.org.store.apps.size, 1);
        assert.deepEqual(changesOf(await stack.preview(world.watch)), {});
    });

    it("keeps a removed generation's key as long as the app trusts it", async () => {
        await list([4]);
        world.org.faults.add({ method: "PUT", path: "/api/v1/apps/", status: 403, times: 1 });
        await assert.rejects(stack.up(world.watch));
        assert.deepEqual(await keysInState(), ["3", "4"]);
        assert.deepEqual(trusted(), [(await kids())[3]]);
    });

    it("in an emergency ends the old key at once", async () => {
        const old = await handedOver();
        await stack.up(world.watch);
        assert.deepEqual(await keysInState(), ["4"]);
        const late = client(old);
        await sleep(200);
        const { refusals, minted } = await late.stop();
        assert.equal(minted, 0);
        assert.match(String(refusals[0]), /invalid_client/);
    });
});
