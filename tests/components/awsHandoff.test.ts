import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { AwsHandoff, AwsStore } from "../../components/index";
import { build, inputsError, valueOf } from "../support/mocks";
import { usePulumiAws } from "../support/pulumiAws";

const ROLE = "arn:aws:iam::123456789012:role/rezonate-reader";

describe("AwsHandoff", function () {
    this.timeout(60_000);
    usePulumiAws();

    it("makes a secret and its version, and keeps what it holds secret", async () => {
        const { resources, result } = await build(() => {
            const handoff = new AwsHandoff("acme", { credentials: "{}" });
            return { secret: pulumi.isSecret(handoff.reference), handoff };
        });
        assert.deepEqual(
            resources.map(({ type, name, inputs }) => [type, name, inputs]),
            [
                [
                    "aws:secretsmanager/secret:Secret",
                    "acme-secret",
                    {
                        description: "Credentials for Rezonate, kept by rezonate-okta",
                        recoveryWindowInDays: 30,
                    },
                ],
                [
                    "aws:secretsmanager/secretVersion:SecretVersion",
                    "acme-version",
                    { secretString: "{}", secretId: "acme-secret-arn" },
                ],
                ["rezonate-okta:index:AwsHandoff", "acme", { credentials: "{}" }],
            ],
        );
        assert.equal(await result.secret, false);
        assert.equal(await valueOf(result.handoff.version), "acme-version-version");
    });

    it("lets one role read, and nobody by a public policy", async () => {
        const { resources } = await build(
            () => new AwsHandoff("acme", { credentials: "{}", readerRoleArn: ROLE }),
        );
        const policy = resources.find(({ name }) => name === "acme-policy");
        assert.equal(policy?.inputs.blockPublicPolicy, true);
        assert.match(String(policy?.inputs.policy), /"AWS":"arn:aws:iam::123456789012:role/);
    });

    it("makes one SecureString in Parameter Store", async () => {
        const store = AwsStore.ParameterStore;
        const args = { credentials: "{}", store, kmsKeyId: "alias/rezonate" };
        const { resources } = await build(() => new AwsHandoff("acme", args));
        const inputs = {
            description: "Credentials for Rezonate, kept by rezonate-okta",
            type: "SecureString",
            keyId: "alias/rezonate",
            value: "{}",
        };
        assert.deepEqual(
            resources.map(({ name, inputs }) => [name, inputs]),
            [
                ["acme-parameter", inputs],
                ["acme", args],
            ],
        );
    });

    it("names all that is wrong at once and never the credentials", () => {
        const credentials = "do-not-show";
        const wrong = inputsError(
            () =>
                new AwsHandoff("acme", {
                    credentials,
                    store: "S3" as AwsStore,
                    secretName: "a secret",
                    kmsKeyId: "",
                    recoveryWindowInDays: 3,
                    readerRoleArn: "*",
                }),
        );
        assert.deepEqual(
            wrong.errors.map(({ propertyPath }) => propertyPath),
            ["store", "secretName", "kmsKeyId", "readerRoleArn", "recoveryWindowInDays"],
        );
        assert.ok(!wrong.message.includes(credentials));
        const store = AwsStore.ParameterStore;
        const only = { credentials, store, readerRoleArn: ROLE, recoveryWindowInDays: 7 };
        assert.deepEqual(
            inputsError(() => new AwsHandoff("acme", only)).errors.map((one) => one.propertyPath),
            ["recoveryWindowInDays", "readerRoleArn"],
        );
    });

    it("costs nothing where it is not used: the library loads no file of @pulumi/aws", () => {
        const library = JSON.stringify(join(__dirname, "../../components/index.ts"));
        const count = `Object.keys(require.cache).filter((file) => /@pulumi.aws/.test(file)).length`;
        const printed = execFileSync(
            process.execPath,
            [
                "--require",
                require.resolve("tsx/cjs"),
                "--eval",
                `require(${library}); console.log(${count})`,
            ],
            { encoding: "utf8" },
        );
        assert.equal(printed.trim(), "0");
    });

    it("says what to install where @pulumi/aws is not installed", () => {
        const library = JSON.stringify(join(__dirname, "../../components/index.ts"));
        const program = `
            const { AwsHandoff } = require(${library});
            const pulumi = require("@pulumi/pulumi");
            const mocks = { newResource: ({ inputs }) => ({ id: "1", state: inputs }), call: () => ({}) };
            pulumi.runtime.setMocks(mocks).then(() => {
                try { new AwsHandoff("acme", { credentials: "{}" }); } catch (error) { console.log(error.message); }
            });`;
        const printed = execFileSync(
            process.execPath,
            ["--require", require.resolve("tsx/cjs"), "--eval", program],
            { encoding: "utf8", env: { ...process.env, NODE_PATH: "" } },
        );
        assert.match(
            printed,
            /needs the npm package @pulumi\/aws, .*"npm install @pulumi\/aws@\^7"/,
        );
    });
});
