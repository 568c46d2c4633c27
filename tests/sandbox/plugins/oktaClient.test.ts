import assert from "node:assert/strict";
import { createVerify, generateKeyPairSync } from "node:crypto";

import { configuration, readSettings } from "../../../sandbox/plugins/okta/settings";
import { settingsOf } from "../../../sandbox/plugins/provider/configuration";
import { isRecord, text, type Values } from "../../../sandbox/plugins/provider/value";
import { contextFor, type Reply, type ScriptedOrg, scriptedOrg } from "./scriptedServer";

const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const privateKey = pair.privateKey.export({ type: "pkcs1", format: "pem" }).toString();

function claims(jwt: string): { header: Values; payload: Values } {
    const [header, payload] = jwt.split(".").slice(0, 2).map(part);
    return { header: header ?? {}, payload: payload ?? {} };
}

function part(base64url: string): Values {
    const parsed: unknown = JSON.parse(Buffer.from(base64url, "base64url").toString());
    return isRecord(parsed) ? parsed : {};
}

describe("stand-in okta plugin: client", () => {
    let org: ScriptedOrg;
    let queue: Reply[];
    let token: (call: number) => Reply;
    beforeEach(async () => {
        queue = [];
        let tokenCalls = 0;
        token = () => ({ body: { access_token: "at", expires_in: 3600, token_type: "Bearer" } });
        org = await scriptedOrg((line) =>
            line === "POST /oauth2/v1/token"
                ? token(++tokenCalls)
                : (queue.shift() ?? { body: {} }),
        );
    });
    afterEach(() => org.close());

    it("waits until the reset that a 429 names, and says that it retries", async () => {
        const headers = {
            Date: "Mon, 01 Jun 2026 10:00:00 GMT",
            "X-Rate-Limit-Reset": String(Date.parse("2026-06-01T10:00:07Z") / 1000),
            "X-Okta-Request-Id": "req1",
        };
        queue = [{ status: 429, headers }, { body: { id: "1" } }];
        const context = contextFor(org);
        assert.deepEqual(await context.client.call("GET", "/api/v1/apps/1"), { id: "1" });
        assert.deepEqual(context.pauses, [8000]);
        assert.equal(org.calls[1]?.headers["x-okta-retry-for"], "req1");
        assert.equal(org.calls[1]?.headers["x-okta-retry-count"], "1");
    });

    it("gives up at once on a 429 without a reset", async () => {
        queue = [{ status: 429, body: { errorSummary: "too many" } }];
        await assert.rejects(contextFor(org).client.call("GET", "/x"), /too many/);
        assert.equal(org.calls.length, 1);
    });

    it("tries a 503 again, doubling the wait, up to maxRetries", async () => {
        queue = [1, 2, 3, 4].map(() => ({ status: 503 }));
        const context = contextFor(org, { apiToken: "t", maxRetries: 2, minWaitSeconds: 1 });
        await assert.rejects(context.client.call("POST", "/x", {}), /unknown error: 503/);
        assert.equal(org.calls.length, 3);
        assert.deepEqual(context.pauses, [1000, 2000]);
    });

    it("follows the pages of a list", async () => {
        queue = [
            {
                body: [{ id: "1" }],
                headers: { Link: '<https://acme.okta.com/api/v1/x?after=1>; rel="next"' },
            },
            { body: [{ id: "2" }] },
        ];
        const found = await contextFor(org).client.list("/api/v1/x");
        assert.deepEqual(found, [{ id: "1" }, { id: "2" }]);
        assert.deepEqual(org.lines(), ["GET /api/v1/x", "GET /api/v1/x?after=1"]);
    });

    it("reports the scope that a token lacks", async () => {
        const challenge =
            'Bearer scope="okta.apps.read", error="insufficient_scope", error_description="The access token provided does not contain the required scopes."';
        queue = [{ status: 403, headers: { "WWW-Authenticate": challenge } }];
        await assert.rejects(
            contextFor(org, { accessToken: "t" }).client.call("GET", "/x"),
            /does not contain the required scopes/,
        );
    });

    const runner = {
        clientId: "0oa1",
        privateKey,
        privateKeyId: "k1",
        scopes: ["okta.apps.manage"],
    };

    it("proves itself by a signed assertion, and asks for a token once", async () => {
        const { client } = contextFor(org, runner);
        await client.call("GET", "/a");
        await client.call("GET", "/b");
        assert.deepEqual(org.lines(), ["POST /oauth2/v1/token", "GET /a", "GET /b"]);
        const body = org.calls[0]?.body ?? {};
        assert.equal(body.grant_type, "client_credentials");
        assert.equal(body.scope, "okta.apps.manage");
        const assertion = text(body, "client_assertion");
        const { header, payload } = claims(assertion);
        assert.deepEqual(header, { alg: "RS256", kid: "k1" });
        assert.equal(payload.aud, "https://acme.okta.com/oauth2/v1/token");
        assert.deepEqual([payload.iss, payload.sub], ["0oa1", "0oa1"]);
        const [signed, signature] = [
            assertion.slice(0, assertion.lastIndexOf(".")),
            assertion.slice(assertion.lastIndexOf(".") + 1),
        ];
        const verify = createVerify("sha256").update(signed);
        assert.ok(verify.verify(pair.publicKey, signature, "base64url"));
        assert.equal(org.calls[1]?.headers.authorization, "Bearer at");
        assert.equal(org.calls[1]?.headers["content-type"], undefined);
    });

    for (const [namedCurve, alg] of Object.entries({ "P-256": "ES256", "P-384": "ES384" })) {
        it(`signs the assertion by ${alg} with a key on ${namedCurve}`, async () => {
            const elliptic = generateKeyPairSync("ec", { namedCurve });
            const pem = elliptic.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
            await contextFor(org, { ...runner, privateKey: pem }).client.call("GET", "/a");
            const assertion = text(org.calls[0]?.body ?? {}, "client_assertion");
            assert.deepEqual(claims(assertion).header, { alg, kid: "k1" });
            const [header = "", payload = "", signature = ""] = assertion.split(".");
            const key = { key: elliptic.publicKey, dsaEncoding: "ieee-p1363" as const };
            const verify = createVerify(`sha${alg.slice(2)}`).update(`${header}.${payload}`);
            assert.ok(verify.verify(key, signature, "base64url"));
        });
    }

    it("says that a private key is not in PEM form", async () => {
        const { client } = contextFor(org, { ...runner, privateKey: "not a key" });
        await assert.rejects(client.call("GET", "/a"), /okta:privateKey is not a private key/);
        assert.deepEqual(org.calls, []);
    });

    it("proves possession where the app demands it", async () => {
        token = (call) =>
            [
                { status: 400, body: { error: "invalid_dpop_proof" } },
                {
                    status: 400,
                    body: { error: "use_dpop_nonce" },
                    headers: { "dpop-nonce": "n1" },
                },
            ][call - 1] ?? { body: { access_token: "at", expires_in: 3600, token_type: "DPoP" } };
        await contextFor(org, runner).client.call("GET", "/api/v1/apps?limit=1");
        assert.equal(org.calls.length, 4);
        const { header, payload } = claims(String(org.calls[2]?.headers.dpop));
        assert.equal(header.typ, "dpop+jwt");
        assert.equal(payload.nonce, "n1");
        assert.equal(payload.htu, "https://acme.okta.com/oauth2/v1/token");
        assert.equal(org.calls[3]?.headers.authorization, "DPoP at");
        const proof = claims(String(org.calls[3]?.headers.dpop)).payload;
        assert.equal(proof.htu, "https://acme.okta.com/api/v1/apps");
        assert.equal(typeof proof.ath, "string");
    });

    it("names Okta's reason where there is no token", async () => {
        token = () => ({
            status: 401,
            body: { error: "invalid_client", error_description: "The client_assertion is bad." },
        });
        await assert.rejects(contextFor(org, runner).client.call("GET", "/a"), (error: Error) => {
            assert.match(error.message, /no access token to client 0oa1: .*assertion is bad/);
            assert.ok(!error.message.includes("PRIVATE KEY"));
            return true;
        });
    });

    it("reads settings as the engine hands them over, and falls back to the environment", () => {
        const values = settingsOf(configuration, { scopes: '["a","b"]', maxRetries: "3" });
        const settings = readSettings(values, {
            OKTA_ORG_NAME: "acme",
            OKTA_BASE_URL: "oktapreview.com",
            OKTA_API_CLIENT_ID: "0oa1",
            OKTA_API_PRIVATE_KEY: privateKey.replaceAll("\n", "\\n"),
        });
        assert.equal(settings.org, "https://acme.oktapreview.com");
        assert.equal(settings.maxRetries, 3);
        assert.ok(settings.credentials.kind === "privateKey");
        assert.deepEqual(settings.credentials.scopes, ["a", "b"]);
        assert.equal(settings.credentials.privateKey, privateKey);
    });

    it("takes one kind of several, as upstream: access token, then API token, then key", () => {
        const all = { OKTA_ACCESS_TOKEN: "a", OKTA_API_TOKEN: "t", OKTA_API_PRIVATE_KEY: "k" };
        const client = { OKTA_API_CLIENT_ID: "c", OKTA_API_SCOPES: "okta.apps.read" };
        const kindOf = (environment: Record<string, string>) =>
            readSettings({ orgName: "a" }, { ...client, ...environment }).credentials.kind;
        const noAccessToken = { ...all, OKTA_ACCESS_TOKEN: "" };
        assert.deepEqual(
            [kindOf(all), kindOf(noAccessToken), kindOf({ OKTA_API_PRIVATE_KEY: "k" })],
            ["accessToken", "apiToken", "privateKey"],
        );
    });

    it("says which setting is missing", () => {
        assert.throws(() => readSettings({}, {}), /okta:orgName is not set/);
        assert.throws(() => readSettings({ orgName: "a" }, {}), /no credentials/);
        assert.throws(
            () => readSettings({ orgName: "a", privateKey: "x" }, {}),
            /okta:clientId and okta:scopes/,
        );
    });
});
