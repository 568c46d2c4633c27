import assert from "node:assert/strict";

import type { PreflightReport } from "../../checks/index";
import { isPassed, proofOf, revokeToken, stateFinding } from "../../checks/pipelineApp/evaluate";
import {
    credentialEdits,
    makeCommands,
    pipelineCredentialsOf,
    pipelineStackOf,
    purposeOf,
    withCredentials,
} from "../../checks/pipelineApp/plan";
import { printedSteps } from "../../checks/pipelineApp/printed";
import type { StackSnapshot, StateResource } from "../../checks/state/stackSnapshot";
import { createHttpClient } from "../../okta/http";
import type { Method } from "../../rules/methods";
import { closeSandboxes, sandbox } from "../sandbox/support";
import { emptyStack, resource } from "./driftFixtures";

const made = {
    kind: "oauth",
    clientId: "0oa1",
    privateKey: "-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----\n",
    privateKeyId: "kid",
    scopes: ["okta.apps.manage", "okta.roles.manage"],
} as const;
const settings = {
    "okta:clientId": "0oa1",
    "okta:privateKeyId": "kid",
    "okta:scopes": '["okta.apps.manage","okta.roles.manage"]',
    // Pulumi leaves out the line end of what it reads.
    "okta:privateKey": made.privateKey.trimEnd(),
};
const stackWith = (more: Partial<StackSnapshot>): StackSnapshot => ({
    ...emptyStack,
    project: "p",
    ...more,
});
const component = (type: string, outputs: Record<string, string>): StateResource => ({
    urn: `urn:pulumi:dev::p::rezonate-okta:index:${type}::${type}`,
    type: `rezonate-okta:index:${type}`,
    inputs: {},
    outputs,
});
const provider = (name: string, inputs: Record<string, unknown>): StateResource => ({
    urn: `urn:pulumi:dev::p::pulumi:providers:okta::${name}`,
    type: "pulumi:providers:okta",
    inputs: { orgName: "acme", baseUrl: "okta.com", ...inputs },
    outputs: {},
});
const at = {
    stack: { stack: "dev" },
    pipeline: { stack: "dev-pipeline", dir: "/pipe line" },
    pipelineProject: "pp",
};

describe("the plan of pipeline-app", () => {
    it("takes org and methods from the configuration, and the methods that the state has beside it", () => {
        const config = { "p:oktaDomain": "ACME-admin.okta.com", "p:method": "marketplace" };
        assert.deepEqual(purposeOf(stackWith({ config })), {
            oktaDomain: "acme.okta.com",
            tenantId: undefined,
            methods: ["marketplace"],
        });
        const resources = [component("OAuthIntegration", { oktaDomain: "acme.okta.com" })];
        const kept = { ...config, "p:keepMethod": "api-key" };
        assert.deepEqual(purposeOf(stackWith({ config: kept, resources })).methods, [
            "marketplace",
            "api-key",
            "oauth",
        ]);
    });

    it("takes both from the state where the program has them in its source", () => {
        const made = { oktaDomain: "login.acme.com", tenantId: "acme" };
        const resources = [component("OAuthIntegration", made)];
        const methods = ["oauth"];
        assert.deepEqual(purposeOf(stackWith({ resources })), { ...made, methods });
        assert.throws(() => purposeOf(stackWith({})), /oktaDomain: got nothing; wanted one org/);
    });

    it("names the pipeline's stack after the other, whatever its backend puts before the name", () => {
        assert.deepEqual(
            ["prod", "acme/prod", "acme/rezonate-okta/prod"].map((name) =>
                pipelineStackOf(name, "pp"),
            ),
            ["prod-pipeline", "acme/prod-pipeline", "acme/pp/prod-pipeline"],
        );
    });

    it("gives the pipeline's stack the provider's settings, and none of its credentials", () => {
        const config = { "okta:apiToken": "t", "okta:httpProxy": "http://127.0.0.1:1", "p:x": "y" };
        const purpose = { oktaDomain: "acme.okta.com", methods: ["oauth"] as const };
        const withProvider = { ...at, secretsProvider: "passphrase" };
        const flags = ["--stack", "dev-pipeline", "--cwd", "/pipe line"];
        const set = ["config", "set"];
        assert.deepEqual(makeCommands(withProvider, purpose, config), [
            ...[["stack", "select", "dev-pipeline", "--create"]].map((words) => [
                ...words,
                "--secrets-provider",
                "passphrase",
                ...flags.slice(2),
            ]),
            [...set, "pp:oktaDomain", "acme.okta.com", "--plaintext", ...flags],
            [...set, "pp:methods", '["oauth"]', "--plaintext", ...flags],
            [...set, "okta:httpProxy", "http://127.0.0.1:1", "--plaintext", ...flags],
            ["up", ...flags, "--skip-preview", "--yes"],
        ]);
    });

    it("asks for the scope of network zones where the stack makes one, and takes it back", () => {
        const config = { "p:oktaDomain": "acme.okta.com", "p:gateways": '["192.0.2.1"]' };
        const purpose = purposeOf(stackWith({ config }));
        assert.equal(purpose.networkZones, true);
        const zones = [resource("okta:network/zone:Zone", "acme-app-zone")];
        const { "p:oktaDomain": oktaDomain } = config;
        const open = { "p:oktaDomain": oktaDomain };
        const held = purposeOf(stackWith({ config: open, resources: zones }));
        assert.equal(held.networkZones, true);
        const set = (wanted: typeof purpose, has: Record<string, string> = {}) =>
            makeCommands(at, wanted, {}, { config: has })
                .filter((words) => words.includes("pp:networkZones"))
                .map((words) => words[3]);
        assert.deepEqual(set(purpose), ["true"]);
        const none = purposeOf(stackWith({ config: open }));
        assert.deepEqual(set(none), []);
        assert.deepEqual(set(none, { "pp:networkZones": "true" }), ["false"]);
        assert.deepEqual(set(none, { "pp:networkZones": "false" }), []);
    });

    it("does not set what the pipeline's stack has already", () => {
        const purpose = { oktaDomain: "acme.okta.com", methods: ["oauth"] as const };
        const config = { "pp:oktaDomain": "acme.okta.com", "pp:methods": '["marketplace"]' };
        const verbs = makeCommands(at, purpose, {}, { config }).map((words) => words.slice(0, 3));
        assert.deepEqual(verbs, [
            ["config", "set", "pp:methods"],
            ["up", "--stack", "dev-pipeline"],
        ]);
    });

    it("edits only what is not there yet, and gives the private key to no command line", () => {
        const { location } = emptyStack;
        const token = { "okta:apiToken": "t" };
        const none = credentialEdits(stackWith({ config: token }), made);
        assert.equal(none.plain.length, 3);
        assert.ok(none.secret?.includes("--secret"));
        assert.ok(!JSON.stringify(none).includes("PRIVATE KEY"));
        assert.deepEqual(none.removed, [
            ["config", "rm", "okta:apiToken", "--stack", location.stack],
        ]);
        const all = { config: settings, encryptedKeys: ["okta:privateKey"] };
        assert.deepEqual(credentialEdits(stackWith(all), made), { plain: [], removed: [] });
        // In clear, so it is set again.
        assert.ok(credentialEdits(stackWith({ config: settings }), made).secret);
    });

    it("reads the outputs of the pipeline's stack, and none where it is not deployed", () => {
        const { kind, ...outputs } = made;
        assert.deepEqual(pipelineCredentialsOf(stackWith({ outputs })), { kind, ...outputs });
        assert.equal(
            pipelineCredentialsOf(stackWith({ outputs: { clientId: "0oa1" } })),
            undefined,
        );
    });

    it("checks credentials as if the stack had no others", () => {
        const config = {
            "okta:apiToken": { value: "t", secret: true },
            "okta:httpProxy": { value: "http://127.0.0.1:1" },
        };
        const { config: changed } = withCredentials({ state: {}, config }, made);
        assert.deepEqual(Object.keys(changed ?? {}).sort(), [
            "okta:clientId",
            "okta:httpProxy",
            "okta:privateKey",
            "okta:privateKeyId",
            "okta:scopes",
        ]);
        assert.deepEqual(changed?.["okta:scopes"], {
            value: settings["okta:scopes"],
            secret: false,
        });
        const back = withCredentials(
            { state: {}, config: changed },
            { kind: "apiToken", apiToken: "t" },
        );
        assert.deepEqual(back.config, config);
    });

    it("prints lines that hold no secret", () => {
        const config = { "okta:apiToken": "secret-token" };
        const purpose = { oktaDomain: "acme.okta.com", methods: ["oauth"] as const };
        const steps = printedSteps(at, stackWith({ config }), purpose);
        assert.equal(steps.length, 4);
        assert.ok(!JSON.stringify(steps).includes("secret-token"));
    });
});

describe("what pipeline-app proves", () => {
    after(closeSandboxes);
    const report = (code: string, ofRole = "ok") => {
        const subject = "public client app admins";
        const role = { subject: "runner role", code: ofRole, detail: "", hint: "" };
        return { findings: [role, { ...role, subject, code }] } as unknown as PreflightReport;
    };

    it("takes the org's setting as an admin saw it, where the app may not see it", () => {
        const codesOf = (fresh: string, present?: string) =>
            proofOf(report(fresh), present ? report(present) : undefined, ["oauth"]).findings.map(
                ({ code }) => code,
            );
        assert.deepEqual(codesOf("could_not_check", "ok"), ["ok", "ok"]);
        assert.deepEqual(codesOf("could_not_check"), ["ok"]);
        assert.ok(proofOf(report("could_not_check"), undefined, ["oauth"]).isSettingUnseen);
        assert.ok(!proofOf(report("could_not_check"), report("ok"), ["oauth"]).isSettingUnseen);
        assert.deepEqual(codesOf("public_client_admins_on", "ok"), [
            "ok",
            "public_client_admins_on",
        ]);
    });

    it("takes the role from who assigned it, where the app has no need of a scope to read it", () => {
        const unseen = report("ok", "could_not_check");
        const roleOf = (method: Method) => proofOf(unseen, undefined, [method]).findings[0]?.code;
        assert.deepEqual([roleOf("oauth"), roleOf("marketplace")], ["could_not_check", "ok"]);
        assert.ok(isPassed(unseen.findings, ["marketplace"]));
        assert.ok(!isPassed(unseen.findings, ["marketplace", "oauth"]));
        assert.ok(!isPassed(report("ok", "not_super_admin").findings, ["marketplace"]));
    });

    it("lets nothing else pass that is not ok", () => {
        assert.ok(isPassed(report("could_not_check").findings, ["oauth"]));
        assert.ok(!isPassed(report("public_client_admins_on").findings, ["oauth"]));
        assert.ok(!isPassed(report("ok", "could_not_check").findings, ["oauth"]));
    });

    it("is that no provider of the org keeps other credentials in the state", () => {
        const onOrg = (org: object, ...resources: StateResource[]) => {
            const purpose = { oktaDomain: "acme.okta.com", methods: [], ...org };
            return stateFinding(stackWith({ resources }), purpose, made).code;
        };
        const codeOf = (...resources: StateResource[]) => onOrg({}, ...resources);
        const { clientId, privateKey } = made;
        const renewed = { clientId, privateKey: privateKey.trimEnd() };
        assert.equal(codeOf(), "ok");
        assert.equal(codeOf(provider("a", renewed)), "ok");
        assert.equal(
            codeOf(provider("a", renewed), provider("b", { apiToken: "t" })),
            "provider_not_renewed",
        );
        assert.equal(codeOf(provider("a", { ...renewed, apiToken: "t" })), "provider_not_renewed");
        assert.equal(
            codeOf(provider("a", { ...renewed, privateKey: "old" })),
            "provider_not_renewed",
        );
        // One that takes its credentials from the environment.
        assert.equal(codeOf(provider("a", {})), "provider_not_renewed");
        const custom = { oktaDomain: "login.acme.com", tenantId: "acme" };
        assert.equal(onOrg(custom, provider("a", { apiToken: "t" })), "provider_not_renewed");
        // One of another org is none of the pipeline's business.
        assert.equal(codeOf(provider("a", { orgName: "globex", apiToken: "t" })), "ok");
    });

    it("is that the org refuses a revoked token, and not that it said so", async () => {
        const org = await sandbox();
        const revoke = () =>
            revokeToken(org.apiToken, new URL(org.url), createHttpClient({ retries: 0 }));
        const path = "/api/v1/api-tokens/current";
        org.faults.add({ method: "DELETE", path, status: 500, times: 1 });
        const failed = await revoke();
        assert.equal(failed.code, "token_not_revoked");
        assert.match(failed.detail, /answered 500/);
        org.faults.add({ method: "DELETE", path, status: 403, times: 1 });
        assert.equal((await revoke()).code, "token_not_revoked");
        assert.deepEqual([(await revoke()).code, (await revoke()).code], ["ok", "ok"]);
        assert.match((await revoke()).detail, /refused it before/);
        assert.equal(org.store.apiTokens.list().length, 0);
    });
});
