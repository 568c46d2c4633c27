import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { unwrapSecrets } from "../../checks/state/secretValues";
import type { StackSnapshot } from "../../checks/state/stackSnapshot";
import { credentialsOfStack, parseCredentials } from "../../checks/verify/credentials";
import type { Credentials } from "../../checks/verify/method";
import { resolveTarget } from "../../checks/verify/target";
import { readAwsSecret } from "../../cli/awsSecret";
import { readSigningKey } from "../../okta/privateKey";
import { READ_ONLY_SCOPES } from "../../rules/scopes";
import { UserError } from "../../rules/userError";
import { rsaKey } from "../sandbox/support";

const credential = { method: "oauth", clientId: "0oa1", privateKey: "a key" } as const;
const credentials: Credentials = {
    tenantId: "acme",
    credential,
    scopes: ["okta.users.read"],
};

const throwsCliError = (action: () => unknown, message: RegExp): void => {
    assert.throws(action, (error) => error instanceof UserError && message.test(error.message));
};

describe("verify: credentials", () => {
    it("come from the JSON of Rezonate's console", () => {
        const json = JSON.stringify({
            tenant_id: "acme",
            application_id: "0oa1",
            private_key: "a key",
        });
        assert.deepEqual(parseCredentials(json, "stdin"), {
            tenantId: "acme",
            credential: { ...credential, keyId: undefined },
        });
        const okta_domain = "acme.okta.com";
        const marketplace = { okta_domain, client_id: "0oa2", client_secret: "a secret" };
        assert.deepEqual(parseCredentials(JSON.stringify(marketplace), "stdin"), {
            oktaDomain: okta_domain,
            credential: { method: "marketplace", clientId: "0oa2", clientSecret: "a secret" },
        });
        const apiKey = { okta_domain, api_key: "a token" };
        assert.deepEqual(parseCredentials(JSON.stringify(apiKey), "stdin"), {
            oktaDomain: okta_domain,
            credential: { method: "api-key", apiKey: "a token" },
            scopes: READ_ONLY_SCOPES,
        });
        throwsCliError(() => parseCredentials("{", "stdin"), /^stdin: this is not JSON/);
        assert.throws(() => parseCredentials("{}", "stdin"), {
            message:
                "stdin: tenant_id, application_id, private_key are missing or empty. Wanted " +
                '{"tenant_id": "...", "application_id": "...", "private_key": "..."}, ' +
                '{"okta_domain": "...", "client_id": "...", "client_secret": "..."} or ' +
                '{"okta_domain": "...", "api_key": "..."}, as "credentials" of an integration ' +
                "holds it. The outputs of a stack are not given as JSON: give the stack.",
        });
        throwsCliError(
            () => parseCredentials("{}", "stdin"),
            /tenant_id, application_id, private_key are missing/,
        );
        throwsCliError(
            () =>
                parseCredentials('{"okta_domain": "acme.okta.com", "client_id": "0oa2"}', "stdin"),
            /client_secret is missing/,
        );
    });

    it("come from JSON with a byte order mark, and name UTF-16 for what it is", () => {
        const json = '{"okta_domain": "acme.okta.com", "api_key": "a token"}';
        assert.deepEqual(
            parseCredentials(`\uFEFF${json}`, "stdin"),
            parseCredentials(json, "stdin"),
        );
        const utf16 = Buffer.from(json, "utf16le").toString("utf8");
        throwsCliError(
            () => parseCredentials(utf16, "stdin"),
            /It looks like UTF-16: save it as UTF-8/,
        );
    });

    it("come from a stack, with its roles, its loopback org and the runner's token", () => {
        const stack: StackSnapshot = {
            location: { stack: "dev" },
            project: "anything",
            outputs: {
                tenantId: "acme",
                applicationId: "0oa1",
                privateKey: "a key",
                keyId: "kid",
                grantedScopes: ["okta.users.read"],
            },
            resources: [
                {
                    urn: "urn",
                    type: "okta:app/oauthRoleAssignment:OauthRoleAssignment",
                    inputs: {},
                    outputs: { clientId: "0oa1", type: "READ_ONLY_ADMIN" },
                },
            ],
            config: {
                "anything:oktaDomain": "acme.okta.com",
                "okta:httpProxy": "http://127.0.0.1:4280",
                "okta:apiToken": "token",
            },
            ownIds: [],
            encryptedKeys: [],
            secrets: [],
        };
        const [{ credentials: found } = assert.fail()] = credentialsOfStack(stack, {});
        assert.deepEqual(found, {
            ...credentials,
            credential: { ...credential, keyId: "kid" },
            expectedRoles: ["READ_ONLY_ADMIN"],
            expectedLogin: undefined,
            expectedPermissions: [],
            oktaDomain: "acme.okta.com",
            loopback: "http://127.0.0.1:4280",
            apiToken: "token",
            provider: { kind: "apiToken", apiToken: "token" },
        });
        assert.equal(resolveTarget(found, {}).address.href, "http://127.0.0.1:4280/");
        const ofKey = { oktaDomain: "acme.okta.com", login: "r@example.com", apiKey: "a token" };
        const [{ credentials: byKey } = assert.fail()] = credentialsOfStack(
            { ...stack, outputs: ofKey },
            {},
        );
        assert.deepEqual(
            [byKey.credential, byKey.expectedLogin, byKey.expectedRoles],
            [{ method: "api-key", apiKey: "a token" }, "r@example.com", ["READ_ONLY_ADMIN"]],
        );
        const ofOther = { ...ofKey, oktaDomain: "globex.okta.com" };
        const [{ credentials: other } = assert.fail()] = credentialsOfStack(
            { ...stack, outputs: ofOther },
            {},
        );
        assert.equal(other.apiToken, undefined);
        const empty = { ...stack, outputs: {} };
        throwsCliError(
            () => credentialsOfStack(empty, {}),
            /no credentials. Wanted an integration of ours, or the outputs tenantId/,
        );
    });

    it("come from AWS only when the AWS SDK is there", async () => {
        const folder = await mkdtemp(join(tmpdir(), "rezonate-okta-test-"));
        const from = [join(folder, "package.json")];
        const parameter = "arn:aws:ssm:eu-west-1:123456789012:parameter/rezonate";
        try {
            await assert.rejects(readAwsSecret("rezonate", from), (error) => {
                assert.ok(error instanceof UserError);
                assert.match(error.message, /npm install @aws-sdk\/client-secrets-manager/);
                return true;
            });
            const sdk = join(folder, "node_modules", "@aws-sdk", "client-secrets-manager");
            await mkdir(sdk, { recursive: true });
            await writeFile(
                join(sdk, "index.js"),
                `exports.GetSecretValueCommand = class { constructor(input) { this.input = input; } };
                 exports.SecretsManagerClient = class {
                     async send({ input }) {
                         if (input.SecretId === "rezonate") return { SecretString: "{}" };
                         throw new Error("no such secret");
                     }
                 };`,
            );
            assert.equal(await readAwsSecret("rezonate", from), "{}");
            await assert.rejects(
                readAwsSecret(parameter, from),
                /npm install @aws-sdk\/client-ssm".* aws ssm .* --query Parameter.Value/,
            );
            await assert.rejects(
                readAwsSecret("other", from),
                /AWS gave no secret \(Error: no such secret\)/,
            );
        } finally {
            await rm(folder, { recursive: true });
        }
    });

    it("name their scopes, since a refused request sets off detections", () => {
        const silent = { ...credentials, scopes: undefined };
        throwsCliError(() => resolveTarget(silent, {}), /^scopes: /);
    });
});

describe("verify: the address", () => {
    const address = (orgUrl?: string, more: Partial<Credentials> = {}) => {
        const target = resolveTarget(
            { ...credentials, ...more },
            orgUrl === undefined ? {} : { orgUrl },
        );
        return { at: target.address.href, org: target.org, mismatch: target.hostMismatch };
    };

    it("is the tenant's, the stack's, or the one given", () => {
        const at = "https://acme.okta.com/";
        const org = "acme.okta.com";
        assert.deepEqual(address(), { at, org, mismatch: undefined });
        assert.deepEqual(address("https://acme-admin.okta.com"), { at, org, mismatch: undefined });
        assert.equal(
            address(undefined, { oktaDomain: "acme.oktapreview.com" }).org,
            "acme.oktapreview.com",
        );
        assert.equal(address("http://127.0.0.1:4280").at, "http://127.0.0.1:4280/");
        assert.equal(address("https://login.acme.example").org, "login.acme.example");
        assert.equal(address(undefined, { loopback: "http://proxy.example:3128" }).at, at);
    });

    it("of another tenant gets no credentials", () => {
        assert.match(address("https://other.okta.com").mismatch ?? "", /Nothing was sent there/);
    });

    it("of credentials without a tenant id is their own domain, and no other", () => {
        const of = (oktaDomain: string, orgUrl?: string) =>
            address(orgUrl, { tenantId: undefined, oktaDomain });
        assert.equal(of("login.acme.example").at, "https://login.acme.example/");
        assert.equal(of("acme.okta.com", "https://acme-admin.okta.com").mismatch, undefined);
        for (const domain of ["acme.okta.com", "login.acme.example"]) {
            assert.match(of(domain, "https://other.okta.com").mismatch ?? "", /Nothing was sent/);
        }
    });

    it("is refused where a credential could leak", () => {
        throwsCliError(() => address("http://acme.okta.com"), /plain http goes to loopback only/);
        throwsCliError(
            () => address("https://user:password@acme.okta.com"),
            /user name or password/,
        );
        throwsCliError(() => address("https://acme.okta.com/oauth2/default"), /has a path/);
        throwsCliError(() => address("ftp://acme.okta.com"), /wanted https/);
    });
});

describe("verify: private keys", () => {
    it("are read as PKCS#8 or PKCS#1, also with line ends written as \\n", async () => {
        const { privateKey } = rsaKey();
        const pkcs8 = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
        const pkcs1 = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
        const thumbprints = await Promise.all(
            [pkcs8, pkcs1, pkcs8.replaceAll("\n", "\\n")].map(
                async (pem) => (await readSigningKey(pem)).thumbprint,
            ),
        );
        assert.equal(new Set(thumbprints).size, 1);
    });

    it("that cannot be read are refused without showing them", async () => {
        await assert.rejects(readSigningKey("some text"), (error) => {
            assert.ok(error instanceof UserError);
            assert.doesNotMatch(error.message, /some text/);
            return true;
        });
    });
});

describe("secrets in an exported state", () => {
    it("are unwrapped where they are, and remembered to be masked", () => {
        const secret = (plain: unknown): unknown => ({
            "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
            plaintext: JSON.stringify(plain),
        });
        const found: string[] = [];
        const state = { a: secret("one"), b: [{ c: secret({ d: "two" }) }], e: 3 };
        assert.deepEqual(unwrapSecrets(state, found), { a: "one", b: [{ c: { d: "two" } }], e: 3 });
        assert.deepEqual(found, ["one", "two"]);
    });
});
