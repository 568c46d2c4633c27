import assert from "node:assert/strict";

import {
    credentialVariables,
    isCredentialKey,
    providerCredentials,
    settingsInConfig,
} from "../../rules/providerCredentials";

/** What the settings and the environment have, and the credentials that the okta plugin takes. */
type Row = readonly [
    settings: string,
    env: string,
    wanted: "accessToken" | "apiToken" | "oauth" | undefined,
    from?: "settings" | "env",
];

const SETTINGS = {
    access: { accessToken: "access of settings" },
    api: { apiToken: "api of settings" },
    key: { clientId: "id of settings", privateKey: "key of settings" },
    id: { clientId: "id of settings" },
    pem: { privateKey: "key of settings" },
};
const ENV = {
    access: { OKTA_ACCESS_TOKEN: "access of env" },
    api: { OKTA_API_TOKEN: "api of env" },
    key: { OKTA_API_CLIENT_ID: "id of env", OKTA_API_PRIVATE_KEY: "key of env" },
    id: { OKTA_API_CLIENT_ID: "id of env" },
    pem: { OKTA_API_PRIVATE_KEY: "key of env" },
};
// okta/config/config.go reads each setting before its variable; okta/api/idaas.go then takes the
// access token before the API token before the private key.
const OFFICIAL_ORDER: readonly Row[] = [
    ["", "", undefined],
    ["access", "", "accessToken", "settings"],
    ["api", "", "apiToken", "settings"],
    ["key", "", "oauth", "settings"],
    ["", "access", "accessToken", "env"],
    ["", "api", "apiToken", "env"],
    ["", "key", "oauth", "env"],
    ["access api key", "access api key", "accessToken", "settings"],
    ["api key", "access", "accessToken", "env"],
    ["key", "access", "accessToken", "env"],
    ["key", "api", "apiToken", "env"],
    ["access", "api key", "accessToken", "settings"],
    ["api", "key", "apiToken", "settings"],
    ["api", "api", "apiToken", "settings"],
    ["access", "access", "accessToken", "settings"],
    ["key", "key", "oauth", "settings"],
    ["", "access api key", "accessToken", "env"],
    ["", "api key", "apiToken", "env"],
    ["pem", "id", "oauth", "settings"],
    ["id", "pem", "oauth", "env"],
    ["id", "", undefined],
    ["pem", "", undefined],
    ["id", "api", "apiToken", "env"],
];

const of = (table: Readonly<Record<string, object>>, names: string): Record<string, string> =>
    Object.assign({}, ...names.split(" ").map((name) => table[name])) as Record<string, string>;

describe("provider credentials", () => {
    for (const [settings, env, kind, from] of OFFICIAL_ORDER) {
        const title = `settings ${settings || "none"}, environment ${env || "none"}`;
        it(`${title}: ${kind ?? "none"} ${from ? `of ${from}` : ""}`, () => {
            const found = providerCredentials(of(SETTINGS, settings), of(ENV, env));
            assert.equal(found?.kind, kind);
            const value =
                found?.kind === "oauth"
                    ? found.privateKey
                    : found && Object.values(found).find((text) => text !== found.kind);
            assert.ok(from === undefined || value?.toString().endsWith(`of ${from}`));
        });
    }

    it("have a setting that is empty in the provider from the environment", () => {
        const found = providerCredentials({ apiToken: "" }, { OKTA_API_TOKEN: "of env" });
        assert.deepEqual(found, { kind: "apiToken", apiToken: "of env" });
        assert.equal(providerCredentials({ apiToken: "" }, { OKTA_API_TOKEN: "" }), undefined);
    });

    it("take scopes as JSON from the configuration, else from the environment", () => {
        const scopesOf = (scopes?: string, variable?: string): unknown => {
            const settings = { ...SETTINGS.key, ...(scopes !== undefined && { scopes }) };
            const found = providerCredentials(settings, { OKTA_API_SCOPES: variable });
            return found?.kind === "oauth" && found.scopes;
        };
        assert.deepEqual(scopesOf('["a", "b"]', "c"), ["a", "b"]);
        assert.deepEqual(scopesOf(undefined, "c,d, e"), ["c", "d", "e"]);
        assert.deepEqual(scopesOf("[]", "c"), ["c"]);
        assert.deepEqual(scopesOf('["a"', "c"), ["c"]);
        assert.deepEqual(scopesOf(), []);
    });

    it("are in the configuration under okta:, and under no other name", () => {
        const config = { "okta:apiToken": "t", "aws:region": "r", "my-okta:apiToken": "no" };
        assert.deepEqual(settingsInConfig(config), { apiToken: "t" });
    });

    it("are given to another process by variables that name them and no others", () => {
        const given = [
            { kind: "apiToken", apiToken: "t" },
            { kind: "accessToken", accessToken: "t" },
            {
                kind: "oauth",
                clientId: "id",
                privateKey: "pem",
                privateKeyId: undefined,
                scopes: ["a", "b"],
            },
        ] as const;
        for (const credentials of given) {
            const variables = credentialVariables(credentials);
            assert.deepEqual(providerCredentials({}, variables), credentials);
            // All are there, so that none of this process's own comes through.
            const names = Object.keys(variables);
            assert.deepEqual(names, Object.keys(credentialVariables(undefined)));
        }
        assert.ok(Object.values(credentialVariables(undefined)).every((one) => one === ""));
    });

    it("are parts of the configuration by these keys", () => {
        const keys = [
            "okta:apiToken",
            "okta:scopes",
            "okta:httpProxy",
            "p:apiToken",
            "okta:toString",
        ];
        assert.deepEqual(keys.filter(isCredentialKey), ["okta:apiToken", "okta:scopes"]);
    });
});
