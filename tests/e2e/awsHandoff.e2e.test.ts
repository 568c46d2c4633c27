import assert from "node:assert/strict";
import { createRequire } from "node:module";

import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";
import type { Stack } from "@pulumi/pulumi/automation";

import { AwsHandoff, AwsStore, OAuthIntegration, oktaProviderArgs } from "../../components";
import { type Moto, startMoto } from "../support/moto";
import { usePulumiAws } from "../support/pulumiAws";
import { runCli } from "../support/runCli";
import {
    changesOf,
    openTestEnvironment,
    stateFiles,
    type TestEnvironment,
} from "../support/testEnvironment";

const READ = `
import boto3, json, sys
name, stage = sys.argv[1:]
got = boto3.client("secretsmanager").get_secret_value(SecretId=name, VersionStage=stage)
print(json.dumps([got["VersionId"], got["SecretString"]]))`;
const DESCRIBE = `
import boto3, json, sys
aws = boto3.client("secretsmanager")
found = aws.describe_secret(SecretId=sys.argv[1])
policy = aws.get_resource_policy(SecretId=sys.argv[1]).get("ResourcePolicy")
print(json.dumps({"deleted": "DeletedDate" in found, "kms": found.get("KmsKeyId"), "policy": policy}))`;
const PARAMETER = `
import boto3, json, sys
got = boto3.client("ssm").get_parameter(Name=sys.argv[1], WithDecryption=True)["Parameter"]
print(json.dumps([got["Type"], got["Version"], got["Value"]]))`;
const ROLE = "arn:aws:iam::123456789012:role/rezonate-reader";

/** The part of @pulumi/aws that is used here; the package is not in this tree, nor are its types. */
interface AwsProviderModule {
    readonly Provider: new (name: string, args: object) => pulumi.ProviderResource;
}

describe("the hand-off to AWS", function () {
    this.timeout(900_000);
    usePulumiAws();
    let moto: Moto | undefined;
    let world: TestEnvironment;

    before(async function () {
        moto = await startMoto();
        if (moto === undefined) {
            this.skip();
        }
        world = await openTestEnvironment({ aws: true });
    });
    after(async () => {
        await world?.close();
        await moto?.close();
    });

    const aws = () => {
        const url = moto?.url ?? "";
        const load = createRequire(__filename);
        const { Provider } = load("@pulumi/aws/provider") as AwsProviderModule;
        return new Provider("aws", {
            region: "us-east-1",
            accessKey: "testing",
            secretKey: "testing",
            skipCredentialsValidation: true,
            skipMetadataApiCheck: true,
            skipRequestingAccountId: true,
            endpoints: [{ secretsmanager: url, ssm: url }],
        });
    };
    const integration = (generation: number) => {
        const org = new okta.Provider("okta", {
            ...oktaProviderArgs("acme.okta.com"),
            apiToken: pulumi.secret(world.org.apiToken),
            httpProxy: world.org.url,
        });
        const args = { oktaDomain: "acme.okta.com", keys: { generations: [generation] } };
        return new OAuthIntegration("rezonate", args, { providers: [org] });
    };
    const read = async (program: string, ...args: string[]) =>
        JSON.parse((await moto?.python(program, ...args)) ?? "") as unknown;
    const valuesOf = async (stack: Stack) => {
        const outputs = await stack.outputs();
        const of = (name: string) => String(outputs[name]?.value);
        assert.deepEqual([outputs.reference?.secret, outputs.version?.secret], [false, false]);
        return { reference: of("reference"), version: of("version") };
    };
    const keyLines = (credentials: string | undefined) => {
        const { private_key } = JSON.parse(String(credentials)) as { private_key: string };
        return private_key.split("\n").slice(1, 2);
    };
    const verify = (secret: string, environment: NodeJS.ProcessEnv = {}) => {
        const args = ["verify", "--aws-secret", secret, "--scopes", "default"];
        return runCli([...args, "--org-url", world.org.url], {
            env: { ...moto?.environment, ...environment },
        });
    };
    const secrets: string[] = [];
    const noneLeaked = async () => {
        const written = [...(await stateFiles(world.folders)), ...world.output];
        assert.ok(secrets.length > 0 && written.length > 5);
        for (const text of written) {
            assert.ok(!secrets.some((secret) => text.includes(secret)));
            assert.ok(!text.includes("PRIVATE KEY"));
        }
    };

    it("puts the credentials into Secrets Manager, where verify reads them", async () => {
        let generation = 1;
        const stack = await world.inline("secret", () => {
            const { reference, version } = new AwsHandoff(
                "rezonate",
                {
                    credentials: integration(generation).credentials,
                    secretName: "rezonate/okta",
                    kmsKeyId: "alias/rezonate",
                    recoveryWindowInDays: 7,
                    readerRoleArn: ROLE,
                },
                { providers: [aws()] },
            );
            return Promise.resolve({ reference, version });
        });
        await stack.up(world.watch);
        const first = await valuesOf(stack);
        const [version, text] = (await read(READ, "rezonate/okta", "AWSCURRENT")) as string[];
        assert.equal(version, first.version);
        secrets.push(...keyLines(text));
        const found = (await read(DESCRIBE, first.reference)) as Record<string, string>;
        assert.equal(found.kms, "alias/rezonate");
        const policy = JSON.parse(String(found.policy)) as {
            Statement: { Principal: { AWS: string }; Action: string[] }[];
        };
        assert.deepEqual(
            policy.Statement.map(({ Principal, Action }) => [Principal.AWS, Action]),
            [[ROLE, ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]]],
        );
        assert.deepEqual(changesOf(await stack.preview(world.watch)), {});
        assert.deepEqual(changesOf(await stack.refresh(world.watch)), {});

        const proof = await verify("rezonate/okta");
        assert.equal(proof.code, 0, proof.stdout + proof.stderr);

        generation = 2;
        await stack.up(world.watch);
        const second = await valuesOf(stack);
        assert.equal(second.reference, first.reference);
        const [current, currentText] = (await read(
            READ,
            second.reference,
            "AWSCURRENT",
        )) as string[];
        const previous = await read(READ, second.reference, "AWSPREVIOUS");
        secrets.push(...keyLines(currentText));
        assert.equal(current, second.version);
        assert.deepEqual(previous, [first.version, text]);

        await stack.destroy(world.watch);
        const gone = (await read(DESCRIBE, first.reference)) as Record<string, unknown>;
        assert.equal(gone.deleted, true);
        await noneLeaked();
    });

    it("puts them into Parameter Store, as a SecureString that verify reads by its ARN", async () => {
        let generation = 1;
        const stack = await world.inline("parameter", () => {
            const { credentials } = integration(generation);
            const args = {
                credentials,
                store: AwsStore.ParameterStore,
                secretName: "/rezonate/okta",
            };
            const { reference, version } = new AwsHandoff("rezonate", args, { provider: aws() });
            return Promise.resolve({ reference, version });
        });
        const parameter = async () => {
            const [type, version, text] = (await read(PARAMETER, "/rezonate/okta")) as string[];
            secrets.push(...keyLines(text));
            return [type, String(version), (await valuesOf(stack)).version];
        };
        await stack.up(world.watch);
        const { reference } = await valuesOf(stack);
        assert.match(reference, /^arn:aws:ssm:us-east-1:.*:parameter\/rezonate\/okta$/);
        assert.deepEqual(await parameter(), ["SecureString", "1", "1"]);
        assert.deepEqual(changesOf(await stack.refresh(world.watch)), {});

        // The ARN says where to look, so that the region of the environment does not count.
        const proof = await verify(reference, { AWS_REGION: "eu-west-1" });
        assert.equal(proof.code, 0, proof.stdout + proof.stderr);
        const missing = await verify(`${reference}/other`);
        assert.deepEqual([missing.code, missing.stdout], [2, ""]);
        assert.match(
            missing.stderr,
            /parameter\/rezonate\/okta\/other: AWS gave .*ssm:GetParameter/,
        );

        generation = 2;
        await stack.up(world.watch);
        assert.deepEqual(await parameter(), ["SecureString", "2", "2"]);
        await stack.destroy(world.watch);
        await assert.rejects(read(PARAMETER, "/rezonate/okta"), /ParameterNotFound/);
        await noneLeaked();
    });
});
