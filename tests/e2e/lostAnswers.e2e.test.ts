import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Stack } from "@pulumi/pulumi/automation";

import { READ_ONLY_SCOPES } from "../../rules/scopes";
import { LOGIN } from "../support/apiKey";
import { doctor, type DoctorReport, doctorText } from "../support/doctor";
import { killPulumiAt } from "../support/killedPulumi";
import { libraryProgram } from "../support/libraryProgram";
import { stopAtFirstFailure } from "../support/lifecycle";
import { namedCommands, paste, printedLines } from "../support/paste";
import {
    accessIn,
    changesOf,
    openTestEnvironment,
    type TestEnvironment,
} from "../support/testEnvironment";
import { note } from "../support/trials";
import { WRITES } from "../support/writes";

const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
import { ApiKeyIntegration, MarketplaceIntegration, OAuthIntegration } from "./components";

const config = new pulumi.Config();
const oktaDomain = "acme.okta.com";
new OAuthIntegration("oauth", { oktaDomain });
new MarketplaceIntegration("market", { oktaDomain, scopes: config.getObject("scopes") });
new ApiKeyIntegration("key", { oktaDomain, login: "${LOGIN}", gateways: ["127.0.0.1"] });
`;

/** One life of a stack with all three methods: each test goes on from where the one before ended. */
describe("a write whose answer is lost", function () {
    this.timeout(300_000);
    stopAtFirstFailure(this);
    let world: TestEnvironment;
    let stack: Stack;

    before(async () => {
        const opened = await openTestEnvironment();
        const program = await libraryProgram(opened, "lost", PROGRAM);
        world = { ...opened, folders: { ...opened.folders, project: program.folder } };
        ({ stack } = program);
        const { org } = world;
        const settings = { orgName: "acme", baseUrl: "okta.com", httpProxy: org.url };
        for (const [name, value] of Object.entries(settings)) {
            await stack.setConfig(`okta:${name}`, { value });
        }
        await stack.setConfig("okta:apiToken", { value: org.apiToken, secret: true });
    });
    after(() => world.close());

    /** What doctor prints for people: the codes in it, and what to paste. */
    const diagnosed = async () => {
        const text = await doctorText(world);
        const found = text
            .split("\n")
            .flatMap((line) => /^ {2}([a-z_]+) {2,}/.exec(line)?.[1] ?? []);
        // The key is for a person to make.
        const codes = found.filter((code) => code !== "ok" && code !== "token_wanted");
        return { text, codes, ended: (way: string) => `doctor: ${distinct(codes)}; ${way}` };
    };
    const distinct = (codes: readonly string[]) => [...new Set(codes)].join(", ");
    /** Has doctor fix what it finds: the lines that it runs for that, and the codes that are left. */
    const fixed = async (...more: string[]) => {
        const { stdout, stderr } = await doctor(world, "--fix", ...more);
        assert.notEqual(stdout, "", stderr);
        const { findings } = JSON.parse(stdout) as DoctorReport;
        const codes = findings.map(({ code }) => code).filter((code) => code !== "token_wanted");
        return { lines: stderr, codes: [...new Set(codes)] };
    };
    const pasteAll = async (text: string): Promise<void> => {
        for (const line of printedLines(text)) {
            await paste(world, line);
        }
    };
    // The first call that fails has the engine send no other: one that comes early is held back.
    const lose = (name: keyof typeof WRITES, heldBackMs = 0): void => {
        const latency = heldBackMs;
        world.org.faults.add({ ...WRITES[name], latency, drop: true, after: true, times: 1 });
    };
    const inOrg = () => {
        const { apps, apiServices, users, zones, roleAssignments } = world.org.store;
        const own = users.filter(({ profile }) => profile["login"] === LOGIN);
        const roles = roleAssignments.filter(({ assigneeId }) => assigneeId === own[0]?.id);
        return {
            apps: apps.size,
            integrations: apiServices.list().map(({ grantedScopes }) => grantedScopes.length),
            users: own.length,
            zones: zones.list().length,
            userRoles: roles.map(({ type }) => type),
        };
    };
    const NOTHING = { apps: 0, integrations: [], users: 0, zones: 0, userRoles: [] };

    it("makes nothing a second time: its lines take over what is there", async () => {
        lose("the app's POST");
        lose("the zone's POST", 8_000);
        await assert.rejects(stack.up());
        const { apps, zones } = inOrg();
        assert.deepEqual([apps, zones], [1, 1]);
        const { text, codes, ended } = await diagnosed();
        assert.deepEqual(codes.filter((code) => code === "answer_lost").length, 2, text);
        await pasteAll(text);
        assert.deepEqual([inOrg().apps, inOrg().zones], [1, 1]);
        for (const what of ["app", "network zone"]) {
            note("lost", `up, at the POST of the ${what}`, ended("its lines take it over"));
        }
    });

    it("leaves user and role that doctor --fix takes over", async () => {
        lose("the app's role's POST");
        lose("the service user's POST", 8_000);
        await assert.rejects(stack.up());
        const { lines, codes } = await fixed();
        assert.equal(lines.match(/^\$ pulumi import /gm)?.length, 2, lines);
        assert.ok(!codes.includes("answer_lost"), codes.join());
        for (const what of ["app's admin role", "service user"]) {
            const ended = `doctor --fix takes it over; left: ${distinct(codes)}`;
            note("lost", `up, at the POST of the ${what}`, ended);
        }
    });

    it("is found also where Pulumi was killed, in the middle of writing the state", async () => {
        await killPulumiAt(world, "up", WRITES["the service user's role's POST"]);
        const file = join(world.folders.root, "state/.pulumi/stacks/lost/dev.json");
        await writeFile(file, (await readFile(file, "utf8")).slice(0, 5_000));
        const { code, stderr } = await doctor(world);
        assert.equal(code, 2);
        const [copy = ""] = stderr.split("\n").filter((line) => line.startsWith("  cp "));
        assert.match(copy, /dev\.json\.bak .*dev\.json$/, stderr);
        await paste(world, copy);
        const { text, codes, ended } = await diagnosed();
        assert.equal(codes[0], "stack_locked");
        assert.ok(codes.includes("answer_lost"), text);
        const [cancel = ""] = namedCommands(text).filter((one) => /cancel/.test(one));
        await paste(world, cancel);
        const { lines, codes: left } = await fixed();
        assert.match(lines, /^\$ pulumi import .*key-roles/m);
        assert.ok(!left.includes("answer_lost"), left.join());
        const how =
            "its lines bring back the state and remove the lock, doctor --fix takes it over";
        note("kill", "up, at the POST of the service user's role; its state cut", ended(how));
    });

    it("leaves no deletion that blocks every up", async () => {
        const scopes = JSON.stringify(["okta.users.read"]);
        await stack.setConfig("scopes", { value: scopes });
        lose("the integration's DELETE");
        await assert.rejects(stack.up(), /404|not found/i);
        const { lines, codes } = await fixed();
        assert.match(lines, /are taken out of the state:\n.*market-integration/);
        assert.deepEqual(codes, ["ok"]);
        await stack.up();
        assert.deepEqual(changesOf(await stack.preview()), {});
        // Okta makes each integration SUPER_ADMIN.
        assert.deepEqual(accessIn(world.org), {
            scopes: [...READ_ONLY_SCOPES].sort(),
            roles: ["READ_ONLY_ADMIN", "SUPER_ADMIN"],
        });
        const userRoles = ["READ_ONLY_ADMIN"];
        assert.deepEqual(inOrg(), { apps: 1, integrations: [1], users: 1, zones: 1, userRoles });
        const ended = "doctor --fix takes it out of the state; up, then preview: no changes";
        note("lost", "up that replaces a Marketplace integration, at the DELETE", ended);
    });

    it("of a destroy makes nothing anew, whatever it was cut off by", async () => {
        await killPulumiAt(world, "destroy", WRITES["the app's DELETE"]);
        await stack.cancel();
        const killed = await diagnosed();
        assert.deepEqual(killed.codes, ["deletion_interrupted", "app_deleted"]);
        await fixed();
        assert.equal(world.org.store.apps.size, 0);
        const how = "doctor --fix makes nothing anew";
        note("kill", "destroy, at the DELETE of the app", killed.ended(how));

        lose("the integration's DELETE");
        const cut = await doctor(world, "--fix", "--destroy");
        assert.equal(cut.code, 2, cut.stdout);
        const lost = await diagnosed();
        assert.ok(lost.codes.includes("integration_deleted"), lost.text);
        assert.ok(lost.codes.includes("destroy_interrupted"), lost.text);
        await pasteAll(lost.text);
        const { deployment } = (await stack.exportStack()) as {
            deployment: { resources?: unknown[] };
        };
        assert.deepEqual([inOrg(), deployment.resources ?? []], [NOTHING, []]);
        const end = "its lines end in an empty org and an empty stack";
        note("lost", "destroy, at the DELETE of a Marketplace integration", lost.ended(end));
    });
});
