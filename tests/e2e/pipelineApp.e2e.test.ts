import assert from "node:assert/strict";
import { copyFile, mkdir, readFile, symlink } from "node:fs/promises";
import { delimiter, join } from "node:path";

import type { Stack } from "@pulumi/pulumi/automation";

import { formatCommand, setConfig } from "../../checks/drift/commands";
import { packageFolder } from "../../cli/demo/workspace";
import { runPulumi } from "../../cli/stack/runPulumi";
import { admin } from "../sandbox/support";
import { createToken } from "../support/apiKey";
import { breakingPulumi } from "../support/breakingPulumi";
import { doctorCodesOf } from "../support/doctor";
import { stopAtFirstFailure } from "../support/lifecycle";
import { paste } from "../support/paste";
import { environmentOf, runCli } from "../support/runCli";
import {
    accessIn,
    changesOf,
    openTestEnvironment,
    stateFiles,
    type TestEnvironment,
} from "../support/testEnvironment";

/** Commands after which a run is killed, one run each. */
const BREAKS = [
    "up --stack dev-pipeline",
    "config set rezonate-okta-pipeline:tokenToRevoke",
    "config set okta:clientId",
    "config rm okta:apiToken",
    "up --stack dev ",
];
const SCOPES = ["okta.appGrants.manage", "okta.apps.manage", "okta.roles.manage"];

interface Report {
    readonly findings: readonly { check: string; code: string; detail: string }[];
    readonly notes?: readonly string[];
}

describe("rezonate-okta pipeline-app", function () {
    this.timeout(900_000);
    stopAtFirstFailure(this);
    let world: TestEnvironment;
    let stack: Stack;
    let bin: string;
    let pipeline: string;

    before(async () => {
        world = await openTestEnvironment();
        stack = await world.inProcess({ "rezonate-okta:scopes": '["okta.users.read"]' });
        await stack.up(world.watch);
        // Pulumi writes the stack's file into it.
        pipeline = join(world.folders.project, "pipeline");
        await mkdir(pipeline);
        const source = join(packageFolder(), "pipeline");
        await copyFile(join(source, "Pulumi.yaml"), join(pipeline, "Pulumi.yaml"));
        await symlink(join(source, "index.ts"), join(pipeline, "index.ts"));
        bin = await breakingPulumi(world);
    });
    after(() => world?.close());

    const run = (args: readonly string[] = [], more: NodeJS.ProcessEnv = {}) => {
        const env = environmentOf(world);
        const { project } = world.folders;
        const where = ["--stack", "dev", "--dir", project, "--pipeline-dir", pipeline];
        return runCli(["pipeline-app", ...where, ...args], {
            env: { ...env, PATH: [bin, env["PATH"]].join(delimiter), ...more },
        });
    };
    const codesIn = (stdout: string) =>
        Object.fromEntries(
            (JSON.parse(stdout) as Report).findings.map(({ check, code }) => [check, code]),
        );
    const config = async () => {
        const all = await stack.getAllConfig();
        return Object.fromEntries(
            Object.entries(all).flatMap(([key, { value, secret }]) =>
                /^okta:(?!httpProxy)/.test(key) ? [[key, { value, secret }]] : [],
            ),
        );
    };
    const labels = () =>
        world.org.store.apps
            .list()
            .map(({ label }) => label)
            .sort();
    const statusWith = async (token: string) => {
        const headers = { authorization: `SSWS ${token}` };
        return (await fetch(`${world.org.url}/api/v1/users/me`, { headers })).status;
    };
    const pulumi = (line: string) =>
        paste(world, `pulumi ${line} --stack dev --cwd ${world.folders.project}`);

    it("changes nothing for credentials that are no Super Admin's", async () => {
        const { store } = world.org;
        const person = store.users.find(
            ({ id }) => store.roleAssignments.find((one) => one.assigneeId === id) === undefined,
        );
        const role = { type: "READ_ONLY_ADMIN" };
        await admin(world.org, "POST", `/api/v1/users/${person?.id}/roles`, role);
        const { token } = await createToken(world.org, person?.profile.login);
        await stack.setConfig("okta:apiToken", { value: token, secret: true });
        const { code, stdout, stderr } = await run(["--revoke-token", "--json"]);
        assert.equal(code, 1, stdout + stderr);
        assert.equal(codesIn(stdout)["runner role"], "not_super_admin");
        assert.deepEqual(await config(), { "okta:apiToken": { value: token, secret: true } });
        await stack.setConfig("okta:apiToken", { value: world.org.apiToken, secret: true });
    });

    it("sets what begins with a dash, as a key id may, run by the command and pasted", async () => {
        const location = { stack: "dev", dir: world.folders.project };
        for (const value of ["-pD3qSshHr5N8ITw4cI4UOFH1kFz18q", "--help", "-", "0oa-"]) {
            const command = setConfig(location, "note", value);
            await runPulumi(command, world.folders.root, { env: environmentOf(world) });
            assert.equal((await stack.getConfig("note")).value, value);
            await stack.removeConfig("note");
            await paste(world, formatCommand(command));
            assert.equal((await stack.getConfig("note")).value, value);
        }
        await stack.removeConfig("note");
    });

    it("keeps the token as long as the new credentials do not pass preflight", async () => {
        const before = await config();
        world.org.faults.add({ path: "/oauth2/v1/token", status: 503, times: 100 });
        const { code, stdout, stderr } = await run(["--revoke-token", "--json"]);
        world.org.faults.clear();
        assert.equal(code, 2, stdout + stderr);
        assert.equal(codesIn(stdout)["credentials"], "unreachable");
        assert.deepEqual(await config(), before);
        assert.equal(await statusWith(world.org.apiToken), 200);
    });

    it("takes over wherever it is broken off, then revokes the token", async () => {
        for (const breakAfter of BREAKS) {
            const { code, stdout, stderr } = await run(["--revoke-token"], {
                BREAK_AFTER: breakAfter,
            });
            assert.equal(code, null, `${breakAfter}\n${stdout}${stderr}`);
        }
        const { code, stdout, stderr } = await run(["--revoke-token", "--json"]);
        assert.equal(code, 0, stdout + stderr);
        const found = codesIn(stdout);
        assert.deepEqual(
            Object.values(found).filter((one) => one !== "ok"),
            [],
        );
        assert.match(stdout, /Revoked: the org refuses it/);
        const now = await config();
        assert.deepEqual(Object.keys(now).sort(), [
            "okta:clientId",
            "okta:privateKey",
            "okta:privateKeyId",
            "okta:scopes",
        ]);
        assert.equal(now["okta:privateKey"]?.secret, true);
        assert.deepEqual(JSON.parse(String(now["okta:scopes"]?.value)), SCOPES);
        assert.equal(await statusWith(world.org.apiToken), 401);
        const { roles } = accessIn(world.org);
        assert.deepEqual(roles, ["READ_ONLY_ADMIN", "SUPER_ADMIN"]);
        const secrets = [world.org.apiToken, "PRIVATE KEY"];
        const seen = [
            await readFile(join(bin, "commands"), "utf8"),
            stdout + stderr,
            ...(await stateFiles(world.folders)),
        ];
        for (const secret of secrets) {
            assert.deepEqual(
                seen.filter((text) => text.includes(secret)),
                [],
                secret,
            );
        }
    });

    it("leaves a stack that goes on without the admin's token", async () => {
        assert.deepEqual(changesOf(await stack.up(world.watch)), {});
        await pulumi("refresh --yes");
        assert.deepEqual(await doctorCodesOf(world), ["ok"]);
        const again = await run(["--revoke-token", "--json"]);
        assert.equal(again.code, 0, again.stdout + again.stderr);
        assert.match(again.stdout, /An earlier run revoked it/);
        await pulumi("destroy --yes");
        assert.deepEqual(labels(), ["Rezonate pipeline"]);
    });

    it("prints lines that do the same when they are pasted", async () => {
        const { store } = world.org;
        const [owner] = store.roleAssignments.filter(({ type }) => type === "SUPER_ADMIN");
        const login = store.users.get(String(owner?.assigneeId))?.profile.login;
        const { token } = await createToken(world.org, login);
        await stack.removeAllConfig(Object.keys(await config()));
        await stack.setConfig("okta:apiToken", { value: token, secret: true });
        const { stdout } = await run(["--print", "--json"]);
        const { steps } = JSON.parse(stdout) as { steps: { commands: string[] }[] };
        assert.equal(steps.length, 4);
        const asAdmin = [0, 3];
        for (const [index, { commands }] of steps.entries()) {
            const variable = asAdmin.includes(index) ? `OKTA_API_TOKEN=${token} ` : "";
            for (const line of commands) {
                const said = await paste(world, `${variable ? `export ${variable}; ` : ""}${line}`);
                assert.ok(!said.includes("PRIVATE KEY"));
            }
        }
        assert.deepEqual(Object.keys(await config()).length, 4);
        assert.deepEqual(labels(), ["Rezonate", "Rezonate pipeline"]);
        assert.equal(await statusWith(token), 401);

        // The end: by an admin, since an app cannot take its own role away and go on.
        const last = await createToken(world.org, login);
        await pulumi("destroy --yes");
        const line = `pulumi destroy --stack dev-pipeline --cwd ${pipeline} --yes`;
        await paste(world, `OKTA_API_TOKEN=${last.token} ${line}`);
        assert.deepEqual(labels(), []);
    });
});
