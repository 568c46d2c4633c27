import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";

import { pluginPrivateKey } from "../../rules/providerKey";
import { PROVIDER_SETTINGS } from "../../rules/providerSettingForms";
import { checkProviderSettings, type ProviderSurroundings } from "../../rules/providerSettings";
import { keyForms } from "../support/keyForms";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const pem = rsa.export({ type: "pkcs8", format: "pem" }).toString();
const ec = (namedCurve: string): Record<string, string> =>
    keyForms(generateKeyPairSync("ec", { namedCurve }).privateKey);

const problemsOf = (
    config: Record<string, string>,
    surroundings: ProviderSurroundings = {},
    inClear: readonly string[] = [],
): string[] =>
    checkProviderSettings(
        { get: (key) => config[key], isEncrypted: (key) => !inClear.includes(key) },
        surroundings,
    ).map(({ propertyPath, reason }) => `${propertyPath}: ${reason}`);

const accepts = (config: Record<string, string>, surroundings?: ProviderSurroundings): void => {
    assert.deepEqual(problemsOf(config, surroundings), []);
};
const refuses = (
    config: Record<string, string>,
    wanted: RegExp,
    surroundings?: ProviderSurroundings,
): void => {
    const problems = problemsOf(config, surroundings);
    assert.equal(problems.length, 1, problems.join("\n"));
    assert.match(problems[0] ?? "", wanted);
};

const oauth = { clientId: "0oa1", privateKey: pem, scopes: '["okta.apps.manage"]' };

describe("provider settings", () => {
    it("are all those of the okta provider's own SDK", () => {
        const vars = readFileSync(require.resolve("@pulumi/okta/config/vars.d.ts"), "utf8");
        const names = [...vars.matchAll(/export declare const (\w+):/g)].map(([, name]) => name);
        assert.ok(names.length > 15);
        assert.deepEqual([...PROVIDER_SETTINGS].sort(), names.sort());
    });

    it("are right where the plugin takes them", () => {
        accepts({}, { env: {} });
        accepts({ apiToken: "00token" }, { env: {} });
        accepts(oauth, { env: {} });
        accepts({
            orgName: "acme",
            baseUrl: "okta.com",
            httpProxy: "http://127.0.0.1:4280",
            backoff: "true",
            minWaitSeconds: "0",
            maxWaitSeconds: "300",
            maxRetries: "5",
            parallelism: "1",
            logLevel: "5",
            maxApiCapacity: "100",
            requestTimeout: "0",
        });
    });

    it("that are numbers and flags are such as the plugin reads, by JSON and in its ranges", () => {
        const wrong: Record<string, readonly string[]> = {
            maxRetries: ["five", "5 s", "05", "1.5", "-1", "101", '"5"', "true", "[5]", "0x5"],
            parallelism: ["0", "many"],
            logLevel: ["0", "6", "ERROR"],
            maxApiCapacity: ["0", "101", "50%"],
            requestTimeout: ["-1", "301", "30s"],
            minWaitSeconds: ["soon", "-1"],
            maxWaitSeconds: ["NaN", "Infinity"],
            backoff: ["True", "yes", "1", '"true"'],
        };
        for (const [key, values] of Object.entries(wrong)) {
            for (const value of values) {
                const problems = problemsOf({ [key]: value });
                assert.equal(problems.length, 1, `${key} ${value}`);
                assert.match(problems[0] ?? "", new RegExp(`^okta:${key}: got .*; wanted .*\\.$`));
            }
        }
    });

    it("have scopes as a list in JSON, and in the environment separated by commas", () => {
        for (const scopes of ["a,b", '["a"', "okta.apps.manage", "{}", "[1]", '["a b"]', '[""]']) {
            const problems = problemsOf({ ...oauth, scopes });
            assert.match(
                problems.join("\n"),
                /^okta:scopes: got .*; wanted a list of scopes as JSON/,
            );
        }
        const { clientId, privateKey } = oauth;
        const from = (OKTA_API_SCOPES: string): ProviderSurroundings => ({
            env: { OKTA_API_SCOPES },
        });
        accepts({ clientId, privateKey }, from("okta.apps.manage,okta.roles.manage"));
        refuses({ clientId, privateKey }, /^OKTA_API_SCOPES: got "a b"; wanted/, from("a b"));
    });

    it("have addresses in the form that the plugin puts together", () => {
        refuses({ orgName: "https://acme.okta.com" }, /^okta:orgName: .*such as "acme"/);
        refuses({ baseUrl: "https://okta.com" }, /^okta:baseUrl: .*such as "okta.com"/);
        for (const httpProxy of [
            "127.0.0.1:4280",
            "http://u:secret@127.0.0.1",
            "http://h/p",
            "x",
        ]) {
            const [problem = ""] = problemsOf({ httpProxy });
            assert.match(problem, /^okta:httpProxy: wanted an address of the form/);
            assert.doesNotMatch(problem, /secret/);
        }
    });

    it("have tokens that can go into a header, and no problem shows one", () => {
        for (const value of [
            "the-token\n",
            "the-token\r\n",
            " the-token",
            "the token",
            "the-tokén",
        ]) {
            refuses(
                { apiToken: value },
                /^okta:apiToken: it has a .*Set it again: `pulumi config set --secret okta:apiToken`$/,
            );
            refuses({ accessToken: value }, /^okta:accessToken: it has a /);
            refuses({}, /^OKTA_API_TOKEN: it has a .*Set OKTA_API_TOKEN again/, {
                env: { OKTA_API_TOKEN: value },
            });
            assert.ok(!problemsOf({ apiToken: value }).join("").includes("the-tok"));
        }
        const unused = { OKTA_API_TOKEN: "unused\n" };
        accepts({ accessToken: "used" }, { env: unused });
        accepts({ apiToken: "used" }, { env: unused });
    });

    it("are encrypted where they are secret; a path and the sandbox's token are not", () => {
        const inClear = (config: Record<string, string>): string[] =>
            problemsOf(config, {}, Object.keys(config));
        assert.match(inClear({ apiToken: "00token" }).join(), /^okta:apiToken: got it in clear/);
        assert.match(inClear({ accessToken: "eyJ" }).join(), /^okta:accessToken: got it in clear/);
        assert.match(inClear({ privateKey: pem }).join(), /^okta:privateKey: got it in clear/);
        assert.deepEqual(inClear({ apiToken: "sandbox-api-token-not-a-secret" }), []);
        assert.deepEqual(
            problemsOf({ privateKey: "key.pem" }, { keyFile: pem }, ["privateKey"]),
            [],
        );
    });

    it("hold one kind of credentials, as the plugin's schema wants it", () => {
        refuses(
            { apiToken: "t", ...oauth },
            /^okta:apiToken: got it beside okta:clientId, okta:privateKey, okta:scopes;/,
        );
        refuses(
            { accessToken: "t", apiToken: "t" },
            /^okta:accessToken: got it beside okta:apiToken;/,
        );
        refuses({ apiToken: "t", scopes: '["a"]' }, /beside okta:scopes/);
        accepts(oauth, { env: { OKTA_API_TOKEN: "t" } });
    });

    it("hold all parts of an OAuth app, where it is what the plugin takes", () => {
        for (const missing of ["clientId", "privateKey", "scopes"] as const) {
            const rest = Object.fromEntries(
                Object.entries(oauth).filter(([key]) => key !== missing),
            );
            refuses(
                rest,
                new RegExp(`^okta:${missing}: got nothing; the credentials are an OAuth app`),
                { env: {} },
            );
            accepts(rest, { env: { OKTA_ACCESS_TOKEN: "t" } });
            accepts(rest);
        }
        const { scopes } = oauth;
        accepts({ scopes }, { env: { OKTA_API_CLIENT_ID: "0oa1", OKTA_API_PRIVATE_KEY: pem } });
    });

    it("have a private key in any form in the configuration, which oktaProviderArgs mends", () => {
        for (const [form, privateKey] of Object.entries({ ...keyForms(rsa), ...ec("P-256") })) {
            assert.deepEqual(problemsOf({ ...oauth, privateKey }), [], form);
            assert.deepEqual(
                problemsOf({}, { env: { OKTA_API_TOKEN: "t", OKTA_API_PRIVATE_KEY: privateKey } }),
                [],
            );
        }
        assert.equal(pluginPrivateKey(pem), pem);
        assert.equal(pluginPrivateKey("key.pem"), "key.pem");
        assert.equal(pluginPrivateKey(keyForms(rsa)["in double quotes"] ?? ""), pem);
    });

    it("have a private key that the plugin reads and signs with, in file and environment", () => {
        const { clientId, scopes } = oauth;
        const env = (OKTA_API_PRIVATE_KEY: string): ProviderSurroundings => ({
            env: { OKTA_API_PRIVATE_KEY },
        });
        accepts({ clientId, scopes }, env(pem.replaceAll("\n", "\\n")));
        refuses(
            { clientId, scopes },
            /^OKTA_API_PRIVATE_KEY: got a key in a form/,
            env(`"${pem}"`),
        );
        refuses({ ...oauth, privateKey: "key.pem" }, /^okta:privateKey: got a key in a form/, {
            keyFile: `  ${pem}`,
        });
        accepts({ ...oauth, privateKey: "key.pem" }, { keyFile: pem });
        for (const privateKey of ["no-such.pem", pem.slice(0, 200), "-----BEGIN "]) {
            refuses({ ...oauth, privateKey }, /^okta:privateKey: it is neither a PEM private key/);
        }
        refuses(
            { ...oauth, privateKey: ec("P-384")["PKCS#8"] ?? "" },
            /type secp384r1; the okta plugin signs with RSA or EC on P-256/,
        );
    });

    it("are told together, under the namespace that they come from", () => {
        const config = { maxRetries: "five", backoff: "yes", scopes: "a", apiToken: "t" };
        const problems = problemsOf(config, { namespace: "okta-globex" });
        assert.deepEqual(
            problems.map((problem) => problem.split(": ")[0]),
            ["apiToken", "scopes", "backoff", "maxRetries", "apiToken"]
                .map((name) => `okta-globex:${name}`)
                .slice(1),
        );
    });
});
