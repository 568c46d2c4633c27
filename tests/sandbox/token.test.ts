import assert from "node:assert/strict";
import { generateKeyPairSync, randomUUID, sign } from "node:crypto";

import type { JWTPayload } from "jose";

import type { Sandbox } from "../../sandbox/org/server";
import {
    type Answer,
    assertion,
    call,
    closeSandboxes,
    type KeyPair,
    provision,
    rsaKey,
    sandbox,
    tokenForm,
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

    it("refuses an EC key that was registered without its curve, unless told to infer it", async () => {
        const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
        const { crv, ...bare } = publicKey.export({ format: "jwk" });
        const keys = [
            { jwk: { ...bare, kid: "bare" }, refuses: true },
            { jwk: { ...bare, crv, kid: "whole" }, refuses: false },
        ];
        for (const inferCurve of [false, true]) {
            const other = await sandbox({ inferCurve });
            for (const { jwk, refuses } of keys) {
                const ec: KeyPair = { privateKey, jwk };
                const id = await provision(other, ec, [scope]);
                const signed = await assertion(other, id, ec, {}, { alg: "ES256" });
                const answer = await call(other.url, "POST", "/oauth2/v1/token", {
                    body: tokenForm(signed, scope),
                });
                if (refuses && !inferCurve) {
                    const text = "The client_assertion signature is invalid.";
                    refused(answer, 401, "invalid_client", text);
                } else {
                    assert.equal(answer.status, 200);
                }
            }
        }
    });

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

    it("gives a scope that is granted, also one newer than the sandbox's list", async () => {
        const newer = "okta.somethingNew.read";
        const id = await provision(org, otherKey, [newer]);
        const { status, body } = await post(tokenForm(await assertion(org, id, otherKey), newer));
        assert.deepEqual([status, body["scope"]], [200, newer]);
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
        [
            "nbf in the future",
            () => ({ nbf: now() + 60 }),
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

    it("takes an nbf in the past, and refuses headers that no algorithm or extension covers", async () => {
        assert.equal((await request({ nbf: now() - 60 })).status, 200);
        const [, claims = ""] = (await assertion(org, clientId, key)).split(".");
        // jose signs no such header.
        const signed = (header: Record<string, unknown>) => {
            const encoded = Buffer.from(JSON.stringify(header)).toString("base64url");
            const input = `${encoded}.${claims}`;
            const signature = sign("sha256", Buffer.from(input), key.privateKey);
            return post(tokenForm(`${input}.${signature.toString("base64url")}`, scope));
        };
        const { kid } = key.jwk;
        const algorithm = "The client_assertion JWT signature algorithm is invalid.";
        for (const alg of [["RS256"], ["RS256", "none"], "none", "rs256", 256, null, undefined]) {
            refused(await signed({ kid, alg }), 401, "invalid_client", algorithm);
        }
        const signature = "The client_assertion signature is invalid.";
        for (const crit of [["exp"], ["x"], [], "exp", null]) {
            const header = { kid, alg: "RS256", crit, x: 1, exp: 1 };
            refused(await signed(header), 401, "invalid_client", signature);
        }
        assert.equal((await signed({ kid, alg: "RS256", x: 1 })).status, 200);
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
            "okta.nosuchthing.read",
            "invalid_scope",
            "One or more scopes are not configured for the authorization server resource.",
        ],
        [
            "okta.users.read okta.nosuchthing.read",
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
});
