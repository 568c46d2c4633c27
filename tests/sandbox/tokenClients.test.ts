import assert from "node:assert/strict";
import { createServer } from "node:http";

import type { Sandbox } from "../../sandbox/org/server";
import {
    admin,
    type Answer,
    assertion,
    call,
    closeSandboxes,
    provision,
    rsaKey,
    sandbox,
    serviceApp,
    tokenForm,
} from "./support";

const key = rsaKey();
const scope = "okta.users.read";

describe("sandbox org: clients at the token endpoint", () => {
    let org: Sandbox;

    before(async () => {
        org = await sandbox();
    });
    after(closeSandboxes);

    const post = (
        body: string,
        options: { path?: string; headers?: Record<string, string> } = {},
    ) =>
        call(org.url, "POST", options.path ?? "/oauth2/v1/token", {
            body,
            ...(options.headers === undefined ? {} : { headers: options.headers }),
        });
    const refused = (answer: Answer, status: number, error: string, description: string) => {
        assert.deepEqual(
            [answer.status, answer.body],
            [status, { error, error_description: description }],
        );
    };

    it("refuses clients that may not: inactive, not a service, without keys, with a secret", async () => {
        const inactive = await provision(org, key, [scope]);
        await admin(org, "POST", `/api/v1/apps/${inactive}/lifecycle/deactivate`);
        refused(
            await post(tokenForm(await assertion(org, inactive, key), scope)),
            401,
            "invalid_client",
            "Client authentication failed. Either the client or the client credentials are invalid.",
        );
        const web = serviceApp("Web", [key], {
            application_type: "web",
            grant_types: ["authorization_code"],
            response_types: ["code"],
        });
        const { body: webApp } = await admin(org, "POST", "/api/v1/apps", web);
        const webAnswer = await post(
            tokenForm(await assertion(org, String(webApp["id"]), key), scope),
        );
        refused(
            webAnswer,
            401,
            "invalid_client",
            "Only clients with 'application_type' of 'service' may use the client_credentials 'grant_type' with the Org Authorization Server.",
        );
        const { body: bare } = await admin(org, "POST", "/api/v1/apps", serviceApp("Bare", []));
        refused(
            await post(tokenForm(await assertion(org, String(bare["id"]), key), scope)),
            401,
            "invalid_client",
            "The client does not have a JWKSet configured, but the client_assertion requires one.",
        );
        const withSecret = serviceApp("Secret", []);
        withSecret.credentials.oauthClient.token_endpoint_auth_method = "client_secret_basic";
        const { body: app } = await admin(org, "POST", "/api/v1/apps", withSecret);
        const { client_id: id, client_secret: secret } = (
            app["credentials"] as unknown as { oauthClient: Record<string, string> }
        ).oauthClient;
        const basic = Buffer.from(`${id}:${secret}`).toString("base64");
        const answer = await post(`grant_type=client_credentials&scope=${scope}`, {
            headers: { authorization: `Basic ${basic}` },
        });
        refused(
            answer,
            401,
            "invalid_client",
            "Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method.",
        );
    });

    it("refuses a client from outside its network zones", async () => {
        const zone = await admin(org, "POST", "/api/v1/zones", {
            type: "IP",
            name: "Office",
            gateways: [{ type: "CIDR", value: "203.0.113.0/24" }],
        });
        const network = { connection: "ZONE", include: [zone.body["id"]] };
        const id = await provision(org, key, [scope], null, { network });
        refused(
            await post(tokenForm(await assertion(org, id, key), scope)),
            403,
            "access_denied",
            "The request is made from outside the client's permitted network zones.",
        );
        await admin(org, "PUT", `/api/v1/zones/${String(zone.body["id"])}`, {
            type: "IP",
            name: "Office",
            gateways: [{ type: "RANGE", value: "127.0.0.1-127.0.0.9" }],
        });
        assert.equal((await post(tokenForm(await assertion(org, id, key), scope))).status, 200);
    });

    it("fetches the keys behind jwks_uri once and keeps them", async () => {
        let fetched = 0;
        const keys = createServer((_, response) => {
            fetched += 1;
            response.end(JSON.stringify({ keys: [key.jwk] }));
        });
        await new Promise<void>((resolve) => keys.listen(0, "127.0.0.1", resolve));
        const address = keys.address();
        const port = typeof address === "object" ? address?.port : 0;
        const jwksUri = `http://127.0.0.1:${port}/keys`;
        const id = await provision(org, key, [scope], null, { jwks: null, jwks_uri: jwksUri });
        for (let index = 0; index < 2; index += 1) {
            const answer = await post(tokenForm(await assertion(org, id, key), scope));
            assert.equal(answer.status, 200);
        }
        assert.equal(fetched, 1);
        await new Promise((resolve) => keys.close(resolve));
        org.org.keyFetcher.clear();
        refused(
            await post(tokenForm(await assertion(org, id, key), scope)),
            401,
            "invalid_client",
            "Error retrieving the client JWKSet from jwks_uri.",
        );
        const plain = serviceApp("Plain", [], { jwks: null, jwks_uri: "http://example.com/keys" });
        assert.equal((await admin(org, "POST", "/api/v1/apps", plain)).status, 400);
    });

    it("takes the secret of an API service integration, and writes what happened to the log", async () => {
        const { body: service } = await admin(org, "POST", "/integrations/api/v1/api-services", {
            type: "rezonatesecurity",
            grantedScopes: [scope],
        });
        const basic = (secret: unknown) => ({
            authorization: `Basic ${Buffer.from(`${String(service["id"])}:${String(secret)}`).toString("base64")}`,
        });
        const form = `grant_type=client_credentials&scope=${scope}`;
        const answer = await post(form, { headers: basic(service["clientSecret"]) });
        assert.deepEqual([answer.status, answer.body["scope"]], [200, scope]);
        refused(
            await post(form, { headers: basic("wrong") }),
            401,
            "invalid_client",
            "The client secret supplied for a confidential client is invalid.",
        );
        const filter = encodeURIComponent(`eventType sw "app.oauth2.token.grant"`);
        const log = await admin(org, "GET", `/api/v1/logs?filter=${filter}&limit=1000`);
        const results = (log.body as unknown as { outcome: { result: string } }[]).map(
            (event) => event.outcome.result,
        );
        assert.ok(results.includes("SUCCESS") && results.includes("FAILURE"));
    });
});
