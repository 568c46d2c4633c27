import assert from "node:assert/strict";

import type { Sandbox } from "../../sandbox/org/server";
import {
    admin,
    type Answer,
    call,
    closeSandboxes,
    provision,
    rsaKey,
    sandbox,
    serviceApp,
    token,
} from "./support";

const key = rsaKey();
const second = rsaKey("key-2");

function causes(answer: Answer): string[] {
    return (answer.body["errorCauses"] as unknown as { errorSummary: string }[]).map(
        (cause) => cause.errorSummary,
    );
}

describe("sandbox org: apps", () => {
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

    it("shows an app as a client too", async () => {
        const { body } = await create(serviceApp("Client", [key]));
        const client = await admin(org, "GET", `/oauth2/v1/clients/${String(body["id"])}`);
        assert.deepEqual(
            [client.status, client.body["client_name"], client.body["application_type"]],
            [200, "Client", "service"],
        );
        const list = await admin(org, "GET", "/oauth2/v1/clients?q=cli");
        assert.deepEqual(list.body, [client.body]);
    });

    it("takes API tokens only for the undocumented settings", async () => {
        const id = await provision(org, key, ["okta.apps.manage"], "SUPER_ADMIN");
        const accessToken = await token(org, id, key, "okta.apps.manage");
        const path = `/api/v1/internal/apps/${id}/settings/oauth/idToken`;
        const answer = await call(org.url, "GET", path, { authorization: `Bearer ${accessToken}` });
        assert.deepEqual([answer.status, answer.body["errorCode"]], [403, "E0000005"]);
    });
});
