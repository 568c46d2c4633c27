import assert from "node:assert/strict";

import { checkDrift } from "../../checks/drift/index";
import type { StateResource } from "../../checks/state/stackSnapshot";
import { createHttpClient } from "../../okta/http";
import { REMEDIATION_PERMISSIONS } from "../../rules/remediation";
import { remediationResources } from "../../rules/resourceNames";
import { OktaType } from "../../rules/resourceTypes";
import type { Sandbox } from "../../sandbox/org/server";
import { admin, closeSandboxes, rsaKey, sandbox, serviceApp } from "../sandbox/support";
import { pasteRemoval } from "../support/paste";
import { codesAndLines, emptyStack, resource } from "./driftFixtures";

const SERVICE_APP = "rezonate-okta:index:ServiceApp";
const API_KEY = "rezonate-okta:index:ApiKeyIntegration";
const key = rsaKey("key");
const scopes = ["okta.logs.read", "okta.users.read"];

/** A component and its provider in a state, as an `up` leaves them that failed at its first resource. */
function failedUp(org: Sandbox, type: string, inputs: Record<string, unknown>) {
    const provider = resource("pulumi:providers:okta", "okta", {
        id: "p1",
        inputs: {
            orgName: "acme",
            baseUrl: "okta.com",
            httpProxy: org.url,
            apiToken: org.apiToken,
        },
    });
    const component = resource(type, "rezonate", {
        inputs: { oktaDomain: "acme.okta.com", ...inputs },
    });
    const child = (childType: string, name: string, more: Partial<StateResource>) => ({
        ...resource(childType, name, { parent: component.urn, ...more }),
        urn: `urn:pulumi:dev::p::${type}$${childType}::${name}`,
        provider: `${provider.urn}::p1`,
    });
    return { resources: [provider, component], component, child };
}

/** The lines that take something over, but for the one that renews the provider's credentials. */
function imports(type: string, child: string, name: string, id: string): string {
    const parent = `'parent=urn:pulumi:dev::p::${type}::rezonate'`;
    const provider = "provider=urn:pulumi:dev::p::pulumi:providers:okta::okta";
    return `pulumi import ${child} ${name} ${id} --parent ${parent.replaceAll("'", "")} --provider ${provider} --stack dev --protect=false --generate-code=false --skip-preview --yes`;
}

async function findings(resources: readonly StateResource[]) {
    const options = { http: createHttpClient(), env: {} };
    const ownIds = resources.flatMap(({ id }) => id ?? []);
    return (await checkDrift({ ...emptyStack, resources, ownIds }, options)).findings;
}

async function twins(resources: readonly StateResource[]) {
    return (await findings(resources)).filter(({ code }) => code === "twin");
}

async function found(resources: readonly StateResource[]) {
    const renewal = "pulumi up --stack dev --target ";
    return codesAndLines(await findings(resources)).map(({ code, lines }) => ({
        code,
        lines: lines.filter((line) => !line.startsWith(renewal)),
    }));
}

const ZONE = "okta:network/zone:Zone";

/** Makes a network zone in an org. */
function zone(org: Sandbox, name: string, values: readonly string[]) {
    return admin(org, "POST", "/api/v1/zones", {
        type: "IP",
        name,
        gateways: values.map((value) => ({
            type: value.includes("/") ? "CIDR" : "RANGE",
            value: value.includes("/") ? value : `${value}-${value}`,
        })),
    });
}

describe("doctor: what Okta has and the state does not know", () => {
    afterEach(closeSandboxes);

    describe("of the custom admin role of remediation", () => {
        const OAUTH = "rezonate-okta:index:OAuthIntegration";
        const label = (id: string) => `Rezonate remediation ${id}`;
        const texts = (id: string) => ({ label: label(id), description: "Remediation" });

        /** An app with its integration in org and state, and what there is in Okta for its role. */
        async function withRole(more: {
            readonly permissions?: readonly string[];
            readonly resources?: readonly string[];
            readonly isAssigned?: boolean;
        }) {
            const org = await sandbox();
            const app = await admin(org, "POST", "/api/v1/apps", serviceApp("Rezonate", [key]));
            const id = String(app.body.id);
            const roles: string[] = [];
            const inputs = { remediation: true };
            const { resources, child } = failedUp(org, OAUTH, inputs);
            const own = { scopes, roles, oktaDomain: "acme.okta.com" };
            const service = child(SERVICE_APP, "rezonate-app", { inputs: own });
            const outputs = { clientId: id, label: "Rezonate", type: "service", jwks: [key.jwk] };
            const ofService = { parent: service.urn, id, outputs };
            const state = [
                ...[...resources, service],
                child("okta:app/oAuth:OAuth", "rezonate-app-app", ofService),
                child("okta:index/appOauthApiScope:AppOauthApiScope", "rezonate-app-scopes", {
                    parent: service.urn,
                    id,
                    outputs: { appId: id, scopes: [] },
                }),
            ];
            const path = "/api/v1/iam";
            const { permissions = REMEDIATION_PERMISSIONS, isAssigned = true } = more;
            const { resources: orns = remediationResources(org.org.id, "", {}) } = more;
            const role = { ...texts(id), permissions };
            const made = await admin(org, "POST", `${path}/roles`, role);
            const set = { ...texts(id), resources: orns };
            const covered = await admin(org, "POST", `${path}/resource-sets`, set);
            const ids = { role: String(made.body.id), set: String(covered.body.id) };
            const assigned = isAssigned
                ? await admin(org, "POST", `/oauth2/v1/clients/${id}/roles`, {
                      type: "CUSTOM",
                      role: ids.role,
                      "resource-set": ids.set,
                  })
                : undefined;
            const lines = [
                imports(OAUTH, OktaType.CustomRole, "rezonate-remediation-role", ids.role),
                imports(OAUTH, OktaType.ResourceSet, "rezonate-remediation-resources", ids.set),
                imports(
                    OAUTH,
                    OktaType.AppRole,
                    "rezonate-remediation",
                    `${id}/${String(assigned?.body.id)}`,
                ),
            ];
            const all = { ...ids, app: id, assignment: String(assigned?.body.id) };
            return { org, state, child, ids: all, lines };
        }
        const codes = async (state: readonly StateResource[]) =>
            (await found(state)).filter(({ code }) => code !== "ok");

        it("takes over role, resource set and assignment", async () => {
            const { state, lines } = await withRole({});
            assert.deepEqual(
                await codes(state),
                lines.map((line) => ({ code: "answer_lost", lines: [line] })),
            );
        });

        it("takes over nothing that allows or covers more than the program wants", async () => {
            const { state } = await withRole({
                permissions: [...REMEDIATION_PERMISSIONS, "okta.users.manage"],
                resources: ["orn:okta:idp:00o1:apps"],
                isAssigned: false,
            });
            assert.deepEqual(
                (await codes(state)).map(({ code }) => code),
                ["not_taken_over", "not_taken_over", "incomplete"],
            );
        });

        it("is compared with what it allows and covers in Okta", async () => {
            const { org, state, ids, child } = await withRole({});
            const path = "/api/v1/iam";
            const outputs = {
                permissions: REMEDIATION_PERMISSIONS,
                resourcesOrns: remediationResources(org.org.id, "", {}),
            };
            const part = (type: string, name: string, id: string) =>
                child(type, `rezonate-remediation-${name}`, { id, outputs });
            const role = part(OktaType.CustomRole, "role", ids.role);
            const set = part(OktaType.ResourceSet, "resources", ids.set);
            const assignment = child(OktaType.AppRole, "rezonate-remediation", {
                id: ids.assignment,
                outputs: {
                    clientId: ids.app,
                    type: "CUSTOM",
                    role: ids.role,
                    resourceSet: ids.set,
                },
                dependencies: [role.urn, set.urn],
            });
            const parts = [role, set, assignment];
            const all = [...state, ...parts];
            assert.deepEqual(await codes(all), []);

            const permission = `${path}/roles/${ids.role}/permissions`;
            await admin(org, "DELETE", `${permission}/okta.users.lifecycle.suspend`);
            await admin(org, "POST", `${permission}/okta.users.manage`);
            await admin(org, "PATCH", `${path}/resource-sets/${ids.set}/resources`, {
                additions: [`orn:okta:idp:${org.org.id}:apps`],
            });
            const changed = await findings(all);
            assert.deepEqual(
                changed
                    .filter(({ code }) => code !== "ok")
                    .map(({ code, detail }) => [code, detail]),
                [
                    [
                        "custom_role_changed",
                        `Custom admin role ${ids.role} was changed in Okta; removed: okta.users.lifecycle.suspend; added: okta.users.manage.`,
                    ],
                    [
                        "custom_role_changed",
                        `Resource set ${ids.set} was changed in Okta; added: orn:okta:idp:${org.org.id}:apps.`,
                    ],
                ],
            );

            await admin(org, "DELETE", `/oauth2/v1/clients/${ids.app}/roles/${ids.assignment}`);
            await admin(org, "DELETE", `${path}/roles/${ids.role}`);
            const deleted = (await codes(all)).find(({ code }) => code === "custom_role_deleted");
            assert.deepEqual(deleted?.lines, [
                `pulumi state delete '${assignment.urn}' --stack dev --yes`,
                `pulumi state delete '${role.urn}' --stack dev --yes`,
                "pulumi up --stack dev --skip-preview --yes",
            ]);
        });

        it("is not missed where USER_ADMIN is what the state has for remediation", async () => {
            const { state } = await withRole({ isAssigned: false });
            const before = state.map((one) =>
                one.type === SERVICE_APP
                    ? { ...one, inputs: { ...one.inputs, roles: ["USER_ADMIN"] } }
                    : one,
            );
            const of = (await codes(before)).map(({ code }) => code);
            assert.deepEqual(of, ["incomplete"], "USER_ADMIN itself");
        });
    });

    describe("of a service app", () => {
        const inputs = { label: "Rezonate", jwks: [key.jwk], scopes };
        const APP = "okta:app/oAuth:OAuth";
        const SCOPES = "okta:index/appOauthApiScope:AppOauthApiScope";
        const ROLE = "okta:app/oauthRoleAssignment:OauthRoleAssignment";

        /** The app in org and state, and what of it the state knows. */
        async function withApp(more: Record<string, unknown> = {}, known: string[] = []) {
            const org = await sandbox();
            const made = await admin(org, "POST", "/api/v1/apps", serviceApp("Rezonate", [key]));
            const id = String(made.body.id);
            const { resources, child } = failedUp(org, SERVICE_APP, { ...inputs, ...more });
            const outputs = { clientId: id, label: "Rezonate", type: "service", jwks: [key.jwk] };
            const app = child(APP, "rezonate-app", { id, outputs });
            const grants = child(SCOPES, "rezonate-scopes", {
                id,
                outputs: { appId: id, scopes },
            });
            const roles = known.map((type) =>
                child(ROLE, `rezonate-${type}`, { outputs: { clientId: id, type }, id: type }),
            );
            const grant = (scopeId: string) =>
                admin(org, "POST", `/api/v1/apps/${id}/grants`, {
                    issuer: `https://${org.domain}`,
                    scopeId,
                });
            const assign = async (type: string) => {
                const path = `/oauth2/v1/clients/${id}/roles`;
                return String((await admin(org, "POST", path, { type })).body.id);
            };
            return { org, id, resources: [...resources, app], child, grants, roles, grant, assign };
        }

        it("takes over the role that the program assigns, and no other", async () => {
            const { id, resources, grants, grant, assign } = await withApp();
            await Promise.all(scopes.map(grant));
            const [role] = await Promise.all(["READ_ONLY_ADMIN", "SUPER_ADMIN"].map(assign));
            const lines = [imports(SERVICE_APP, ROLE, "rezonate-READ_ONLY_ADMIN", `${id}/${role}`)];
            assert.deepEqual(await found([...resources, grants]), [
                { code: "role_added", lines: [] },
                { code: "answer_lost", lines },
            ]);
        });

        it("takes over every role of the program that the state lacks", async () => {
            const wanted = ["READ_ONLY_ADMIN", "USER_ADMIN"];
            const { id, resources, grants, roles, grant, assign } = await withApp(
                { roles: wanted },
                ["READ_ONLY_ADMIN"],
            );
            await Promise.all(scopes.map(grant));
            const [, users] = await Promise.all(wanted.map(assign));
            const state = [...resources, grants, ...roles.map((one) => ({ ...one, id: "x" }))];
            const own = (await found(state)).filter(({ code }) => code === "answer_lost");
            assert.deepEqual(own, [
                {
                    code: "answer_lost",
                    lines: [imports(SERVICE_APP, ROLE, "rezonate-USER_ADMIN", `${id}/${users}`)],
                },
            ]);
        });

        it("says what neither has, and does not call it ok alone", async () => {
            const { resources } = await withApp();
            assert.deepEqual(await found(resources), [
                { code: "ok", lines: [] },
                { code: "incomplete", lines: [] },
                { code: "incomplete", lines: [] },
            ]);
        });

        it("takes over grants unless there are more than the program wants", async () => {
            const { id, resources, grant } = await withApp();
            await grant("okta.users.read");
            const lines = [imports(SERVICE_APP, SCOPES, "rezonate-scopes", id)];
            const codes = async () => (await found(resources)).slice(1, 2);
            assert.deepEqual(await codes(), [{ code: "answer_lost", lines }]);
            await grant("okta.users.manage");
            assert.deepEqual(await codes(), [{ code: "not_taken_over", lines: [] }]);
        });

        it("takes over the app that trusts the stack's key, whatever it is called", async () => {
            const org = await sandbox();
            const { resources } = failedUp(org, SERVICE_APP, inputs);
            const other = { ...key.jwk, n: rsaKey("key").jwk["n"], kid: "key" };
            const stranger = serviceApp("Rezonate", [{ ...key, jwk: other }]);
            await admin(org, "POST", "/api/v1/apps", stranger);
            assert.deepEqual(await found(resources), [{ code: "incomplete", lines: [] }]);
            const renamed = { ...key, jwk: { ...key.jwk, kid: "by-hand" } };
            const made = await admin(org, "POST", "/api/v1/apps", serviceApp("X", [renamed]));
            const lines = [imports(SERVICE_APP, APP, "rezonate-app", String(made.body.id))];
            assert.deepEqual(await found(resources), [{ code: "answer_lost", lines }]);
        });

        it("names a second app with the stack's key, and prints what removes it", async () => {
            const { org, id, resources } = await withApp();
            await admin(org, "POST", "/api/v1/apps", serviceApp("Rezonate", [rsaKey("key")]));
            assert.deepEqual(await twins(resources), []);
            await admin(org, "POST", "/api/v1/apps", serviceApp("Rezonate", [key]));
            const [twin, ...others] = await twins(resources);
            assert.ok(twin !== undefined && others.length === 0);
            assert.match(twin.detail, new RegExp(`belong to app ${id}\\.`));
            assert.deepEqual(twin.fixes, []);
            await pasteRemoval(org, twin.hint);
            assert.deepEqual(
                org.store.apps.list().map((app) => app.id === id),
                [true, false],
            );
            assert.deepEqual(await twins(resources), []);
        });

        it("reads the org's apps once, however many of them the stack has made", async () => {
            const { org, resources, child } = await withApp();
            const second = resource(SERVICE_APP, "second", { inputs: { ...inputs, label: "B" } });
            const outputs = { clientId: "b", label: "B", type: "service", jwks: [key.jwk] };
            const app = { ...child(APP, "b-app", { id: "b", outputs }), parent: second.urn };
            const third = resource(SERVICE_APP, "third", { inputs: { ...inputs, label: "C" } });
            await findings([...resources, second, app, third]);
            const lists = org.calls.filter(({ path }) => path.startsWith("/api/v1/apps?filter="));
            assert.equal(lists.length, 1);
        });

        it("concludes nothing from an answer that it did not get", async () => {
            const { org, resources, grants } = await withApp();
            const paths = ["/roles$", "/grants$"];
            for (const path of paths) {
                org.faults.add({ path, status: 403, errorCode: "E0000006" });
            }
            const codes = (await found([...resources, grants])).map(({ code }) => code);
            assert.deepEqual([...new Set(codes)], ["could_not_check"]);
        });
    });

    describe("of a Marketplace integration", () => {
        const MARKETPLACE = "rezonate-okta:index:MarketplaceIntegration";
        const SERVICE = "okta:index/apiServiceIntegration:ApiServiceIntegration";
        const install = async (org: Sandbox, type: string) => {
            const body = { type, grantedScopes: scopes };
            const path = "/integrations/api/v1/api-services";
            return String((await admin(org, "POST", path, body)).body.id);
        };

        it("names it where the state has another or none, and prints what removes it", async () => {
            const org = await sandbox();
            const { resources, child } = failedUp(org, MARKETPLACE, {});
            const own = await install(org, "rezonatesecurity");
            await install(org, "anzennaapiservice");
            const outputs = { type: "rezonatesecurity", grantedScopes: [] };
            const known = child(SERVICE, "rezonate-integration", { id: own, outputs });
            assert.deepEqual(await twins([...resources, known]), []);
            const other = await install(org, "rezonatesecurity");
            const [twin] = await twins([...resources, known]);
            assert.match(twin?.detail ?? "", new RegExp(`${other}.*belong to integration ${own}`));
            await pasteRemoval(org, twin?.hint ?? "");
            assert.deepEqual(await twins([...resources, known]), []);

            assert.deepEqual(await found(resources), [{ code: "not_taken_over", lines: [] }]);
            const [{ detail, hint } = { detail: "", hint: "" }] = await findings(resources);
            assert.match(detail, new RegExp(own));
            await pasteRemoval(org, hint);
            assert.deepEqual(
                org.store.apiServices.list().map(({ type }) => type),
                ["anzennaapiservice"],
            );
        });
    });

    describe("of the network zone of an app", () => {
        const gateways = ["192.0.2.1", "198.51.100.0/24"];
        const inputs = { scopes, roles: [], gateways, jwks: [key.jwk] };

        /** An app in org and state, from where it may get tokens, and the zone's place. */
        async function withApp(network?: (zone: string) => object) {
            const org = await sandbox();
            const { resources, child } = failedUp(org, SERVICE_APP, inputs);
            const made = await zone(org, "rezonate-zone-0a1b2c3", gateways);
            const id = String(made.body.id);
            const client = network && { network: network(id) };
            const body = serviceApp("Rezonate", [key], client);
            const app = String((await admin(org, "POST", "/api/v1/apps", body)).body.id);
            return { org, resources, child, id, app };
        }

        it("takes it over, unless an app uses it or it has other gateways", async () => {
            const { org, resources, id } = await withApp();
            const ofZone = async () => (await found(resources))[0];
            const lines = [imports(SERVICE_APP, ZONE, "rezonate-zone", id)];
            assert.deepEqual(await ofZone(), { code: "answer_lost", lines });
            const other = { type: "IP", name: "rezonate-zone-0a1b2c3", gateways: [] };
            await admin(org, "PUT", `/api/v1/zones/${id}`, other);
            assert.equal((await ofZone())?.code, "incomplete");
            const used = await withApp((one) => ({ connection: "ZONE", include: [one] }));
            assert.equal((await found(used.resources))[0]?.code, "not_taken_over");
        });

        it("is not looked for where the program wants none", async () => {
            const { org } = await withApp();
            const { resources } = failedUp(org, SERVICE_APP, { ...inputs, gateways: undefined });
            const subjects = (await findings(resources)).map(({ subject }) => subject);
            assert.ok(!subjects.includes("rezonate-zone"), subjects.join());
        });

        it("is named where there is a second one that no app uses, with what removes it", async () => {
            const { org, resources, child, id } = await withApp((one) => ({
                connection: "ZONE",
                include: [one],
            }));
            const twin = String((await zone(org, "rezonate-zone-4d5e6f7", gateways)).body.id);
            const own = child(ZONE, "rezonate-zone", { id });
            const [first, ...others] = await twins([...resources, own]);
            assert.ok(first !== undefined && others.length === 0);
            assert.match(
                first.detail,
                new RegExp(`${twin}.* no app uses it. The stack's is ${id}`),
            );
            await pasteRemoval(org, first.hint);
            assert.deepEqual(await twins([...resources, own]), []);
            // The stack's own is used by its app, from whichever side it is looked at.
            const swapped = child(ZONE, "rezonate-zone", { id: twin });
            assert.deepEqual(await twins([...resources, swapped]), []);
        });
    });

    describe("of a service user", () => {
        const USER = "okta:user/user:User";
        const ROLES = "okta:index/userAdminRoles:UserAdminRoles";
        const login = "rezonate@acme.com";
        const inputs = { login, gateways: ["192.0.2.1", "198.51.100.0/24"] };
        const profile = { login, email: login, firstName: "Rezonate", lastName: "API key" };

        async function user(org: Sandbox, profile: Record<string, string>): Promise<string> {
            const made = await admin(org, "POST", "/api/v1/users", { profile });
            return String(made.body.id);
        }
        const assign = (org: Sandbox, id: string, type: string) =>
            admin(org, "POST", `/api/v1/users/${id}/roles`, { type });

        it("takes over user and zone", async () => {
            const org = await sandbox();
            const { resources } = failedUp(org, API_KEY, inputs);
            assert.deepEqual(
                (await found(resources)).map(({ code }) => code),
                ["incomplete", "incomplete"],
            );
            const id = await user(org, profile);
            const made = await zone(org, "rezonate-zone-0a1b2c3", inputs.gateways);
            assert.deepEqual(await found(resources), [
                {
                    code: "answer_lost",
                    lines: [imports(API_KEY, ZONE, "rezonate-zone", String(made.body.id))],
                },
                {
                    code: "answer_lost",
                    lines: [imports(API_KEY, USER, "rezonate-user", id)],
                },
            ]);
        });

        it("takes over no person, and no user who may do more", async () => {
            const org = await sandbox();
            const { resources } = failedUp(org, API_KEY, { login });
            const person = { ...profile, firstName: "Ann", lastName: "Lee" };
            const id = await user(org, person);
            assert.deepEqual(await found(resources), [{ code: "not_taken_over", lines: [] }]);
            await admin(org, "POST", `/api/v1/users/${id}`, { profile });
            await assign(org, id, "ORG_ADMIN");
            assert.deepEqual(await found(resources), [{ code: "not_taken_over", lines: [] }]);
        });

        it("takes over no zone with other gateways, of another name, or older", async () => {
            const org = await sandbox();
            const { resources, component } = failedUp(org, API_KEY, inputs);
            await zone(org, "rezonate-zone-0000000", ["192.0.2.1"]);
            await zone(org, "rezonate-zone-of-ann", inputs.gateways);
            const codes = async (of: readonly StateResource[]) => (await found(of))[0]?.code;
            assert.equal(await codes(resources), "incomplete");
            await zone(org, "rezonate-zone-0a1b2c3", inputs.gateways);
            assert.equal(await codes(resources), "answer_lost");
            const created = new Date(Date.now() + 3_600_000).toISOString();
            const later = resources.map((one) => (one === component ? { ...one, created } : one));
            assert.equal(await codes(later), "incomplete");
        });

        it("names a second zone that no token uses, and prints what removes it", async () => {
            const org = await sandbox();
            const { resources, child } = failedUp(org, API_KEY, inputs);
            const [own, other] = [
                await zone(org, "rezonate-zone-0a1b2c3", inputs.gateways),
                await zone(org, "rezonate-zone-4d5e6f7", inputs.gateways),
            ].map(({ body }) => String(body.id));
            const id = await user(org, profile);
            const state = [
                ...resources,
                child(ZONE, "rezonate-zone", { id: own }),
                child(USER, "rezonate-user", { id, outputs: { login } }),
            ];
            const [twin, ...others] = await twins(state);
            assert.ok(twin !== undefined && others.length === 0);
            assert.match(twin.detail, new RegExp(`${other}.*The stack's is ${own}`));
            await pasteRemoval(org, twin.hint);
            assert.deepEqual(await twins(state), []);
        });

        it("takes over the roles of the user that the state has, unless they are more", async () => {
            const org = await sandbox();
            const { resources, child } = failedUp(org, API_KEY, { login });
            const id = await user(org, profile);
            const state = [...resources, child(USER, "rezonate-user", { id, outputs: { login } })];
            const seen = async () =>
                (await found(state)).filter(({ code }) => code !== "token_wanted");
            assert.deepEqual(await seen(), [{ code: "incomplete", lines: [] }]);
            await assign(org, id, "READ_ONLY_ADMIN");
            const lines = [imports(API_KEY, ROLES, "rezonate-roles", id)];
            assert.deepEqual(await seen(), [{ code: "answer_lost", lines }]);
            await assign(org, id, "SUPER_ADMIN");
            assert.deepEqual(await seen(), [{ code: "not_taken_over", lines: [] }]);
        });
    });
});
