import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";

import { callOktaApi } from "../../components/support/oktaApi";
import type { ProviderSettings } from "../../okta/adminClient";
import { findProviderCredentials } from "../../okta/adminClient";
import { rateLimitWait } from "../../okta/rateLimit";
import { mintToken } from "../../okta/token";
import { createSandbox, type Sandbox } from "../../sandbox/org/server";
import { provision, rsaKey } from "../sandbox/support";

const SCOPE = "okta.apps.read";
const VARIABLES = ["OKTA_API_TOKEN", "OKTA_ACCESS_TOKEN", "OKTA_API_CLIENT_ID"];

describe("calls with the runner's credentials", () => {
    let org: Sandbox;
    const kept = Object.fromEntries(VARIABLES.map((name) => [name, process.env[name]]));

    before(async () => {
        org = await createSandbox();
        VARIABLES.forEach((name) => delete process.env[name]);
    });
    after(async () => {
        for (const [name, value] of Object.entries(kept)) {
            if (value !== undefined) {
                process.env[name] = value;
            }
        }
        await org.close();
    });

    const ask = (runner: ProviderSettings, path = "/api/v1/apps") =>
        callOktaApi<unknown[]>(
            { host: org.domain, runner: { httpProxy: org.url, ...runner } },
            { method: "GET", path, scope: SCOPE },
            rateLimitWait,
        );
    const pemOf = (key: ReturnType<typeof rsaKey>, type: "pkcs1" | "pkcs8") =>
        key.privateKey.export({ type, format: "pem" }).toString();

    it("are signed in by API token, access token, or private key of either kind", async () => {
        assert.deepEqual(await ask({ apiToken: org.apiToken }), []);
        const key = rsaKey("runner");
        const clientId = await provision(org, key, [SCOPE]);
        for (const type of ["pkcs1", "pkcs8"] as const) {
            const found = await ask({ clientId, privateKey: pemOf(key, type) });
            assert.equal(found.length, 1);
        }
        const minted = await mintToken({
            orgUrl: org.url,
            clientId,
            privateKeyPem: pemOf(key, "pkcs8"),
            keyId: "runner",
            scopes: [SCOPE],
        });
        assert.ok(minted.ok);
        assert.equal((await ask({ accessToken: minted.token.accessToken })).length, 1);
        const pair = generateKeyPairSync("ec", { namedCurve: "P-384" });
        const jwk = { ...pair.publicKey.export({ format: "jwk" }), kid: "ec", status: "ACTIVE" };
        const ofApp = await provision(org, { privateKey: pair.privateKey, jwk }, [SCOPE]);
        const pem = pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
        const ec = { clientId: ofApp, privateKey: pem, privateKeyId: "ec" };
        assert.equal((await ask(ec)).length, 2);
    });

    it("are those that the okta plugin and the command take, of settings and environment", async () => {
        process.env.OKTA_API_TOKEN = org.apiToken;
        assert.equal((await ask({})).length, 2);
        const oauth = { clientId: "0oa1", privateKey: "not a key, and not read" };
        assert.equal((await ask(oauth)).length, 2);
        const settings = { "okta:clientId": "0oa1", "okta:privateKey": "not a key, and not read" };
        assert.equal(findProviderCredentials(settings, process.env)?.kind, "apiToken");
        process.env.OKTA_ACCESS_TOKEN = "another";
        await assert.rejects(ask({ apiToken: org.apiToken }), /Okta answered 401/);
        const token = { "okta:apiToken": org.apiToken };
        assert.equal(findProviderCredentials(token, process.env)?.kind, "accessToken");
        delete process.env.OKTA_ACCESS_TOKEN;
        await assert.rejects(ask({ accessToken: "another" }), /Okta answered 401/);
        delete process.env.OKTA_API_TOKEN;
        await assert.rejects(ask({}), /there are none: wanted okta:apiToken/);
    });

    it("wait for a rate limit, and say what Okta or the network said", async () => {
        org.faults.add({ path: "/api/v1/apps", status: 429, times: 1 });
        assert.equal((await ask({ apiToken: org.apiToken })).length, 2);
        await assert.rejects(
            ask({ apiToken: org.apiToken }, "/api/v1/apps/0oa1"),
            /Okta answered 404 to GET \/api\/v1\/apps\/0oa1: Not found: Resource not found/,
        );
        const key = rsaKey("runner");
        const clientId = await provision(org, key, []);
        await assert.rejects(
            ask({ clientId, privateKey: pemOf(key, "pkcs8") }),
            /no token for okta\.apps\.read \(400: You are not allowed/,
        );
        const closed = { apiToken: org.apiToken, httpProxy: "http://127.0.0.1:1" };
        await assert.rejects(ask(closed), /127\.0\.0\.1:1 cannot be reached .*HTTPS_PROXY/s);
    });

    it("never go in clear to a host that is not this machine", async () => {
        const proxy = { apiToken: org.apiToken, httpProxy: "http://proxy.example:3128" };
        const to = { host: "acme.invalid", runner: proxy };
        await assert.rejects(
            callOktaApi(to, { method: "GET", path: "/", scope: SCOPE }, rateLimitWait),
            /^Error: acme\.invalid cannot be reached/,
        );
    });
}).timeout(30_000);
