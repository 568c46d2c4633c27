import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Stack } from "@pulumi/pulumi/automation";

import type { Evidence } from "../../checks/index";
import { REMEDIATION_SCOPES } from "../../rules/scopes";
import { doctor, doctorCodesOf, type DoctorReport } from "../support/doctor";
import { stopAtFirstFailure } from "../support/lifecycle";
import { namedCommands, paste } from "../support/paste";
import { tokenOf } from "../support/readingClient";
import {
    allowedActions,
    EVERY_ACTION,
    forbiddenWrites,
    populate,
    type Population,
} from "../support/remediationMatrix";
import { environmentOf, runCli, runOnStack } from "../support/runCli";
import { openTestEnvironment, type TestEnvironment } from "../support/testEnvironment";
import { upUnderReads } from "../support/upUnderReads";

const APP = "rezonate-remediation";
/** A day from now, as remediationUntil takes it. */
const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** One life of a stack: each test goes on from where the one before ended. */
describe("remediation in an app of its own", function () {
    this.timeout(600_000);
    stopAtFirstFailure(this);
    let world: TestEnvironment;
    let stack: Stack;
    let people: Population;

    before(async () => {
        world = await openTestEnvironment();
        stack = await world.inProcess({
            "rezonate-okta:remediation": "true",
            "rezonate-okta:label": "Reader",
        });
        people = await populate(world.org);
        await stack.up();
    });
    after(() => world?.close());

    const set = (key: string, value: string) => stack.setConfig(`rezonate-okta:${key}`, { value });
    const credentialsOf = async (id: string, key: string) => {
        const outputs = await stack.outputs();
        return {
            application_id: String(outputs[id]?.value),
            private_key: String(outputs[key]?.value),
        };
    };
    const reader = () => credentialsOf("applicationId", "privateKey");
    const responder = () => credentialsOf("remediationApplicationId", "remediationPrivateKey");
    /** What each app of the org may, by its label. */
    const access = () =>
        Object.fromEntries(
            world.org.store.apps
                .list()
                .filter(({ label }) => label.startsWith("Reader"))
                .map(({ id, clientId, label, keys }) => [
                    label,
                    {
                        manages: world.org.store.grants
                            .list()
                            .filter(({ appId }) => appId === id)
                            .map(({ scopeId }) => scopeId)
                            .filter((scope) => scope.endsWith(".manage"))
                            .sort(),
                        roles: world.org.store.roleAssignments
                            .list()
                            .filter(({ assigneeId }) => assigneeId === clientId)
                            .map(({ type }) => type),
                        keys: keys.length,
                    },
                ]),
        );
    const READER = { manages: [], roles: ["READ_ONLY_ADMIN"], keys: 1 };
    it("moves there from the app that reads, which keeps its id and key", async () => {
        const before = await reader();
        await set("remediationApp", "true");
        await upUnderReads(world, stack, await reader());
        assert.deepEqual(await reader(), before);
        assert.deepEqual(access(), {
            Reader: READER,
            "Reader remediation": {
                manages: [...REMEDIATION_SCOPES],
                roles: ["CUSTOM"],
                keys: 1,
            },
        });
    });

    it("lets the second app act and do nothing else, and the first one read", async () => {
        const token = await tokenOf(world.org, await responder(), [...REMEDIATION_SCOPES]);
        assert.deepEqual(await allowedActions(world.org, token, people), {
            ordinary: EVERY_ACTION,
            admin: ["read"],
            excluded: EVERY_ACTION,
            outside: EVERY_ACTION,
        });
        const through = await forbiddenWrites(world.org, token, people);
        assert.equal(through.length, 1, through.join());
        await assert.rejects(tokenOf(world.org, await reader(), [...REMEDIATION_SCOPES]));
    });

    it("is proven by verify, known to doctor and handed over by name", async () => {
        const named = ["--integration", APP] as const;
        const verified = await runOnStack(world, "verify", "dev", ...named, "--json");
        assert.equal(verified.code, 0, verified.stdout + verified.stderr);
        assert.match(verified.stdout, /"okta\.users\.manage"/);
        assert.deepEqual([...new Set(await doctorCodesOf(world))], ["ok"]);
        const args = ["handoff", "--stack", "dev", "--dir", world.folders.project, ...named];
        const handed = await runCli(args, { env: environmentOf(world) });
        assert.match(handed.stdout, new RegExp((await responder()).application_id), handed.stderr);
    });

    it("changes its key by a rotation of its own", async () => {
        const first = await responder();
        const rotate = (...args: string[]) =>
            runCli(["rotate", "--stack", "dev", "--dir", world.folders.project, ...args], {
                env: environmentOf(world),
            });
        const unnamed = await rotate();
        assert.equal(unnamed.code, 2, unnamed.stdout + unnamed.stderr);
        assert.match(unnamed.stderr, /got rezonate, rezonate-remediation; name one with --integ/);
        const { code, stdout, stderr } = await rotate("--integration", APP);
        assert.equal(code, 0, stdout + stderr);
        assert.equal(access()["Reader remediation"]?.keys, 2);
        const confirm = namedCommands(stdout).find((line) => line.includes("--confirm"));
        assert.match(confirm ?? "", new RegExp(`--integration ${APP}`));
        await paste(world, confirm ?? "");
        assert.equal(access()["Reader remediation"]?.keys, 1);
        assert.notEqual((await responder()).private_key, first.private_key);
        assert.equal(access()["Reader"]?.keys, 1);
        assert.equal((await stack.getConfig("remediationKeyGenerations")).value, "[2]");
    });

    it("is spoken of by doctor and verify before it ends", async () => {
        await set("remediationUntil", dayIn(3));
        await stack.up();
        const { notes } = JSON.parse((await doctor(world)).stdout) as DoctorReport & {
            notes: string[];
        };
        assert.match(notes.join(), /^rezonate-remediation: remediation ends in 3 days:/);
        const described = await runOnStack(world, "evidence", "dev", "--json");
        const { integrations } = JSON.parse(described.stdout) as Evidence;
        assert.deepEqual(
            integrations.map(({ name, remediationUntil, clients }) => [
                name,
                remediationUntil,
                clients.map((one) => one.name),
            ]),
            [
                ["rezonate", null, ["Reader"]],
                [APP, dayIn(3), ["Reader remediation"]],
            ],
        );
    });

    it("ends on its day, written as text or as YAML's date: the role first, then the scopes", async () => {
        const day = dayIn(0);
        await set("remediationUntil", day);
        const file = join(world.folders.project, "Pulumi.dev.yaml");
        const text = await readFile(file, "utf8");
        const bare = text.replace(/(remediationUntil: ).*/, `$1${day}`);
        await writeFile(file, bare);
        const preview = await stack.preview();
        assert.match(preview.stdout + preview.stderr, /has come, so Rezonate may not act any more/);
        const writes = await upUnderReads(world, stack, await reader());
        const role = writes.findIndex((line) => /^DELETE .*\/clients\/[^/]+\/roles\//.test(line));
        const grant = writes.findIndex((line) => /^DELETE .*\/grants\//.test(line));
        assert.ok(role >= 0 && role < grant, writes.join("\n"));
        assert.deepEqual(access(), { Reader: READER });
        assert.deepEqual([...new Set(await doctorCodesOf(world))], ["ok"]);
    });
});
