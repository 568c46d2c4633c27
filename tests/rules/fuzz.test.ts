import assert from "node:assert/strict";

import fc from "fast-check";

import { checkApiKey, checkServiceUser } from "../../rules/apiKey";
import { checkAwsPlace } from "../../rules/awsHandoff";
import { checkJwks } from "../../rules/jwk";
import { checkKeySettings } from "../../rules/keySettings";
import { KnownSecrets } from "../../rules/knownSecrets";
import { checkLabel } from "../../rules/label";
import { checkMarketplace } from "../../rules/marketplace";
import { maskDebugMessage, maskSecrets } from "../../rules/mask";
import { privateKeyPem } from "../../rules/privateKeyPem";
import type { Checked, InputProblem } from "../../rules/problem";
import { pluginPrivateKey } from "../../rules/providerKey";
import { PROVIDER_SETTINGS } from "../../rules/providerSettingForms";
import { checkProviderSettings } from "../../rules/providerSettings";
import { checkRoles } from "../../rules/roles";
import { checkIntegrationScopes, checkScopes } from "../../rules/scopes";
import {
    ARG_OF_KEY,
    checkStackConfig,
    CONFIG_KEYS,
    parseStackConfig,
} from "../../rules/stackConfig";
import { rsaKey } from "../sandbox/support";
import { CASES, holdsNone, hostileJson, hostileText, secretText } from "../support/fuzz";

const pem = rsaKey().privateKey.export({ type: "pkcs8", format: "pem" }).toString();
/** A private key to which something was done. */
const brokenPem = fc
    .tuple(fc.nat(pem.length), fc.nat(40), hostileText)
    .map(([at, length, text]) => pem.slice(0, at) + text.slice(0, 60) + pem.slice(at + length));

describe("anything at all as an input", function () {
    this.timeout(60_000);

    /** Problems name what they are about, and show no secret. */
    const isTold = (
        problems: readonly InputProblem[],
        names: readonly string[],
        secrets: readonly string[] = [],
    ) => {
        for (const { propertyPath, reason } of problems) {
            const [name = ""] = propertyPath.split(/[.[]/);
            assert.ok(names.includes(name) || names.includes(propertyPath), propertyPath);
            assert.match(reason, /\S/);
            holdsNone(reason, secrets);
        }
    };

    it("gives a value or problems of the stack's configuration", () => {
        const settings = fc.record(
            Object.fromEntries(
                CONFIG_KEYS.map((key) => [
                    key,
                    key === "apiKey"
                        ? secretText
                        : fc.oneof(
                              hostileText,
                              fc.constantFrom("true", "1", '["okta.users.read"]', "acme.okta.com"),
                              fc.constantFrom("oauth", "marketplace", "api-key", "[null,1,{}]"),
                              fc.constantFrom('["1.1.1.1"]', '[{"toString":1}]', "a@b.com", "RSA"),
                          ),
                ]),
            ),
            { requiredKeys: [] },
        );
        fc.assert(
            fc.property(
                settings,
                fc.boolean(),
                (config: Record<string, string | undefined>, encrypted) => {
                    const source = {
                        get: (key: string) => config[key],
                        isEncrypted: () => encrypted,
                    };
                    const { methods, problems } = checkStackConfig(parseStackConfig(source));
                    assert.ok(methods.length > 0);
                    const names = [...CONFIG_KEYS, ...Object.values(ARG_OF_KEY)];
                    isTold(problems, names, config["apiKey"] ? [config["apiKey"]] : []);
                },
            ),
            CASES,
        );
    });

    it("gives problems of the provider's settings that show no credential", () => {
        const secret = fc.oneof(secretText, brokenPem);
        const settings = fc.record(
            Object.fromEntries(
                PROVIDER_SETTINGS.map((key) => [
                    key,
                    /token|privateKey$/i.test(key) ? secret : hostileText,
                ]),
            ),
            { requiredKeys: [] },
        );
        const variables = fc.record(
            {
                OKTA_API_TOKEN: secret,
                OKTA_ACCESS_TOKEN: secret,
                OKTA_API_PRIVATE_KEY: secret,
                OKTA_API_CLIENT_ID: hostileText,
                OKTA_API_SCOPES: hostileText,
                OKTA_HTTP_PROXY: hostileText,
                OKTA_ORG_NAME: hostileText,
            },
            { requiredKeys: [] },
        );
        fc.assert(
            fc.property(
                settings,
                variables,
                fc.boolean(),
                (config: Record<string, string | undefined>, env, encrypted) => {
                    const source = {
                        get: (key: string) => config[key],
                        isEncrypted: () => encrypted,
                    };
                    const problems = checkProviderSettings(source, { env });
                    const secrets = [
                        config["apiToken"],
                        config["accessToken"],
                        config["privateKey"],
                    ];
                    const given = [...secrets, env.OKTA_API_TOKEN, env.OKTA_API_PRIVATE_KEY];
                    const names = [
                        ...PROVIDER_SETTINGS.map((key) => `okta:${key}`),
                        ...Object.keys(env),
                    ];
                    isTold(
                        problems,
                        names,
                        given.filter((one) => one !== undefined),
                    );
                },
            ),
            CASES,
        );
    });

    it("gives a value or problems of public keys", () => {
        const members = ["kty", "kid", "n", "e", "x", "y", "crv", "use", "d", "alg"];
        const key = fc.record(
            Object.fromEntries(
                members.map((name) => [
                    name,
                    fc.oneof(
                        hostileJson(members),
                        fc.constantFrom("RSA", "EC", "AQAB", "sig", "P-256", "__proto__"),
                        fc.base64String({ maxLength: 400 }),
                    ),
                ]),
            ),
            { requiredKeys: [] },
        );
        const jwks = fc.oneof(hostileJson(members), fc.array(fc.oneof(key, hostileJson(members))));
        fc.assert(
            fc.property(jwks, (given) => {
                const checked = checkJwks(given);
                isTold(checked.ok ? [] : checked.problems, ["jwks"]);
            }),
            CASES,
        );
    });

    it("is a private key in PEM, or none", () => {
        fc.assert(
            fc.property(fc.oneof(brokenPem, hostileText), fc.option(hostileText), (text, file) => {
                const read = privateKeyPem(text, file ?? undefined);
                assert.ok(read === undefined || read.startsWith("-----BEGIN "));
                assert.equal(typeof pluginPrivateKey(text), "string");
            }),
            CASES,
        );
    });

    it("gives a value or problems of every other arg", () => {
        const names = [
            "login",
            "email",
            "gateways",
            "apiTokenId",
            "store",
            "secretName",
            "kmsKeyId",
        ];
        const any = fc.oneof(hostileJson(names), fc.constant(undefined));
        const rules: Record<string, (given: never) => Checked<unknown>> = {
            label: checkLabel,
            apiKey: checkApiKey,
            roles: checkRoles,
            "login email gateways apiTokenId": ([login, email, gateways, apiTokenId]: never[]) =>
                checkServiceUser({ login, email, gateways, apiTokenId }),
            "store secretName kmsKeyId recoveryWindowInDays readerRoleArn": ([
                ...[store, secretName, kmsKeyId, recoveryWindowInDays, readerRoleArn]
            ]: never[]) =>
                checkAwsPlace({
                    store,
                    secretName,
                    kmsKeyId,
                    recoveryWindowInDays,
                    readerRoleArn,
                }),
            "integrationType secretGeneration": ([integrationType, secretGeneration]: never[]) =>
                checkMarketplace({ integrationType, secretGeneration }),
            "keys algorithm rsaBits ecdsaCurve": ([algorithm, rsaBits, ecdsaCurve]: never[]) =>
                checkKeySettings({ algorithm, rsaBits, ecdsaCurve }, "keys."),
            "scopes allowedManageScopes": ([scopes, allowed]: never[]) =>
                checkScopes(scopes, allowed),
            "scopes allowedManageScopes remediation": ([scopes, allowed, remediation]: never[]) =>
                checkIntegrationScopes({
                    scopes,
                    allowedManageScopes: allowed,
                    remediation,
                }),
        };
        for (const [args, rule] of Object.entries(rules)) {
            const given = args.includes(" ") ? fc.tuple(any, any, any, any, any) : any;
            fc.assert(
                fc.property(given, (values) => {
                    const checked = rule(values as never);
                    isTold(checked.ok ? [] : checked.problems, args.split(" "));
                }),
                CASES,
            );
        }
    });

    it("is masked without a secret that is known", () => {
        const encode = fc.constantFrom<BufferEncoding>("utf8", "base64", "base64url", "hex");
        fc.assert(
            fc.property(
                hostileText,
                secretText,
                encode,
                hostileText,
                (before, secret, form, after) => {
                    const known = new KnownSecrets();
                    known.add(secret);
                    const text = `${before} ${Buffer.from(secret).toString(form)} ${after}`;
                    const redacted = known.redact(text);
                    assert.ok(redacted.includes("[secret]"), redacted);
                    const encoded = Buffer.from(secret).toString(form);
                    assert.ok(!redacted.includes(encoded.slice(4, -4)), redacted);
                    holdsNone(
                        maskSecrets(text, [secret]) + maskDebugMessage(text),
                        form === "utf8" ? [] : [secret],
                    );
                },
            ),
            CASES,
        );
    });
});
