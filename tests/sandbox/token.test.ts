import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { JWTPayload } from "jose";
import type { Sandbox } from "../../sandbox/org/server";
import {
    admin,
    assertion,
    call,
    closeSandboxes,
    provision,
    rsaKey,
    sandbox,
    serviceApp,
    tokenForm,
    type Answer,
    type KeyPair,
} from "./support";

const key = rsaKey();
const otherKey = rsaKey("other");
const scope = "okta.users.read";

describe("sandbox org: token endpoint", () => {
    let org: Sandbox;
    let clientId: string;

    before(async () => {
        org = await sandbox();
        clientId = await provision(org, key, [scope, "okta.groups.read"]);
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
    const request = async (
        claims: JWTPayload = {},
        header: Record<string, unknown> = {},
        signer: KeyPair = key,
    ) => post(tokenForm(await assertion(org, clientId, signer, claims, header), scope));
    const refused = (answer: Answer, status: number, error: string, description: string) => {
        assert.deepEqual(
            [answer.status, answer.body],
            [status, { error, error_description: description }],
        );
    };

    it("gives a token for an hour, with the scopes that are granted", async () => {
        const form = tokenForm(
            await assertion(org, clientId, key),
            "okta.users.read okta.apps.read okta.groups.read",
        );
        const { status, body } = await post(form);
        assert.equal(status, 200);
        const { access_token: accessToken, ...rest } = body;
        assert.deepEqual(rest, {
            token_type: "Bearer",
            expires_in: 3600,
            scope: "okta.users.read okta.groups.read",
        });
        const payload = JSON.parse(
            Buffer.from(String(accessToken).split(".")[1] ?? "", "base64url").toString(),
        ) as Record<string, unknown>;
        assert.deepEqual(
            [payload["iss"], payload["cid"], payload["scp"]],
            [org.url, clientId, ["okta.users.read", "okta.groups.read"]],
        );
    });

    it("takes the org's name as audience, and an exp written as a string", async () => {
        const aud = "https://acme.okta.com/oauth2/v1/token";
        assert.equal((await request({ aud })).status, 200);
        const exp = String(Math.floor(Date.now() / 1000) + 60) as unknown as number;
        assert.equal((await request({ exp })).status, 200);
    });

    const now = () => Math.floor(Date.now() / 1000);
    const claimRows: [string, () => JWTPayload, string][] = [
        [
            "iss that is no client",
            () => ({ iss: "0oanone" }),
            "The issuer claim for client_assertion is not a valid client_id.",
        ],
        [
            "sub that is no client",
            () => ({ sub: "0oanone" }),
            "The subject claim for client_assertion is not a valid client_id.",
        ],
        [
            "wrong aud",
            () => ({ aud: "https://acme.okta.com" }),
            "The audience claim for client_assertion must be the endpoint invoked for the request.",
        ],
        [
            "no exp",
            () => ({ exp: undefined }),
            "The client_assertion must contain the 'exp' claim as seconds since epoch.",
        ],
        ["exp in the past", () => ({ exp: now() - 1 }), "The client_assertion token is expired."],
        [
            "exp more than an hour ahead",
            () => ({ exp: now() + 3700 }),
            "The client_assertion token has an expiration too far into the future.",
        ],
        [
            "iat in the future",
            () => ({ iat: now() + 60 }),
            "The client_assertion token must be issued before the current time.",
        ],
    ];
    for (const [name, claims, description] of claimRows) {
        it(`refuses an assertion with ${name}`, async () => {
            refused(await request(claims()), 401, "invalid_client", description);
        });
    }

    it("refuses a jti a second time", async () => {
        const jti = randomUUID();
        assert.equal((await request({ jti })).status, 200);
        const description = "The client_assertion token has already been used.";
        refused(await request({ jti }), 401, "invalid_client", description);
    });

    it("refuses a bad signature, an unknown kid, another algorithm and what is no JWT", async () => {
        const signature = await request({}, { kid: "key-1" }, otherKey);
        refused(signature, 401, "invalid_client", "The client_assertion signature is invalid.");
        const kid = await request({}, { kid: "nobody" });
        refused(kid, 401, "invalid_client", "The client_assertion JWT kid is invalid.");
        const algorithm = await request({}, { alg: "PS256" });
        refused(
            algorithm,
            401,
            "invalid_client",
            "The client_assertion JWT signature algorithm is invalid.",
        );
        refused(
            await post(tokenForm("no.jwt", scope)),
            401,
            "invalid_client",
            "The parsing of the client_assertion failed.",
        );
    });

    it("refuses requests that are not well made", async () => {
        const good = await assertion(org, clientId, key);
        const form = (change: (form: URLSearchParams) => void) => {
            const parameters = new URLSearchParams(tokenForm(good, scope));
            change(parameters);
            return parameters.toString();
        };
        refused(
            await post(form((each) => each.delete("client_assertion"))),
            401,
            "invalid_client",
            "No client credentials found.",
        );
        refused(
            await post(form((each) => each.set("client_assertion_type", "jwt"))),
            400,
            "invalid_request",
            "The client_assertion_type is invalid.",
        );
        refused(
            await post(form((each) => each.delete("grant_type"))),
            400,
            "invalid_request",
            "The token request must specify a 'grant_type'. Valid values: [client_credentials].",
        );
        refused(
            await post(form((each) => each.set("grant_type", "password"))),
            400,
            "unsupported_grant_type",
            "The grant type in the request isn't supported.",
        );
        refused(
            await post(
                form(() => undefined),
                { path: "/oauth2/v1/token?client_id=x" },
            ),
            400,
            "invalid_request",
            "Client credentials cannot be supplied via query parameters.",
        );
        refused(
            await post(form((each) => each.append("scope", scope))),
            400,
            "invalid_request",
            "The request contained multiple parameters with the same name.",
        );
        const several = await post(form((each) => each.set("client_secret", "x")));
        assert.deepEqual([several.status, several.body["error"]], [401, "invalid_request"]);
        const unknown = await post(form((each) => each.set("client_id", "0oanone")));
        const { errorId, ...body } = unknown.body;
        assert.match(String(errorId), /^oae/);
        assert.deepEqual(
            [unknown.status, body],
            [
                401,
                {
                    errorCode: "invalid_client",
                    errorSummary: "Invalid value for 'client_id' parameter.",
                    errorLink: "invalid_client",
                    errorCauses: [],
                },
            ],
        );
    });

    const scopeRows: [string, string, string][] = [
        ["", "invalid_scope", "No scopes were requested."],
        [
            "openid okta.users.read",
            "invalid_scope",
            "Cannot request 'openid' scopes using client credentials.",
        ],
        [
            "customscope",
            "invalid_scope",
            "One or more scopes are not configured for the authorization server resource.",
        ],
        [
            "okta.apps.read okta.logs.read",
            "consent_required",
            "You are not allowed any of the requested scopes.",
        ],
        [
            "okta.users.read.self",
            "client_credentials_self_scope_requested",
            "The 'client_credentials' grant type may not request .self scopes.",
        ],
    ];
    for (const [requested, error, description] of scopeRows) {
        it(`answers ${error} for the scopes "${requested}"`, async () => {
            const form = tokenForm(await assertion(org, clientId, key), requested);
            refused(await post(form), 400, error, description);
        });
    }

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
