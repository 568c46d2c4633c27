import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import Ajv from "ajv";

import { type Evidence, evidence, type EvidenceOptions } from "../../checks/index";
import { evidencePage } from "../../cli/evidencePage/index";
import { evidenceText } from "../../cli/evidencePage/text";
import { thumbprint } from "../../rules/jwk";
import { READ_ONLY_SCOPES, REMEDIATION_SCOPES } from "../../rules/scopes";
import type { Sandbox } from "../../sandbox/org/server";
import {
    admin,
    closeSandboxes,
    type KeyPair,
    provision,
    rsaKey,
    sandbox,
} from "../sandbox/support";
import { appStack } from "../support/appStack";

const schema = JSON.parse(
    readFileSync(join(__dirname, "../../docs/evidence.schema.json"), "utf8"),
) as object;
const isEvidence = new Ajv({ allErrors: true }).compile(schema);

function assertValid(document: Evidence): void {
    assert.ok(isEvidence(document), JSON.stringify(isEvidence.errors));
}

const keyOfApp = (): KeyPair => {
    const { privateKey, jwk } = rsaKey();
    return { privateKey, jwk: { ...jwk, kid: thumbprint(jwk) } };
};

describe("evidence on a sandbox org", () => {
    let org: Sandbox;
    let key: KeyPair;
    let id: string;

    before(async () => {
        org = await sandbox({ seed: { users: 3, groups: 2, apps: 2 }, view: "all", grants: "all" });
        key = keyOfApp();
        id = await provision(org, key, [...READ_ONLY_SCOPES]);
    });
    after(closeSandboxes);
    afterEach(() => {
        org.faults.clear();
    });

    const privateKeyOf = ({ privateKey }: KeyPair): string =>
        privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const run = (
        more: Partial<EvidenceOptions> = {},
        config: Record<string, string> = {},
    ): Promise<Evidence> => {
        const outputs = {
            tenantId: "acme",
            applicationId: id,
            keyId: key.jwk["kid"],
            grantedScopes: READ_ONLY_SCOPES,
            privateKey: privateKeyOf(key),
        };
        const app = { id, scopes: READ_ONLY_SCOPES, jwks: [key.jwk], outputs };
        return evidence({ stack: appStack(org, app, config), env: {}, ...more });
    };
    const clientOf = ({ integrations }: Evidence) => {
        const client = integrations[0]?.clients[0];
        assert.ok(client);
        return client;
    };

    it("says what Rezonate may do, why, from where and by which key, with a proof", async () => {
        const document = await run();
        assertValid(document);
        const [integration] = document.integrations;
        const client = clientOf(document);
        assert.deepEqual(
            client.scopes?.map(({ scope }) => scope),
            READ_ONLY_SCOPES,
        );
        assert.ok(
            client.scopes?.every(
                ({ purpose, inStack, mayChange }) => purpose && inStack && !mayChange,
            ),
        );
        assert.deepEqual(client.roles, [
            {
                type: "READ_ONLY_ADMIN",
                name: "Read-only Administrator",
                permissions: null,
                resources: null,
            },
        ]);
        assert.deepEqual(client.network, { from: "anywhere", zones: [] });
        assert.deepEqual(client.credentials, [
            {
                kind: "public key",
                id: key.jwk["kid"],
                thumbprint: thumbprint(key.jwk),
                algorithm: "RSA 2048",
                status: "ACTIVE",
                created: null,
                heldBy: "Rezonate, or whoever made the key",
            },
        ]);
        assert.equal(integration?.proof.findings.length, READ_ONLY_SCOPES.length);
        assert.ok(integration.proof.seen.some(({ kind, seen }) => kind === "users" && seen > 0));
        assert.deepEqual(
            document.administrators.map(({ org: name, provider, superAdmins }) => [
                name,
                provider,
                superAdmins?.map((one) => one.name),
            ]),
            [[org.domain, "API token of admin@example.com", ["admin@example.com"]]],
        );
    });

    it("is the same twice, but for the times", async () => {
        const timeless = (document: Evidence): string =>
            JSON.stringify(document, (name, value: unknown) =>
                name === "generated" || name === "at" ? "" : value,
            );
        assert.equal(timeless(await run()), timeless(await run()));
    });

    it("holds no secret, neither as JSON nor as page", async () => {
        const document = await run();
        for (const text of [JSON.stringify(document), evidencePage(document)]) {
            for (const secret of [org.apiToken, privateKeyOf(key).split("\n")[1] ?? "?"]) {
                assert.ok(!text.includes(secret));
            }
            assert.doesNotMatch(text, /PRIVATE KEY/);
        }
    });

    it("tells what was granted, assigned and trusted by hand, and the zones", async () => {
        const other = await sandbox({ view: "all", grants: "all" });
        const keys = [keyOfApp(), keyOfApp()];
        const [first = keyOfApp()] = keys;
        const [scope = ""] = REMEDIATION_SCOPES;
        const made = await provision(other, first, ["okta.users.read", scope]);
        const texts = { label: "Rezonate reads", description: "d" };
        const role = await admin(other, "POST", "/api/v1/iam/roles", {
            ...texts,
            permissions: ["okta.users.read", "okta.apps.read"],
        });
        const set = await admin(other, "POST", "/api/v1/iam/resource-sets", {
            ...texts,
            resources: ["orn:okta:idp:00o1:apps"],
        });
        const custom = { role: role.body["id"], "resource-set": set.body["id"] };
        await admin(other, "POST", `/oauth2/v1/clients/${made}/roles`, {
            type: "CUSTOM",
            ...custom,
        });
        const zone = await admin(other, "POST", "/api/v1/zones", {
            type: "IP",
            name: "Rezonate",
            gateways: [{ type: "CIDR", value: "203.0.113.0/24" }],
        });
        const { body } = await admin(other, "GET", `/api/v1/apps/${made}`);
        const settings = body["settings"] as unknown as { oauthClient: object };
        const network = { connection: "ZONE", include: [zone.body["id"]] };
        const jwks = { keys: keys.map(({ jwk }) => jwk) };
        const oauthClient = { ...settings.oauthClient, network, jwks };
        await admin(other, "PUT", `/api/v1/apps/${made}`, {
            ...body,
            settings: { ...settings, oauthClient },
        });
        await admin(other, "POST", "/api/v1/principal-rate-limits", {
            principalId: made,
            principalType: "OAUTH_CLIENT",
            defaultPercentage: 20,
        });
        const stack = appStack(other, { id: made, scopes: ["okta.users.read"] });
        const document = await evidence({ stack, env: {}, proof: false });
        assertValid(document);
        const client = clientOf(document);
        assert.deepEqual(
            client.scopes?.map((one) => [one.scope, one.mayChange, one.inStack]),
            [
                [scope, true, false],
                ["okta.users.read", false, true],
            ],
        );
        assert.deepEqual(client.roles?.[0], {
            type: "CUSTOM",
            name: "Rezonate reads",
            permissions: ["okta.apps.read", "okta.users.read"],
            resources: ["orn:okta:idp:00o1:apps"],
        });
        assert.equal(client.network.from, "zones");
        assert.deepEqual(client.network.zones[0]?.gateways, ["203.0.113.0/24"]);
        assert.equal(client.credentials?.length, 2);
        assert.equal(client.rateLimitPercent, 20);
        assert.deepEqual(document.integrations[0]?.proof.reason, "It was left out.");
        assert.equal(document.outcome, "ok");
    });

    it("describes a Marketplace integration, and a stack of it", async () => {
        const service = await admin(org, "POST", "/integrations/api/v1/api-services", {
            type: "rezonatesecurity",
            grantedScopes: ["okta.users.read"],
        });
        const [root, component] = ["s", "rezonate"].map((name) => `urn:pulumi:prod::p::t::${name}`);
        const resources = [
            {
                urn: component,
                type: "rezonate-okta:index:MarketplaceIntegration",
                parent: root,
                outputs: { oktaDomain: org.domain },
            },
            {
                urn: "urn:pulumi:prod::p::okta::service",
                type: "okta:index/apiServiceIntegration:ApiServiceIntegration",
                id: service.body["id"],
                parent: component,
                outputs: {
                    type: "rezonatesecurity",
                    grantedScopes: [{ scope: "okta.users.read" }],
                },
            },
        ];
        const { config } = appStack(org, { id, scopes: [] });
        const stack = { name: "prod", project: "p", state: { deployment: { resources } }, config };
        const document = await evidence({ stack, env: {}, proof: false });
        assertValid(document);
        const client = clientOf(document);
        assert.equal(client.kind, "API service integration");
        assert.deepEqual(
            client.credentials?.map(({ kind, status }) => [kind, status]),
            [["client secret", "ACTIVE"]],
        );
        assert.ok(!JSON.stringify(document).includes(String(service.body["clientSecret"])));
    });

    it("says what could not be read, and is not ok then", async () => {
        org.faults.add({ path: `/api/v1/apps/${id}/grants`, status: 403, errorCode: "E0000006" });
        org.faults.add({
            path: "/api/v1/iam/assignees/users",
            status: 403,
            errorCode: "E0000006",
        });
        const document = await run({ proof: false });
        assertValid(document);
        assert.equal(document.outcome, "could_not_check");
        assert.equal(clientOf(document).scopes, null);
        assert.match(clientOf(document).unread.join(), /The grants could not be read: .* 403/);
        assert.match(
            document.administrators[0]?.unread.join() ?? "",
            /users with admin roles could not be read/,
        );
        assert.match(evidenceText(document, []).join("\n"), /Could not be read\n {2}The grants/);
        assert.match(evidencePage(document), /The grants could not be read/);
    });

    it("says so where the org refuses the credentials", async () => {
        const document = await run({ proof: false }, { "okta:apiToken": "another-token" });
        assertValid(document);
        assert.equal(document.outcome, "could_not_check");
        assert.ok(!JSON.stringify(document).includes("another-token"));
    });

    it("names the proof's findings, and why there is no proof", async () => {
        const wrong = await run({}, {});
        const { proof } = wrong.integrations[0] ?? {};
        assert.ok(proof?.at);
        org.faults.add({ path: "/api/v1/users", status: 403, errorCode: "E0000006", times: 9 });
        const failed = await run();
        assert.equal(failed.outcome, "findings");
        assert.match(evidencePage(failed), /missing_role/);
        const stack = appStack(org, { id, scopes: READ_ONLY_SCOPES });
        const none = await evidence({ stack, env: {} });
        assertValid(none);
        assert.equal(none.integrations[0]?.proof.outcome, "not_run");
        assert.equal(none.outcome, "could_not_check");
    });

    it("refuses a stack without an integration, and a name that none has", async () => {
        const stack = { name: "prod", project: "p", state: { deployment: {} } };
        await assert.rejects(evidence({ stack, env: {} }), /has no integration of ours/);
        await assert.rejects(run({ integration: "other" }), /integration: got "other"/);
        await assert.rejects(run({ orgUrl: "https://evil.example" }), /orgUrl: got/);
    });
});

describe("the evidence page", () => {
    const hostile = `<script>alert("1")</script>'&\u001b[31m\u202e`;
    const document: Evidence = {
        version: 1,
        generated: "2026-11-28T05:00:00.000Z",
        project: hostile,
        stack: hostile,
        outcome: "findings",
        integrations: [
            {
                name: hostile,
                method: "oauth",
                org: hostile,
                remediationUntil: "2026-12-31",
                clients: [
                    {
                        kind: "service app",
                        id: hostile,
                        name: hostile,
                        status: hostile,
                        scopes: [
                            {
                                scope: hostile,
                                purpose: null,
                                mayChange: true,
                                granted: hostile,
                                inStack: false,
                            },
                        ],
                        roles: [
                            {
                                type: hostile,
                                name: hostile,
                                permissions: [hostile],
                                resources: [hostile],
                            },
                        ],
                        network: {
                            from: "zones",
                            zones: [
                                {
                                    name: hostile,
                                    id: hostile,
                                    rule: "include",
                                    gateways: [hostile],
                                },
                            ],
                        },
                        rateLimitPercent: 50,
                        dpop: false,
                        credentials: [
                            {
                                kind: "public key",
                                id: hostile,
                                thumbprint: hostile,
                                algorithm: hostile,
                                status: hostile,
                                created: hostile,
                                heldBy: hostile,
                            },
                        ],
                        unread: [hostile],
                    },
                ],
                proof: {
                    outcome: "findings",
                    at: hostile,
                    reason: null,
                    findings: [{ subject: hostile, code: hostile, detail: hostile }],
                    seen: [],
                },
                unread: [hostile],
            },
        ],
        administrators: [
            {
                org: hostile,
                provider: hostile,
                superAdmins: [{ kind: "user", id: hostile, name: hostile }],
                unread: [hostile],
            },
        ],
    };

    it("escapes all that it is given, and makes visible what acts on a reader", () => {
        const page = evidencePage(document);
        assert.doesNotMatch(page, /<script|alert\("1"\)|\u001b|\u202e/);
        assert.match(page, /&lt;script&gt;alert\(&quot;1&quot;\)&lt;\/script&gt;&#39;&amp;/);
        assert.match(page, /\\u001b\[31m\\u202e/);
    });

    it("loads nothing, runs nothing, and closes what it opens", () => {
        const page = evidencePage(document);
        assert.doesNotMatch(page, /<(script|link|img|iframe)\b|@import|url\(|https?:|\son\w+=/);
        assert.match(page, /Content-Security-Policy"\s+content="default-src 'none'/);
        for (const tag of [
            "section",
            "table",
            "tr",
            "td",
            "th",
            "dl",
            "div",
            "ul",
            "li",
            "p",
            "code",
        ]) {
            const count = (pattern: string): number =>
                page.match(new RegExp(pattern, "g"))?.length ?? 0;
            assert.equal(count(`<${tag}[\\s>]`), count(`</${tag}\\s*>`), tag);
        }
    });
});
