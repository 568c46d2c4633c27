import assert from "node:assert/strict";

import {
    findProviderCredentials,
    openAdminClient,
    type ProviderCredentials,
    secretsOf,
} from "../../okta/adminClient";
import { createHttpClient } from "../../okta/http";
import { closeSandboxes, provision, rsaKey, sandbox, token } from "../sandbox/support";

const config = {
    "okta:accessToken": "an-access-token",
    "okta:apiToken": "an-api-token",
    "okta:clientId": "0oa1",
    "okta:privateKey": "a-private-key",
    "okta:scopes": '["okta.apps.manage"]',
};
const oauth: ProviderCredentials = {
    kind: "oauth",
    clientId: "0oa1",
    privateKey: "a-private-key",
    privateKeyId: undefined,
    scopes: ["okta.apps.manage"],
};

describe("the runner's credentials", () => {
    it("are those that the okta plugin takes of several", () => {
        const { "okta:accessToken": accessToken, ...withoutAccess } = config;
        const { "okta:apiToken": apiToken, ...withoutTokens } = withoutAccess;
        assert.deepEqual(findProviderCredentials(config, {}), { kind: "accessToken", accessToken });
        assert.deepEqual(findProviderCredentials(withoutAccess, {}), {
            kind: "apiToken",
            apiToken,
        });
        assert.deepEqual(findProviderCredentials(withoutTokens, {}), oauth);
        assert.equal(findProviderCredentials({ "okta:clientId": "0oa1" }, {}), undefined);
    });

    it("come from the environment where the configuration has none", () => {
        const env = { OKTA_ACCESS_TOKEN: "another", OKTA_API_TOKEN: "an-api-token" };
        assert.deepEqual(findProviderCredentials({}, env), {
            kind: "accessToken",
            accessToken: "another",
        });
        const configured = findProviderCredentials({ "okta:accessToken": "an-access-token" }, env);
        assert.deepEqual(configured, { kind: "accessToken", accessToken: "an-access-token" });
    });

    it("are secret, whichever they are", () => {
        const found = [
            findProviderCredentials(config, {}),
            findProviderCredentials({}, { OKTA_API_TOKEN: "t" }),
            oauth,
        ];
        const secrets = [["an-access-token"], ["t"], ["a-private-key"], []];
        assert.deepEqual([...found, undefined].map(secretsOf), secrets);
    });
});

describe("a runner with an access token", () => {
    after(closeSandboxes);
    const http = createHttpClient({ retries: 0 });

    it("gets in as its bearer, with the scopes that the token tells", async () => {
        const org = await sandbox();
        const key = rsaKey();
        const clientId = await provision(org, key, ["okta.users.read"]);
        const accessToken = await token(org, clientId, key, "okta.users.read");
        const opened = await openAdminClient(
            { kind: "accessToken", accessToken },
            new URL(org.url),
            http,
        );
        assert.ok("client" in opened);
        assert.deepEqual(opened.granted, ["okta.users.read"]);
        assert.equal((await opened.client.send("/api/v1/users")).status, 200);
    });

    it("may have one that tells nothing", async () => {
        const credentials = { kind: "accessToken", accessToken: "opaque" } as const;
        const opened = await openAdminClient(credentials, new URL("http://127.0.0.1:1"), http);
        assert.ok("client" in opened);
        assert.equal(opened.granted, undefined);
    });
});

describe("provider credentials that cannot be used", () => {
    const closed = new URL("http://127.0.0.1:1");
    const http = createHttpClient({ retries: 0 });
    const oauth = { kind: "oauth", clientId: "0oa1", privateKey: "no-key", scopes: ["a"] } as const;

    it("are told by what is wrong with them, without a call and without showing them", async () => {
        const unusable: readonly (readonly [ProviderCredentials, RegExp])[] = [
            [
                { kind: "apiToken", apiToken: "the-token\n" },
                /API token .* a line break after 9 of 10/,
            ],
            [{ kind: "accessToken", accessToken: "the token" }, /access token .* a blank after 3/],
            [{ ...oauth, scopes: [] }, /^okta:scopes: .*no scopes are set/],
            [oauth, /^okta:privateKey: it cannot be read as a PEM private key/],
        ];
        for (const [credentials, wanted] of unusable) {
            const opened = await openAdminClient(credentials, closed, http);
            assert.ok("failure" in opened);
            assert.match(opened.failure.detail, wanted);
            assert.doesNotMatch(opened.failure.detail, /the.token|no-key/);
        }
    });

    it("read a path in privateKey from the program's folder", () => {
        const config = { "okta:clientId": "0oa1", "okta:privateKey": "keys/admin.pem" };
        const found = findProviderCredentials(config, {}, "/srv/program");
        assert.ok(found?.kind === "oauth");
        assert.equal(found.privateKey, "/srv/program/keys/admin.pem");
    });
});
