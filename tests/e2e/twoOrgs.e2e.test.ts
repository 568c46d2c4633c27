import assert from "node:assert/strict";
import { tmpdir } from "node:os";

import type { Sandbox } from "../../sandbox/org/server";
import { admin } from "../sandbox/support";
import { createToken, LOGIN } from "../support/apiKey";
import { type LibraryProgram, libraryProgram } from "../support/libraryProgram";
import { stopAtFirstFailure } from "../support/lifecycle";
import { paste, printedLines } from "../support/paste";
import { environmentOf, runCli } from "../support/runCli";
import {
    accessIn,
    changesOf,
    openTestEnvironment,
    startOrg,
    type TestEnvironment,
} from "../support/testEnvironment";

// A shell takes this name apart unless it is quoted.
const ODD = `it's $HOME "r"`;
const PROGRAM = `
import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";
import { ApiKeyIntegration, MarketplaceIntegration, OAuthIntegration, oktaProviderArgs } from "./components";

class Team extends pulumi.ComponentResource {
    constructor(name: string, opts: pulumi.ComponentResourceOptions = {}) {
        super("acme:platform:Team", name, {}, opts);
    }
}
const config = new pulumi.Config();
const acme = new okta.Provider("acme", oktaProviderArgs("acme.okta.com", undefined, "okta-acme"));
const globex = new okta.Provider("globex", oktaProviderArgs("globex.okta.com", undefined, "okta-globex"));
const parent = new Team("security", { parent: new Team("platform") });
new OAuthIntegration(${JSON.stringify(ODD)}, {
    oktaDomain: "acme.okta.com",
    scopes: ["okta.users.read", "okta.logs.read"],
}, { parent, providers: [acme] });
new MarketplaceIntegration("rezonate", { oktaDomain: "globex.okta.com" }, { parent, providers: [globex] });
new ApiKeyIntegration("rezonate", {
    oktaDomain: "globex.okta.com",
    login: "${LOGIN}",
    apiKey: config.getSecret("key"),
    apiTokenId: config.get("keyId"),
}, { parent, providers: [globex] });
`;

type Findings = readonly {
    readonly scope?: string;
    readonly resource?: string;
    readonly code: string;
    readonly hint: string;
}[];

describe("two orgs and three methods in one program, nested under other components", function () {
    this.timeout(900_000);
    stopAtFirstFailure(this);
    let world: TestEnvironment;
    let acme: Sandbox;
    let globex: Sandbox;
    let program: LibraryProgram;

    before(async () => {
        world = await openTestEnvironment();
        acme = world.org;
        globex = await startOrg("globex.okta.com");
        program = await libraryProgram(world, "two-orgs", PROGRAM);
        for (const [name, org] of [
            ["acme", acme],
            ["globex", globex],
        ] as const) {
            await program.stack.setConfig(`okta-${name}:httpProxy`, { value: org.url });
            await setToken(name, org.apiToken);
        }
        await program.stack.up(world.watch);
        const { id, token } = await createToken(globex);
        await program.stack.setConfig("key", { value: token, secret: true });
        await program.stack.setConfig("keyId", { value: id });
        await program.stack.up(world.watch);
    });
    after(async () => {
        await globex.close();
        await world.close();
    });

    const setToken = (name: string, value: string) =>
        program.stack.setConfig(`okta-${name}:apiToken`, { value, secret: true });
    const command = (verb: string, ...more: string[]) =>
        runCli([verb, "--stack", "dev", "--dir", program.folder, ...more], {
            env: environmentOf(world),
            cwd: tmpdir(),
        });
    const report = async (verb: string, ...more: string[]) => {
        const { stdout, stderr } = await command(verb, "--json", ...more);
        assert.notEqual(stdout, "", stderr);
        return JSON.parse(stdout) as { findings: Findings };
    };
    const doctor = async (...more: string[]) =>
        (await report("doctor", ...more)).findings.map(({ resource, code }) => [resource, code]);
    const codes = async (...more: string[]) =>
        (await doctor(...more)).map(([, code]) => code).sort();
    const things = () => ({
        acme: [acme.store.apps.size, acme.store.apiServices.size, acme.store.users.size],
        globex: [globex.store.apps.size, globex.store.apiServices.size, globex.store.users.size],
    });
    const app = () => {
        const [found] = acme.store.apps.list();
        assert.ok(found);
        return found;
    };
    const serviceUser = () => globex.store.users.find(({ profile }) => profile.login === LOGIN);
    /** Calls that change something. */
    const writes = (org: Sandbox) =>
        org.calls.filter(
            ({ method, path }) => method !== "GET" && !path.startsWith("/oauth2/v1/token"),
        );
    const marked = () => {
        acme.calls.splice(0);
        globex.calls.splice(0);
    };
    const assertNothingForeign = () => {
        for (const org of [acme, globex]) {
            assert.deepEqual(
                org.calls.filter(({ status }) => status === 401),
                [],
            );
        }
    };

    it("is made in the org of each, with the credentials of its own provider", () => {
        assert.deepEqual(things().acme.slice(0, 2), [1, 0]);
        assert.deepEqual(things().globex.slice(0, 2), [0, 1]);
        assert.ok(serviceUser());
        assertNothingForeign();
    });

    it("is handed over and proven as a whole, by name and by URN", async () => {
        marked();
        const all = JSON.parse((await command("handoff")).stdout) as Record<string, object>;
        assert.deepEqual(
            Object.keys(all).sort(),
            [ODD, "rezonate (api-key)", "rezonate (marketplace)"].sort(),
        );
        const exported = await program.stack.exportStack();
        const { resources } = exported.deployment as { resources: { urn: string; type: string }[] };
        for (const [name, payload] of Object.entries(all)) {
            const one = await command("handoff", "--integration", name);
            assert.deepEqual(JSON.parse(one.stdout), payload, one.stderr);
        }
        const marketplace = resources.find(({ type }) => type.endsWith(":MarketplaceIntegration"));
        const byUrn = await command("handoff", "--integration", String(marketplace?.urn));
        assert.deepEqual(JSON.parse(byUrn.stdout), all["rezonate (marketplace)"]);
        const ambiguous = await command("handoff", "--integration", "rezonate");
        assert.equal(ambiguous.code, 2);
        assert.match(ambiguous.stderr, /got "rezonate", which 2 integrations/);

        const { findings } = await report("verify");
        assert.deepEqual(new Set(findings.map(({ code }) => code)), new Set(["ok"]));
        const proven = new Set(
            findings.map(({ scope = "" }) => scope.slice(0, scope.lastIndexOf(": "))),
        );
        assert.deepEqual([...proven].sort(), Object.keys(all).sort());
        const one = await report("verify", "--integration", ODD);
        assert.deepEqual(
            one.findings.map(({ scope }) => scope),
            ["okta.logs.read", "okta.users.read"],
        );
        assert.deepEqual(await codes(), ["ok", "ok", "ok"]);
        assert.deepEqual(await codes("--integration", "rezonate (api-key)"), ["ok"]);
        assertNothingForeign();
        assert.deepEqual(
            [...writes(acme), ...writes(globex)].filter(({ status }) => status < 300),
            [],
        );
    });

    it("has a grant of one org and a role of the other brought back, each named rightly", async () => {
        const [grant] = acme.store.grants.filter(({ scopeId }) => scopeId === "okta.logs.read");
        await admin(acme, "DELETE", `/api/v1/apps/${app().id}/grants/${grant?.id}`);
        const [role] = globex.store.roleAssignments.filter(
            ({ assigneeId }) => assigneeId === serviceUser()?.id,
        );
        await admin(globex, "DELETE", `/api/v1/users/${serviceUser()?.id}/roles/${role?.id}`);
        const before = things();
        assert.deepEqual(
            (await doctor()).filter(([, code]) => code !== "ok"),
            [
                [`${ODD}-app-scopes`, "grant_removed"],
                ["rezonate-roles", "role_removed"],
            ],
        );
        marked();
        assert.deepEqual(await codes("--fix", "--integration", ODD), ["ok"]);
        assert.deepEqual(writes(globex), []);
        assert.deepEqual(
            writes(acme).map(({ method, path }) => [method, path.split("/").at(-1)]),
            [["POST", "grants"]],
        );
        assert.deepEqual(await codes("--fix"), ["ok", "ok", "ok"]);
        assert.deepEqual(things(), before);
        assertNothingForeign();
    });

    it("calls nothing deleted of an org that does not answer, or not to these credentials", async () => {
        globex.faults.add({ path: "/", status: 503 });
        assert.deepEqual(await codes(), ["ok", "unreachable", "unreachable"]);
        globex.faults.clear();
        globex.faults.add({ path: "/api", status: 404, errorCode: "E0000007" });
        globex.faults.add({ path: "/oauth2/v1/clients", status: 403, errorCode: "E0000006" });
        const before = things();
        assert.deepEqual(await codes("--fix"), ["could_not_check", "could_not_check", "ok"]);
        globex.faults.clear();
        assert.deepEqual(things(), before);
    });

    it("brings a deleted app back in its own org alone, and leaves no orphan", async () => {
        const { id } = app();
        await admin(acme, "POST", `/api/v1/apps/${id}/lifecycle/deactivate`);
        await admin(acme, "DELETE", `/api/v1/apps/${id}`);
        assert.deepEqual(await doctor(), [
            [`${ODD}-app-app`, "app_deleted"],
            ["rezonate-integration", "ok"],
            ["rezonate-user", "ok"],
        ]);
        marked();
        assert.deepEqual(await codes("--fix"), ["ok", "ok", "ok"]);
        assert.deepEqual(writes(globex), []);
        assert.deepEqual([acme.store.apps.size, globex.store.apps.size], [1, 0]);
        assert.notEqual(app().id, id);
        const payload = JSON.parse(
            (await command("handoff", "--integration", ODD)).stdout,
        ) as Record<string, string>;
        assert.equal(payload.application_id, app().id);
        assert.deepEqual(
            accessIn(acme)
                .scopes.filter((scope) => /users|logs/.test(scope))
                .sort(),
            ["okta.logs.read", "okta.users.read"],
        );
        const { findings } = await report("verify", "--integration", ODD);
        assert.deepEqual(
            findings.map(({ code }) => code),
            ["ok", "ok"],
        );
        assert.deepEqual(changesOf(await program.stack.preview(world.watch)), {});
        assertNothingForeign();
    });

    it("renews the credentials that the state keeps, by the printed line and by --fix", async () => {
        const rotate = async () => {
            const [old] = acme.store.apiTokens.list();
            const owner = acme.store.users.get(String(old?.userId))?.profile.login;
            const { token } = await createToken(acme, owner);
            acme.store.apiTokens.delete(String(old?.id));
            await setToken("acme", token);
        };
        await rotate();
        assert.deepEqual(await codes(), ["bad_credentials", "ok", "ok"]);
        const [line = "", ...more] = printedLines((await command("doctor")).stdout);
        assert.deepEqual(more, []);
        marked();
        await paste(world, line);
        assert.deepEqual([...writes(acme), ...writes(globex)], []);
        assert.deepEqual(await codes(), ["ok", "ok", "ok"]);

        const [grant] = acme.store.grants.filter(({ scopeId }) => scopeId === "okta.logs.read");
        acme.store.grants.delete(String(grant?.id));
        await rotate();
        assert.deepEqual(await codes("--fix"), ["ok", "ok", "ok"]);
        assert.ok(accessIn(acme).scopes.includes("okta.logs.read"));
    });
});
