import assert from "node:assert/strict";

import { fetchUserProblems } from "../../checks/apiKey/adoptable";
import {
    adopt,
    type AdoptOptions,
    type AdoptReport,
    type IntegrationCandidate,
} from "../../checks/index";
import type { AdoptedUser } from "../../rules/adoptUser";
import type { Sandbox } from "../../sandbox/org/server";
import { admin, closeSandboxes, rsaKey, sandbox, serviceApp } from "../sandbox/support";
import { createToken, LOGIN, serviceUser } from "../support/apiKey";
import { answerTo, clickedIntegration } from "../support/clickedIntegration";
import { pasteRemoval } from "../support/paste";
import { asWebApp, otherApp, scriptedApp } from "../support/scriptedApp";

describe("adopt against a sandbox org", () => {
    let org: Sandbox;

    before(async () => {
        org = await sandbox();
    });
    afterEach(() => org.reset());
    after(closeSandboxes);

    const run = (
        application?: string,
        config: Record<string, string> = {},
        more: Partial<AdoptOptions> = {},
    ): Promise<AdoptReport> =>
        adopt({
            stack: {
                name: "prod",
                project: "rezonate-okta",
                state: { deployment: {} },
                config: Object.fromEntries(
                    Object.entries({
                        "rezonate-okta:oktaDomain": org.domain,
                        "okta:httpProxy": org.url,
                        "okta:apiToken": org.apiToken,
                        ...config,
                    }).map(([key, value]) => [key, { value, secret: key === "okta:apiToken" }]),
                ),
            },
            env: {},
            application,
            ...more,
        });
    const said = ({ differences }: AdoptReport): string[] =>
        differences.map(({ subject, effect, detail }) => `${subject} ${effect}: ${detail}`);

    it("lists the API service apps of the org, the likeliest first", async () => {
        await otherApp(org, asWebApp);
        const other = await otherApp(org, (body) => body);
        const { id } = await scriptedApp(org, { label: "Rezonate" });
        const { outcome, candidates = [] } = await run();
        assert.equal(outcome, "ok");
        assert.deepEqual(
            candidates.map((one) => "applicationId" in one && one.applicationId),
            [id, other],
        );
        assert.deepEqual(candidates[0], {
            applicationId: id,
            label: "Rezonate",
            status: "ACTIVE",
            wantedScopes: 1,
            otherScopes: 0,
            roles: ["READ_ONLY_ADMIN"],
            keys: 1,
        });
    });

    it("keeps label, scopes, roles and keys, and says what the next up grants and adds", async () => {
        const app = await scriptedApp(org, {
            label: "Rezonate script",
            scopes: ["okta.users.read", "okta.logs.read", "okta.schemas.read"],
        });
        const report = await run(app.id, { "rezonate-okta:scopes": '["okta.users.read"]' });
        assert.equal(report.outcome, "ok");
        const { kid, kty, n, e } = app.key.jwk as Record<string, string>;
        assert.deepEqual(
            Object.fromEntries(
                Object.entries(report.edits).map(([key, value]) => [
                    key,
                    key === "label" ? value : JSON.parse(value),
                ]),
            ),
            {
                label: "Rezonate script",
                scopes: ["okta.users.read", "okta.logs.read", "okta.schemas.read"],
                adopt: { applicationId: app.id, roleAssignments: app.roleAssignments },
                publicJwks: [{ kty, kid, n, e }],
                keyGenerations: [1],
            },
        );
        assert.deepEqual(said(report), [
            'label kept: "Rezonate script", which goes into the key label',
            "scopes kept: okta.users.read, okta.logs.read, okta.schemas.read",
            "roles kept: READ_ONLY_ADMIN",
            `keys kept: ${kid}`,
            "keys changed: added: a key of generation 1, which is handed over from now on",
        ]);
    });

    it("leaves to decide what may change the org, and never widens unsaid", async () => {
        const app = await scriptedApp(org, {
            label: "Rezonate",
            scopes: ["okta.users.read", "okta.users.manage"],
            roles: ["SUPER_ADMIN"],
        });
        const scopes = '["okta.users.read", "okta.groups.read"]';
        const report = await run(app.id, { "rezonate-okta:scopes": scopes });
        assert.deepEqual(said(report).slice(1, 6), [
            "scopes kept: okta.users.read",
            "scopes changed: granted: okta.groups.read",
            "scopes undecided: okta.users.manage: they can change the org, and stay. To revoke one, take it out of scopes and allowedManageScopes",
            "roles changed: assigned: READ_ONLY_ADMIN",
            "roles undecided: SUPER_ADMIN: the program does not manage it, and it stays. To take it away, see the app's Admin roles tab in the Admin Console",
        ]);
        assert.equal(report.edits["allowedManageScopes"], '["okta.users.manage"]');
        assert.equal(report.edits["adopt"], JSON.stringify({ applicationId: app.id }));
    });

    it("imports no grants where there are none, and says what becomes of use and alg", async () => {
        const app = await scriptedApp(org, { label: "Rezonate", scopes: [], withUse: true });
        const report = await run(app.id);
        assert.match(String(report.edits["adopt"]), /"hasGrants":false/);
        assert.match(said(report).join("\n"), /keys changed: no use and alg any more/);
    });

    it("keeps every active key, and says that an inactive one is removed", async () => {
        const keys = [rsaKey("first"), rsaKey("second"), rsaKey("third")];
        const id = await otherApp(org, () => serviceApp("Rezonate", keys));
        const [, , third] = org.store.apps.get(id)?.keys ?? [];
        assert.ok(third !== undefined);
        third.status = "INACTIVE";
        const report = await run(id);
        const kept = JSON.parse(report.edits["publicJwks"] ?? "[]") as { kid: string }[];
        assert.deepEqual(
            kept.map(({ kid }) => kid),
            ["first", "second"],
        );
        assert.deepEqual(said(report).slice(-3), [
            "keys kept: first, second",
            "keys changed: added: a key of generation 1, which is handed over from now on",
            "keys changed: removed, since inactive: third",
        ]);
    });

    it("keeps a network restriction, and lifts none unsaid", async () => {
        const zones = await Promise.all(
            ["Office", "Cloud"].map(async (name) => {
                const gateways = [{ type: "CIDR", value: "203.0.113.0/24" }];
                const zone = await admin(org, "POST", "/api/v1/zones", {
                    type: "IP",
                    name,
                    gateways,
                });
                return String(zone.body["id"]);
            }),
        );
        const [first, second] = zones.sort();
        const restricted = (network: object): Promise<string> =>
            otherApp(org, () => serviceApp("Rezonate", [rsaKey()], { network }));
        const id = await restricted({ connection: "ZONE", include: [second, first] });
        const report = await run(id);
        assert.equal(report.edits["zoneIds"], JSON.stringify(zones));
        const line = `network kept: only ${first}, ${second}, which goes into the key zoneIds`;
        assert.equal(said(report).at(-1), line);
        const to = async (config: Record<string, string>): Promise<string | undefined> => {
            const { edits, ...more } = await run(id, config);
            assert.equal(edits["zoneIds"], undefined);
            return said({ edits, ...more }).at(-1);
        };
        const same = { "rezonate-okta:zoneIds": JSON.stringify([second, first]) };
        assert.equal(await to(same), `network kept: only ${first}, ${second}`);
        const gateways = { "rezonate-okta:gateways": '["192.0.2.1"]' };
        assert.match(
            (await to(gateways)) ?? "",
            /^network changed: from only .* to only 192.0.2.1$/,
        );
        const open = await otherApp(org, () => serviceApp("Rezonate", [rsaKey()]));
        assert.match(
            said(await run(open, gateways)).at(-1) ?? "",
            /changed: from anywhere to only/,
        );
        for (const network of [
            { connection: "ZONE", include: ["ALL_IP_ZONES"] },
            { connection: "ZONE", exclude: [first] },
        ]) {
            const other = await restricted(network);
            const { outcome, problems } = await run(other);
            assert.equal(outcome, "refused");
            assert.match(problems.join(), /^network: .*the next up would lift it\. Set zoneIds/);
            assert.equal((await run(other, gateways)).outcome, "ok");
        }
    });

    it("refuses what does not fit, and says what to do", async () => {
        const app = await scriptedApp(org);
        const refused = async (because: RegExp, id: string, more: Partial<AdoptOptions> = {}) => {
            const { outcome, problems, edits } = await run(id, {}, more);
            assert.deepEqual([outcome, edits], ["refused", {}]);
            assert.match(problems.join("\n"), because);
        };
        await refused(/the org has no app 0oaAAA/, "0oaAAAAAAAAAAAAAA1d7");
        await refused(/got "\.\.\/users\/me"; wanted the id of an app/, "../users/me");
        const others = { "organization/other/dev": ["x", app.id] };
        await refused(/belongs to the stack organization\/other\/dev/, app.id, {
            otherStacks: others,
        });
        await admin(org, "POST", `/api/v1/apps/${app.id}/lifecycle/deactivate`);
        await refused(/is "INACTIVE"; wanted an active app/, app.id);
    });

    it("could not check where the org does not answer, and refuses other methods", async () => {
        const wrong = await run("0oaAAAAAAAAAAAAAA1d7", { "okta:apiToken": "00wrong" });
        assert.deepEqual([wrong.outcome, wrong.edits], ["could_not_check", {}]);
        assert.match(wrong.problems.join(), /could not be read: E0000011/);
        assert.ok(!JSON.stringify(wrong).includes("00wrong"));
        const listed = await run(undefined, { "okta:apiToken": "00wrong" });
        assert.equal(listed.outcome, "could_not_check");
    });

    describe("with the method marketplace", () => {
        const method = { "rezonate-okta:method": "marketplace" };
        const take = (integrationId: string, config = {}, more: Partial<AdoptOptions> = {}) =>
            run(undefined, { ...method, ...config }, { integrationId, ...more });

        it("lists the integrations of the org, Rezonate's first, with when they were used", async () => {
            const other = await clickedIntegration(org, { type: "anzennaapiservice" });
            const scopes = ["okta.users.read", "okta.users.manage"];
            const own = await clickedIntegration(org, { type: "rezonate_security", scopes });
            await answerTo(org, own);
            const { outcome, candidates = [] } = await run(undefined, method);
            assert.equal(outcome, "ok");
            const [first, second] = candidates as IntegrationCandidate[];
            assert.match(String(first?.lastToken), /^\d{4}-/);
            assert.deepEqual(
                { ...first, lastToken: undefined },
                {
                    integrationId: own.id,
                    type: "rezonate_security",
                    name: "rezonate_security",
                    wantedScopes: 1,
                    otherScopes: 1,
                    lastToken: undefined,
                },
            );
            assert.deepEqual([second?.integrationId, second?.lastToken], [other.id, undefined]);
        });

        it("keeps type, scopes and secret, and leaves to decide what Okta cannot change", async () => {
            const scopes = ["okta.users.read", "okta.users.manage"];
            const { id, secretId } = await clickedIntegration(org, { scopes });
            const report = await take(id, {
                "rezonate-okta:scopes": '["okta.users.read", "okta.logs.read"]',
                "rezonate-okta:keepPreviousSecret": "false",
            });
            assert.deepEqual(report.edits, {
                adopt: JSON.stringify({ integrationId: id }),
                scopes: '["okta.users.manage","okta.users.read"]',
                allowedManageScopes: '["okta.users.manage"]',
                keepPreviousSecret: "true",
            });
            assert.deepEqual(
                said(report).map((line) => line.replace(/, of [\d-]+/, "")),
                [
                    'type kept: "rezonatesecurity"',
                    "scopes kept: okta.users.read",
                    "scopes undecided: not granted: okta.logs.read. Okta cannot add them: another list in scopes makes a new integration, with a new client id",
                    "scopes undecided: okta.users.manage: they can change the org, and stay. Without them it is a new integration, with a new client id",
                    `secrets kept: ${secretId} (ACTIVE)`,
                    "secrets changed: added: one of the stack's own, which is handed over from now on",
                ],
            );
        });

        it("refuses what does not fit, and says what to do", async () => {
            const { id, secretId } = await clickedIntegration(org);
            const foreign = await clickedIntegration(org, { type: "anzennaapiservice" });
            const refused = async (
                because: RegExp,
                integrationId: string,
                config = {},
                more: Partial<AdoptOptions> = {},
            ) => {
                const { outcome, problems, edits } = await take(integrationId, config, more);
                assert.deepEqual([outcome, edits], ["refused", {}]);
                assert.match(problems.join("\n"), because);
                return problems.join("\n");
            };
            await refused(/the org has no API service integration 0oaAAA/, "0oaAAAAAAAAAAAAAA1d7");
            await refused(/got "\.\.\/x"; wanted the id of an API service/, "../x");
            await refused(/belongs to the stack other/, id, {}, { otherStacks: { other: [id] } });
            await refused(/type "anzennaapiservice", which does not look like/, foreign.id);
            const named = { "rezonate-okta:integrationType": "anzennaapiservice" };
            assert.equal((await take(foreign.id, named)).outcome, "ok");
            const path = `/integrations/api/v1/api-services/${id}/credentials/secrets`;
            await admin(org, "POST", path);
            const full = await refused(/two client secrets/, id);
            const [, lines = ""] = full.split(`To delete ${secretId}:`);
            await pasteRemoval(org, lines.split("To delete")[0] ?? "");
            assert.equal((await take(id)).outcome, "ok");
        });

        it("could not check without the right, and takes no option of another method", async () => {
            const { id } = await clickedIntegration(org);
            const wrong = await take(id, { "okta:apiToken": "00wrong" });
            assert.equal(wrong.outcome, "could_not_check");
            assert.match(wrong.problems.join(), /could not be read: E0000011.*super administrator/);
            const listed = await run(undefined, { ...method, "okta:apiToken": "00wrong" });
            assert.equal(listed.outcome, "could_not_check");
            await assert.rejects(run(id, method), /application: it names an app.*integrationId/);
            await assert.rejects(
                run(undefined, {}, { integrationId: id }),
                /integrationId: it names an integration.*wanted application/,
            );
        });
    });

    describe("with the method api-key", () => {
        const method = { "rezonate-okta:method": "api-key" };
        const take = (userId: string, config = {}, more: Partial<AdoptOptions> = {}) =>
            run(undefined, { ...method, ...config }, { userId, ...more });
        const zoneOf = async (name: string, gateways: string[]) => {
            const body = {
                type: "IP",
                name,
                gateways: gateways.map((value) => ({ type: "CIDR", value })),
            };
            const made = await admin(org, "POST", "/api/v1/zones", body);
            assert.equal(made.status, 200, made.text);
            return String(made.body["id"]);
        };
        const restrict = async (tokenId: string, ...include: string[]) => {
            const network = { connection: "ZONE", include };
            const body = { name: "Rezonate", clientName: "Okta API", network };
            const { status, text } = await admin(org, "PUT", `/api/v1/api-tokens/${tokenId}`, body);
            assert.equal(status, 200, text);
        };

        it("lists who has an API token, the likeliest first", async () => {
            const id = await serviceUser(org);
            await createToken(org);
            await serviceUser(org, { profile: { login: "no.token@example.com" } });
            const { outcome, candidates = [] } = await run(undefined, method);
            assert.equal(outcome, "ok");
            assert.deepEqual(
                candidates.map((one) => "userId" in one && one.login),
                [LOGIN, "admin@example.com"],
            );
            assert.deepEqual(candidates[0], {
                userId: id,
                login: LOGIN,
                status: "ACTIVE",
                roles: ["READ_ONLY_ADMIN"],
                tokens: 1,
            });
        });

        it("keeps profile, role and token, and leaves to decide what would restrict the token", async () => {
            const id = await serviceUser(org, { profile: { email: "it@example.com" } });
            const { id: tokenId } = await createToken(org);
            const anywhere = await take(id);
            assert.deepEqual(anywhere.edits, {
                adopt: JSON.stringify({ userId: id }),
                login: LOGIN,
                email: "it@example.com",
                apiTokenId: tokenId,
            });
            assert.deepEqual(said(anywhere), [
                `user kept: ${LOGIN} (ACTIVE), with its names and its profile`,
                "roles kept: READ_ONLY_ADMIN",
                `tokens kept: ${tokenId} (from anywhere)`,
                "apiKey undecided: not in the stack, which hands nothing over until it is: Okta does not show it again",
            ]);
            const fenced = await take(id, { "rezonate-okta:gateways": '["127.0.0.1"]' });
            assert.equal(fenced.edits["apiTokenId"], undefined);
            assert.match(said(fenced).join("\n"), /zone changed: added: one for 127\.0\.0\.1/);
            assert.match(
                said(fenced).join("\n"),
                /tokens undecided: not managed by the stack: 00T/,
            );
            const { id: second } = await createToken(org);
            const two = await take(id);
            assert.equal(two.edits["apiTokenId"], undefined);
            assert.match(said(two).join("\n"), new RegExp(`undecided: not managed.*${second}`));
        });

        it("takes the zone of a lost stack along, and nobody else's", async () => {
            const id = await serviceUser(org);
            const { id: tokenId } = await createToken(org);
            const zoneId = await zoneOf("rezonate-zone-0123abc", ["203.0.113.0/24"]);
            const other = await zoneOf("Offices", ["198.51.100.0/24"]);
            // A zone of the name alone may be another stack's.
            assert.equal((await take(id)).edits["gateways"], undefined);
            await restrict(tokenId, other);
            const foreign = await take(id);
            assert.deepEqual(
                [foreign.edits["gateways"], foreign.edits["apiTokenId"]],
                [undefined, undefined],
            );
            await restrict(tokenId, zoneId);
            const { edits } = await take(id);
            assert.deepEqual(edits, {
                adopt: JSON.stringify({ userId: id, zoneId }),
                login: LOGIN,
                gateways: '["203.0.113.0/24"]',
                apiTokenId: tokenId,
            });
            const taken = await take(id, {}, { otherStacks: { other: [zoneId] } });
            assert.equal(taken.edits["gateways"], undefined);
        });

        it("refuses what does not fit, and says what to do", async () => {
            const id = await serviceUser(org);
            const refused = async (
                because: RegExp,
                userId: string,
                config = {},
                more: Partial<AdoptOptions> = {},
            ) => {
                const { outcome, problems, edits } = await take(userId, config, more);
                assert.deepEqual([outcome, edits], ["refused", {}]);
                assert.match(problems.join("\n"), because);
            };
            await refused(/the org has no user 00uAAA/, "00uAAAAAAAAAAAAAA1d7");
            await refused(/got "me"; wanted the id of a user/, "me");
            await refused(/belongs to the stack other/, id, {}, { otherStacks: { other: [id] } });
            await refused(/^login: got "x@example.com", but/, id, {
                "rezonate-okta:login": "x@example.com",
            });
            await refused(/^email: got "x@example.com", but/, id, {
                "rezonate-okta:email": "x@example.com",
            });
            await admin(org, "POST", `/api/v1/users/${id}/lifecycle/suspend`);
            await refused(/is "SUSPENDED"; wanted an active user/, id);
            const more = await serviceUser(org, {
                profile: { login: "more@example.com" },
                roles: ["READ_ONLY_ADMIN", "HELP_DESK_ADMIN"],
            });
            await refused(/holds HELP_DESK_ADMIN, which the next update would take away/, more);
        });

        it("could not check without the right", async () => {
            const wrong = await take("00uAAAAAAAAAAAAAA1d7", { "okta:apiToken": "00wrong" });
            assert.deepEqual([wrong.outcome, wrong.edits], ["could_not_check", {}]);
            const listed = await run(undefined, { ...method, "okta:apiToken": "00wrong" });
            assert.equal(listed.outcome, "could_not_check");
        });

        it("is looked at by a program, which also knows which zone and token it wants", async () => {
            const userId = await serviceUser(org);
            const { id: apiTokenId } = await createToken(org);
            const zoneId = await zoneOf("Offices", ["198.51.100.0/24", "203.0.113.0/24"]);
            await restrict(apiTokenId, zoneId);
            const access = {
                host: org.domain,
                settings: { apiToken: org.apiToken, httpProxy: org.url },
            };
            const wanted = { login: LOGIN, email: LOGIN, apiTokenId };
            const found = async (adopt: AdoptedUser, change = {}, isNew = true) => {
                const of = { ...wanted, ...change };
                const problems = await fetchUserProblems(adopt, of, access, isNew);
                return problems.map(({ propertyPath }) => propertyPath);
            };
            const gateways = ["203.0.113.0/24", "198.51.100.0/24"];
            assert.deepEqual(await found({ userId }), ["apiTokenId"]);
            assert.deepEqual(await found({ userId }, { gateways }), ["apiTokenId"]);
            assert.deepEqual(await found({ userId }, { apiTokenId: undefined }), []);
            assert.deepEqual(await found({ userId, zoneId }, { gateways }), []);
            assert.deepEqual(await found({ userId, zoneId }, { gateways: gateways.slice(1) }), [
                "gateways",
            ]);
            // What an up that was cut off has restricted itself is no other's.
            assert.deepEqual(await found({ userId }, { gateways }, false), []);
            const gone = { userId, zoneId: "nzoAAAAAAAAAAAAAA1d7" };
            assert.deepEqual(await found(gone, { gateways }), ["adopt.zoneId", "apiTokenId"]);
        });
    });
});
