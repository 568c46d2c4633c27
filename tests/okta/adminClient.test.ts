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
