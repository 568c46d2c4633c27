import assert from "node:assert/strict";
import type { Sandbox } from "../../sandbox/org/server";
import {
    admin,
    bearer,
    call,
    closeSandboxes,
    provision,
    rsaKey,
    sandbox,
    serviceApp,
    token,
    type Answer,
} from "./support";

const key = rsaKey();
const second = rsaKey("key-2");

function withSecret() {
    const app = serviceApp("With secret", []);
    app.credentials.oauthClient.token_endpoint_auth_method = "client_secret_basic";
    return app;
}

function causes(answer: Answer): string[] {
    return (answer.body["errorCauses"] as unknown as { errorSummary: string }[]).map(
        (cause) => cause.errorSummary,
    );
}

describe("sandbox org: apps and their credentials", () => {
    let org: Sandbox;

    beforeEach(async () => {
        org = await sandbox({ now: () => Date.parse("2026-05-01T10:00:00Z") });
    });
    afterEach(closeSandboxes);

    const create = async (app: unknown) => admin(org, "POST", "/api/v1/apps", app);

    it("shows an app whole, in Okta's form", async () => {
        const { body } = await create(serviceApp("Rezonate", [key]));
        const id = String(body["id"]);
        const self = `${org.url}/api/v1/apps/${id}`;
        const keyId = org.store.apps.get(id)?.keys[0]?.id;
        const policy = (type: string) => {
            const found = org.store.policies.find((each) => each.type === type && each.system);
            return { href: `${org.url}/api/v1/policies/${String(found?.id)}` };
        };
        assert.match(String(keyId), /^pks[A-Za-z0-9]{14}1d7$/);
        assert.deepEqual(body, {
            id,
            orn: `orn:okta:idp:${org.org.id}:apps:oidc_client:${id}`,
            name: "oidc_client",
            label: "Rezonate",
            status: "ACTIVE",
            lastUpdated: "2026-05-01T10:00:00.000Z",
            created: "2026-05-01T10:00:00.000Z",
            accessibility: { selfService: false, errorRedirectUrl: null, loginRedirectUrl: null },
            visibility: {
                autoLaunch: false,
                autoSubmitToolbar: false,
                hide: { iOS: true, web: true },
                appLinks: { oidc_client_link: true },
            },
            features: [],
            signOnMode: "OPENID_CONNECT",
            credentials: {
                userNameTemplate: { template: "${source.login}", type: "BUILT_IN" },
                signing: { kid: org.org.signingKid },
                oauthClient: {
                    autoKeyRotation: true,
                    client_id: id,
                    token_endpoint_auth_method: "private_key_jwt",
                    pkce_required: false,
                },
            },
            universalLogout: {
                status: "DISABLED",
                supportType: "FULL",
                identityStack: "NOT_SHARED",
                protocol: "GLOBAL_TOKEN_REVOCATION",
            },
            settings: {
                app: {},
                notifications: {
                    vpn: { network: { connection: "DISABLED" }, message: null, helpUrl: null },
                },
                manualProvisioning: false,
                implicitAssignment: false,
                emOptInStatus: "NONE",
                notes: { admin: null, enduser: null },
                oauthClient: {
                    client_uri: null,
                    logo_uri: null,
                    redirect_uris: [],
                    response_types: ["token"],
                    grant_types: ["client_credentials"],
                    application_type: "service",
                    consent_method: "TRUSTED",
                    issuer_mode: "ORG_URL",
                    idp_initiated_login: { default_scope: [], mode: "DISABLED" },
                    wildcard_redirect: "DISABLED",
                    dpop_bound_access_tokens: false,
                    participate_slo: false,
                    jwks: {
                        keys: [
                            {
                                kty: "RSA",
                                id: keyId,
                                status: "ACTIVE",
                                kid: "key-1",
                                use: null,
                                e: key.jwk["e"],
                                n: key.jwk["n"],
                            },
                        ],
                    },
                },
            },
            _links: {
                uploadLogo: { href: `${self}/logo`, hints: { allow: ["POST"] } },
                appLinks: [
                    {
                        name: "oidc_client_link",
                        href: `${org.url}/home/oidc_client/${id}/aln177a159h7Zf52X0g8`,
                        type: "text/html",
                    },
                ],
                profileEnrollment: policy("PROFILE_ENROLLMENT"),
                accessPolicy: policy("ACCESS_POLICY"),
                policies: { href: `${self}/policies`, hints: { allow: ["PUT"] } },
                groups: { href: `${self}/groups` },
                logo: [
                    {
                        name: "medium",
                        href: `${org.url}/assets/img/logos/default.png`,
                        type: "image/png",
                    },
                ],
                clientCredentials: [{ name: "jwks", href: `${self}/credentials/jwks` }],
                users: { href: `${self}/users` },
                deactivate: { href: `${self}/lifecycle/deactivate` },
            },
        });
        assert.deepEqual((await admin(org, "GET", `/api/v1/apps/${id}`)).body, body);
    });

    it("replaces an app and keeps its id, the ids of its keys and its status", async () => {
        const { body } = await create(serviceApp("Before", [key]));
        const path = `/api/v1/apps/${String(body["id"])}`;
        const keyId = org.store.apps.list()[0]?.keys[0]?.id;
        await admin(org, "POST", `${path}/lifecycle/deactivate`);
        const answer = await admin(org, "PUT", path, serviceApp("After", [second, key]));
        assert.equal(answer.status, 200);
        assert.deepEqual(
            [answer.body["id"], answer.body["label"], answer.body["status"]],
            [body["id"], "After", "INACTIVE"],
        );
        assert.equal(org.store.apps.list()[0]?.keys[1]?.id, keyId);
    });

    const faults: [string, () => unknown, string, RegExp][] = [
        ["no label", () => ({ ...serviceApp("", [key]) }), "label", /^label: /],
        ["a label over 100 characters", () => serviceApp("x".repeat(101), [key]), "label", /./],
        [
            "a short RSA key",
            () => serviceApp("A", [rsaKey("short", 1024)]),
            "JsonWebKey",
            /^RSA key length in the 'jwks' is less than '2,048' bits for the given key\.$/,
        ],
        [
            "a kid twice",
            () => serviceApp("A", [key, key]),
            "JsonWebKey",
            /^All keys in the 'jwks' must have a unique `kid`\.$/,
        ],
        [
            "a private key",
            () =>
                serviceApp("A", [
                    { ...key, jwk: { ...key.privateKey.export({ format: "jwk" }), kid: "p" } },
                ]),
            "JsonWebKey",
            /public members only/,
        ],
        [
            "an unknown application type",
            () => serviceApp("A", [key], { application_type: "robot" }),
            "settings",
            /application_type/,
        ],
        [
            "another grant type for a service",
            () => serviceApp("A", [key], { grant_types: ["password"] }),
            "settings",
            /client_credentials only/,
        ],
    ];
    for (const [name, body, field, cause] of faults) {
        it(`refuses ${name}`, async () => {
            const answer = await create(body());
            assert.equal(answer.status, 400);
            assert.equal(answer.body["errorSummary"], `Api validation failed: ${field}`);
            assert.match(causes(answer)[0] ?? "", cause);
            assert.equal(org.store.apps.size, 0);
        });
    }

    it("shows a secret in the answers to POST and PUT only, and two at most", async () => {
        const { body, text } = await create(withSecret());
        const path = `/api/v1/apps/${String(body["id"])}`;
        assert.match(text, /"client_secret":"[A-Za-z0-9]{64}"/);
        assert.ok(!(await admin(org, "GET", path)).text.includes('client_secret":'));
        assert.match((await admin(org, "PUT", path, withSecret())).text, /"client_secret":"/);
        const secrets = `${path}/credentials/secrets`;
        assert.equal((await admin(org, "POST", secrets, {})).status, 201);
        const third = await admin(org, "POST", secrets, {});
        assert.deepEqual(causes(third), [
            "You've reached the maximum number of client secrets per client.",
        ]);
        const [first] = (await admin(org, "GET", secrets)).body as unknown as { id: string }[];
        const one = `${secrets}/${String(first?.id)}`;
        assert.equal((await admin(org, "DELETE", one)).status, 400);
        assert.equal((await admin(org, "POST", `${one}/lifecycle/deactivate`)).status, 200);
        assert.equal((await admin(org, "DELETE", one)).status, 204);
        await admin(org, "PUT", path, serviceApp("Keys now", [key]));
        assert.equal((await admin(org, "GET", secrets)).text, "[]");
        assert.deepEqual(causes(await admin(org, "POST", secrets, {})), [
            "'client_secret' can't be used when 'token_endpoint_auth_method' is 'private_key_jwt'.",
        ]);
    });

    it("adds, deactivates and deletes keys by Okta's rules", async () => {
        const { body } = await create(serviceApp("Keys", [key]));
        const path = `/api/v1/apps/${String(body["id"])}/credentials/jwks`;
        const added = await admin(org, "POST", path, second.jwk);
        assert.equal(added.status, 201);
        const list = (await admin(org, "GET", path)).body["keys"] as unknown as { id: string }[];
        assert.equal(list.length, 2);
        const first = `${path}/${String(list[0]?.id)}`;
        assert.deepEqual(causes(await admin(org, "DELETE", first)), [
            "You can't delete an active JSON Web Key. Deactivate the key before deleting it.",
        ]);
        assert.equal((await admin(org, "POST", `${first}/lifecycle/deactivate`)).status, 200);
        const last = `${path}/${String(added.body["id"])}/lifecycle/deactivate`;
        assert.match(causes(await admin(org, "POST", last))[0] ?? "", /only active JSON Web Key/);
        assert.equal((await admin(org, "DELETE", first)).status, 204);
        assert.equal((await admin(org, "GET", first)).status, 404);
    });

    it("leaves keys to super admins once scopes are granted", async () => {
        const target = await provision(org, key, ["okta.users.read"], null);
        const manager = await provision(org, second, ["okta.apps.manage"], "APP_ADMIN");
        const accessToken = await token(org, manager, second, "okta.apps.manage");
        const path = `/api/v1/apps/${target}`;
        const sameKeys = await bearer(org, accessToken, "PUT", path, serviceApp("Renamed", [key]));
        assert.equal(sameKeys.status, 200);
        for (const [method, url, body] of [
            ["PUT", path, serviceApp("Renamed", [second])],
            ["POST", `${path}/credentials/jwks`, second.jwk],
            ["POST", `${path}/grants`, { issuer: org.url, scopeId: "okta.logs.read" }],
        ] as const) {
            const answer = await bearer(org, accessToken, method, url, body);
            assert.equal(answer.status, 403, url);
        }
    });

    it("grants each scope once, for this org only", async () => {
        const { body } = await create(serviceApp("Grants", [key]));
        const id = String(body["id"]);
        const path = `/api/v1/apps/${id}/grants`;
        const wanted = { issuer: "https://acme.okta.com", scopeId: "okta.users.read" };
        const grant = await admin(org, "POST", path, wanted);
        const grantId = String(grant.body["id"]);
        assert.match(grantId, /^oag[A-Za-z0-9]{14}1d7$/);
        const admins = org.store.users.find((user) => user.profile.login === "admin@example.com");
        const whole = {
            id: grantId,
            status: "ACTIVE",
            created: "2026-05-01T10:00:00.000Z",
            createdBy: { id: admins?.id, type: "User" },
            lastUpdated: "2026-05-01T10:00:00.000Z",
            issuer: "https://acme.okta.com",
            clientId: id,
            scopeId: "okta.users.read",
            source: "ADMIN",
            _links: {
                app: { href: `${org.url}/api/v1/apps/${id}`, title: "Grants" },
                self: { href: `${org.url}${path}/${grantId}`, hints: { allow: ["GET", "DELETE"] } },
                client: { href: `${org.url}/oauth2/v1/clients/${id}`, title: "Grants" },
            },
        };
        assert.deepEqual((await admin(org, "GET", path)).body, [whole]);
        assert.deepEqual(grant.body, { ...whole, _embedded: { scope: { id: wanted.scopeId } } });
        assert.equal((await admin(org, "POST", path, wanted)).body["id"], grantId);
        for (const wrong of [
            { ...wanted, issuer: "https://other.okta.com" },
            { ...wanted, scopeId: "okta.users.read.self" },
            { ...wanted, scopeId: "openid" },
            { issuer: wanted.issuer },
        ]) {
            const answer = await admin(org, "POST", path, wrong);
            assert.deepEqual([answer.status, answer.body["errorCode"]], [400, "E0000001"]);
        }
        assert.equal((await admin(org, "DELETE", `${path}/${grantId}`)).status, 204);
        assert.equal((await admin(org, "GET", path)).text, "[]");
    });

    it("makes a service app super admin with its scopes when the org says so", async () => {
        const setting = "/api/v1/org/settings/clientPrivilegesSetting";
        const on = { clientPrivilegesSetting: true };
        assert.deepEqual((await admin(org, "PUT", setting, on)).body, on);
        const id = await provision(org, key, ["okta.users.read", "okta.logs.read"], null);
        const roles = await admin(org, "GET", `/oauth2/v1/clients/${id}/roles`);
        assert.deepEqual(
            (roles.body as unknown as { type: string }[]).map((role) => role.type),
            ["SUPER_ADMIN"],
        );
    });

    it("takes API tokens only for the undocumented settings", async () => {
        const id = await provision(org, key, ["okta.apps.manage"], "SUPER_ADMIN");
        const accessToken = await token(org, id, key, "okta.apps.manage");
        const path = `/api/v1/internal/apps/${id}/settings/oauth/idToken`;
        const answer = await call(org.url, "GET", path, { authorization: `Bearer ${accessToken}` });
        assert.deepEqual([answer.status, answer.body["errorCode"]], [403, "E0000005"]);
    });
});
