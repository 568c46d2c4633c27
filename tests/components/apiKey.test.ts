import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { warningsFor } from "../../checks/apiKey/tokenWarnings";
import { ApiKeyIntegration } from "../../components/index";
import { checkApiKey, checkToken } from "../../rules/apiKey";
import { build, inputsError, valueOf } from "../support/mocks";

const TOKEN_ID = "00T1fxzubpqiepH11d38";
const who = { oktaDomain: "ACME-admin.okta.com", login: "rezonate@example.com" };

describe("ApiKeyIntegration", () => {
    it("makes a service user with a read-only role and a zone, before there is a key", async () => {
        const gateways = ["203.0.113.0/24", "198.51.100.7"];
        const { resources, result } = await build(
            () => new ApiKeyIntegration("acme", { ...who, gateways }),
        );
        assert.deepEqual(
            resources.map(({ type, name, inputs }) => [type, name, inputs]),
            [
                [
                    "okta:index/userAdminRoles:UserAdminRoles",
                    "acme-roles",
                    { userId: "acme-user-id", adminRoles: ["READ_ONLY_ADMIN"] },
                ],
                ["okta:network/zone:Zone", "acme-zone", { type: "IP", gateways }],
                [
                    "okta:user/user:User",
                    "acme-user",
                    {
                        login: who.login,
                        email: who.login,
                        firstName: "Rezonate",
                        lastName: "API key",
                    },
                ],
                [
                    "rezonate-okta:index:ApiKeyIntegration",
                    "acme",
                    { ...who, oktaDomain: "acme.okta.com", gateways },
                ],
            ],
        );
        assert.deepEqual([result.apiKey, result.credentials], [undefined, undefined]);
        assert.equal(await valueOf(result.oktaDomain), "acme.okta.com");
    });

    it("adopts the record of the key's token, and keeps the key secret", async () => {
        const args = { ...who, apiKey: "00key", apiTokenId: TOKEN_ID, gateways: ["192.0.2.1"] };
        const calls = { "okta:index/getApiToken:getApiToken": { userId: "acme-user-id" } };
        const { resources, result } = await build(() => new ApiKeyIntegration("acme", args), {
            calls,
        });
        const token = resources.find(({ name }) => name === "acme-token");
        assert.deepEqual(token?.inputs, {
            idProperty: TOKEN_ID,
            network: { connection: "ZONE", includes: ["acme-zone-id"] },
        });
        const { apiKey, credentials } = result;
        assert.ok(apiKey && credentials);
        assert.deepEqual(
            [await pulumi.isSecret(apiKey), await pulumi.isSecret(credentials)],
            [true, true],
        );
        const json = { okta_domain: "acme.okta.com", api_key: "00key" };
        assert.deepEqual(JSON.parse(await valueOf(credentials)), json);
    });

    it("names what is wrong with a service user to take over", () => {
        const adopt = { userId: "rezonate", zoneId: "nzo4Yw3Jr6tjir6ms1d7" };
        const wrong = inputsError(
            () =>
                new ApiKeyIntegration("acme", {
                    oktaDomain: "acme.okta.com",
                    login: "rezonate@example.com",
                    adopt,
                }),
        );
        assert.deepEqual(
            wrong.errors.map(({ propertyPath }) => propertyPath),
            ["adopt.userId", "adopt.zoneId"],
        );
    });

    it("names all that is wrong at once, and never the key", () => {
        const wrong = inputsError(
            () =>
                new ApiKeyIntegration("acme", {
                    oktaDomain: "acme",
                    login: "rezonate",
                    email: "nobody",
                    gateways: [
                        "rezonate.io",
                        "0.0.0.0/0",
                        "999.1.1.1",
                        "0.0.0.0-255.255.255.255",
                        "192.0.2.0/33",
                        "2001:db8::/32",
                        "2001:db8::1",
                        "192.0.2.1-192.0.2.9",
                        "192.0.2.7",
                    ],
                    apiKey: TOKEN_ID,
                    apiTokenId: "00Tshort",
                }),
        );
        assert.deepEqual(
            wrong.errors.map(({ propertyPath }) => propertyPath),
            [
                "oktaDomain",
                "login",
                "email",
                ...[0, 1, 2, 3, 4].map((index) => `gateways[${index}]`),
                "apiTokenId",
                "apiKey",
            ],
        );
        const key = `00${"k".repeat(40)}`;
        const mixedUp = inputsError(
            () => new ApiKeyIntegration("acme", { ...who, apiTokenId: key }),
        );
        assert.match(mixedUp.message, /apiTokenId: got a text of 42 characters/);
        assert.ok(!mixedUp.message.includes(key));
        for (const key of ["SSWS 00key", "00key\n", ""]) {
            const checked = checkApiKey(key);
            assert.ok(!checked.ok && !checked.problems[0]?.reason.includes("00key"));
        }
    });

    it("takes a token of the service user, and of nobody else", () => {
        const serviceUser = "00u1";
        const why = (found: { userId?: string; refusal?: string }) => {
            const checked = checkToken(TOKEN_ID, { serviceUser, ...found });
            return checked.ok ? "" : checked.problems[0]?.reason;
        };
        assert.equal(why({ userId: serviceUser }), "");
        assert.match(why({ userId: "00u2" }) ?? "", /token of the user 00u2; wanted .*doctor/);
        assert.match(why({ refusal: "404 Not Found" }) ?? "", /no token has: revoked/);
        assert.match(why({ refusal: "503\nat grpc" }) ?? "", /does not show \(503\);/);
    });
});

describe("what a program says of an API key", () => {
    const now = Date.parse("2026-11-24T12:00:00.000Z");
    const key = { userId: "00u1", login: who.login, apiTokenId: TOKEN_ID, hasZone: true };
    const token = (id: string, userId: string, expiresAt: string) => ({ id, userId, expiresAt });
    const fresh = token(TOKEN_ID, "00u1", "2026-12-24T11:00:00.000Z");

    it("is nothing while the key is used", () => {
        assert.deepEqual(warningsFor(key, [fresh, token("00T2", "00u2", "")], now), []);
    });

    it("is that it ends soon, that it is not fenced in, or that it is somebody else's", () => {
        const idle = token(TOKEN_ID, "00u1", "2026-11-28T13:00:00.000Z");
        assert.match(
            warningsFor(key, [idle], now).join(),
            /ends in 4 days: nobody has used it for 26 days/,
        );
        const unfenced = { ...key, apiTokenId: undefined };
        assert.match(warningsFor(unfenced, [fresh], now).join(), /set apiTokenId to 00T1fxz/);
        const open = warningsFor({ ...key, hasZone: false }, [fresh], now);
        assert.match(open.join(), /from any address\. Set gateways/);
        const others = warningsFor(key, [token("00T2", "00u2", "")], now);
        assert.match(others.join(), /somebody else's/);
    });
});
