import assert from "node:assert/strict";

import { appOauth } from "../../../sandbox/plugins/okta/resources/appOauth";
import { withDefaults } from "../../../sandbox/plugins/provider/properties";
import { PartlyCreated } from "../../../sandbox/plugins/provider/resource";
import { isRecord, type Values } from "../../../sandbox/plugins/provider/value";
import { contextFor, type Reply, type ScriptedOrg, scriptedOrg } from "./scriptedServer";

const ID = "0oaexample0000000001";
const JWK = { kid: "k1", kty: "RSA", e: "AQAB", n: "abc" };
const ARGS: Values = {
    label: "Rezonate",
    type: "service",
    grantTypes: ["client_credentials"],
    responseTypes: ["token"],
    tokenEndpointAuthMethod: "private_key_jwt",
    jwks: [JWK],
};

function inputs(extra: Values = {}): Values {
    return withDefaults(appOauth.properties, { ...ARGS, ...extra });
}

const APP = {
    id: ID,
    name: "oidc_client",
    label: "Rezonate",
    status: "ACTIVE",
    signOnMode: "OPENID_CONNECT",
    visibility: { hide: { iOS: true, web: true } },
    credentials: {
        oauthClient: {
            client_id: ID,
            autoKeyRotation: true,
            pkce_required: false,
            token_endpoint_auth_method: "private_key_jwt",
        },
        userNameTemplate: { template: "${source.login}", type: "BUILT_IN" },
    },
    settings: {
        oauthClient: {
            application_type: "service",
            grant_types: ["client_credentials"],
            response_types: ["token"],
            issuer_mode: "ORG_URL",
            consent_method: "TRUSTED",
            wildcard_redirect: "DISABLED",
            idp_initiated_login: { mode: "DISABLED", default_scope: [] },
            jwks: { keys: [{ ...JWK, id: "pks1", status: "ACTIVE", use: null }] },
        },
    },
    _links: { accessPolicy: { href: "https://acme.okta.com/api/v1/policies/rst1" } },
};

function answer(line: string): Reply | undefined {
    if (line === "GET /.well-known/okta-organization") {
        return { body: { pipeline: "idx" } };
    }
    if (line.endsWith("/settings/oauth/idToken")) {
        return { body: { issuerMode: "ORG_URL" } };
    }
    if (line.startsWith("GET /api/v1/policies")) {
        return { body: [{ id: "rst9", system: true }] };
    }
    if (line.includes("/policies/rst")) {
        return { status: 204 };
    }
    if (line.includes("/lifecycle/")) {
        return { body: {} };
    }
    if (line.startsWith("DELETE")) {
        return { status: 204 };
    }
    return { body: APP };
}

describe("stand-in okta plugin: app", () => {
    let org: ScriptedOrg;
    let overrides: Record<string, Reply>;
    beforeEach(async () => {
        overrides = {};
        org = await scriptedOrg((line) => overrides[line] ?? answer(line));
    });
    afterEach(() => org.close());

    it("creates with the official calls and body", async () => {
        const { id, outputs } = await appOauth.create(contextFor(org), inputs());
        assert.deepEqual(org.lines(), [
            "POST /api/v1/apps?activate=true",
            `POST /api/v1/internal/apps/${ID}/settings/oauth/idToken`,
            `GET /api/v1/apps/${ID}`,
            "GET /.well-known/okta-organization",
            `GET /api/v1/internal/apps/${ID}/settings/oauth/idToken`,
        ]);
        assert.deepEqual(org.calls[0]?.body, {
            accessibility: {},
            credentials: {
                oauthClient: {
                    autoKeyRotation: true,
                    pkce_required: false,
                    token_endpoint_auth_method: "private_key_jwt",
                },
                userNameTemplate: { template: "${source.login}", type: "BUILT_IN" },
            },
            label: "Rezonate",
            name: "oidc_client",
            settings: {
                notes: {},
                oauthClient: {
                    application_type: "service",
                    consent_method: "TRUSTED",
                    dpop_bound_access_tokens: false,
                    grant_types: ["client_credentials"],
                    idp_initiated_login: { default_scope: [], mode: "DISABLED" },
                    issuer_mode: "ORG_URL",
                    jwks: { keys: [{ ...JWK, status: "ACTIVE" }] },
                    response_types: ["token"],
                    wildcard_redirect: "DISABLED",
                },
            },
            signOnMode: "OPENID_CONNECT",
            visibility: { hide: { iOS: true, web: true } },
        });
        assert.deepEqual(org.calls[1]?.body, { issuerMode: "ORG_URL" });
        assert.equal(id, ID);
        assert.equal(outputs.clientId, ID);
        assert.equal(outputs.authenticationPolicy, "rst1");
        assert.deepEqual(outputs.jwks, [JWK]);
    });

    it("makes no internal call as an OAuth runner", async () => {
        const context = contextFor(org, { accessToken: "t" });
        await appOauth.create(context, inputs({ skipAuthenticationPolicy: true }));
        assert.deepEqual(org.lines(), [
            "POST /api/v1/apps?activate=true",
            `GET /api/v1/apps/${ID}`,
        ]);
        assert.equal(org.calls[0]?.headers.authorization, "Bearer t");
    });

    it("keeps an app whose creation failed half-way", async () => {
        overrides[`POST /api/v1/internal/apps/${ID}/settings/oauth/idToken`] = { status: 403 };
        await assert.rejects(appOauth.create(contextFor(org), inputs()), (error: unknown) => {
            assert.ok(error instanceof PartlyCreated);
            assert.equal(error.id, ID);
            assert.match(error.message, /^failed to update groups claim/);
            return true;
        });
    });

    it("puts new keys in place, and touches policies only where it is not told to skip them", async () => {
        const state = { ...inputs(), clientId: ID };
        const changed = new Set(["jwks"]);
        await appOauth.update?.(contextFor(org), ID, state, inputs(), changed);
        assert.deepEqual(org.lines().slice(0, 4), [
            `PUT /api/v1/apps/${ID}`,
            "GET /.well-known/okta-organization",
            "GET /api/v1/policies?type=ACCESS_POLICY",
            `PUT /api/v1/apps/${ID}/policies/rst9`,
        ]);
        const credentials = org.calls[0]?.body.credentials;
        assert.ok(isRecord(credentials) && isRecord(credentials.oauthClient));
        assert.equal(credentials.oauthClient.client_id, ID);

        org.calls.length = 0;
        const skipping = inputs({ skipAuthenticationPolicy: true });
        const outputs = await appOauth.update?.(contextFor(org), ID, state, skipping, changed);
        assert.deepEqual(org.lines(), [
            `PUT /api/v1/apps/${ID}`,
            `GET /api/v1/apps/${ID}`,
            `GET /api/v1/internal/apps/${ID}/settings/oauth/idToken`,
        ]);
        assert.equal(outputs?.authenticationPolicy, "");
    });

    it("fails after the PUT where policies cannot be read", async () => {
        overrides["GET /api/v1/policies?type=ACCESS_POLICY"] = { status: 404 };
        await assert.rejects(
            async () =>
                appOauth.update?.(contextFor(org), ID, inputs(), inputs(), new Set(["jwks"])),
            /^Error: failed to set authentication policy an OAuth application/,
        );
        assert.equal(org.lines()[0], `PUT /api/v1/apps/${ID}`);
    });

    it("only switches a status that alone has changed", async () => {
        const wanted = inputs({ status: "INACTIVE" });
        await appOauth.update?.(contextFor(org), ID, inputs(), wanted, new Set(["status"]));
        assert.deepEqual(org.lines(), [`POST /api/v1/apps/${ID}/lifecycle/deactivate`]);
    });

    it("fails a refresh of a deleted app with the status line", async () => {
        overrides[`GET /api/v1/apps/${ID}`] = { status: 404 };
        await assert.rejects(appOauth.read(contextFor(org), ID, inputs()), {
            message: "failed to get OAuth application: 404 Not Found",
        });
    });

    it("leaves out of an import what Okta does not say", async () => {
        const found = await appOauth.read(contextFor(org), ID, {});
        for (const key of ["omitSecret", "refreshTokenRotation", "skipAuthenticationPolicy"]) {
            assert.equal(found?.outputs[key], undefined);
        }
    });

    it("deactivates and deletes", async () => {
        await appOauth.delete(contextFor(org), ID, inputs());
        assert.deepEqual(org.lines(), [
            `POST /api/v1/apps/${ID}/lifecycle/deactivate`,
            `DELETE /api/v1/apps/${ID}`,
        ]);
    });

    it("tries to deactivate a deleted app for more than twenty seconds, then gives up", async () => {
        overrides[`POST /api/v1/apps/${ID}/lifecycle/deactivate`] = { status: 404 };
        const context = contextFor(org);
        await assert.rejects(
            appOauth.delete(context, ID, inputs()),
            /^Error: failed to delete OAuth application/,
        );
        const waited = context.pauses.reduce((sum, pause) => sum + pause, 0);
        assert.ok(waited > 20_000 && waited < 30_000, `waited ${waited} ms`);
        assert.ok(!org.lines().some((line) => line.startsWith("DELETE")));
    });

    it("asks for keys where the method needs them", () => {
        const faults = appOauth.validate?.(
            withDefaults(appOauth.properties, {
                label: "a",
                type: "service",
                tokenEndpointAuthMethod: "private_key_jwt",
            }),
        );
        assert.deepEqual(
            faults?.map(({ property }) => property),
            ["jwks"],
        );
    });
});
