import { createRequire } from "node:module";

import * as pulumi from "@pulumi/pulumi";

import {
    AwsPlace,
    AwsStore,
    checkAwsPlace,
    checkHandedOver,
    readerPolicy,
} from "../rules/awsHandoff";
import { AWS_HANDOFF_TYPE } from "../rules/resourceTypes";
import { InputChecks } from "./support/inputs";
import { keepSecretsOutOfDebugLog } from "./support/secretLog";

const TYPE = AWS_HANDOFF_TYPE;

/** What to hand over, and where AWS is to keep it. */
export interface AwsHandoffArgs {
    /**
     * The text to hand over: the output "credentials" of an integration. Secret. An integration
     * whose keys Rezonate holds has none, and is refused.
     */
    readonly credentials: pulumi.Input<string> | undefined;
    /** Service of AWS that keeps the credentials. Not an Input. Defaults to "SecretsManager". */
    readonly store?: AwsStore;
    /** Name of the secret or parameter. Defaults to this component's name and a random tail. */
    readonly secretName?: pulumi.Input<string>;
    /** Id, ARN or alias of the KMS key to encrypt with. Defaults to AWS's own key. */
    readonly kmsKeyId?: pulumi.Input<string>;
    /**
     * Days for which a deleted secret can be brought back: 7 to 30, or 0 for none. Defaults to 30.
     * Only for Secrets Manager.
     */
    readonly recoveryWindowInDays?: pulumi.Input<number>;
    /**
     * ARN of one role that may read the secret, for instance in another account. Defaults to none:
     * then only your account's own policies decide. Only for Secrets Manager. Not an Input.
     */
    readonly readerRoleArn?: string;
}

/**
 * Hands an integration's credentials over in AWS: a secret in Secrets Manager, or a SecureString in
 * SSM Parameter Store. Changed credentials become a new version; Secrets Manager keeps the one
 * before as AWSPREVIOUS. Needs the npm package of Pulumi's AWS provider, version 7.
 */
export class AwsHandoff extends pulumi.ComponentResource {
    /** ARN of the secret or parameter. */
    public readonly reference: pulumi.Output<string>;
    /** The version that holds the current credentials. */
    public readonly version: pulumi.Output<string>;

    /**
     * @throws InputPropertiesError that names all wrong args. What only an Output brings is refused
     *     in preview and up, once it is known.
     */
    constructor(name: string, args: AwsHandoffArgs, opts?: pulumi.ComponentResourceOptions) {
        const { store, secretName, kmsKeyId, recoveryWindowInDays, readerRoleArn } = args;
        const inputs = new InputChecks(`${TYPE} "${name}"`);
        const place = inputs.check(
            { store, secretName, kmsKeyId, recoveryWindowInDays, readerRoleArn },
            checkAwsPlace,
        );
        inputs.checkPlain(checkHandedOver(args.credentials !== undefined));
        inputs.throwIfInvalid();

        const credentials = pulumi.secret(args.credentials as pulumi.Input<string>);
        super(TYPE, name, { ...args, credentials }, inputs.options(opts));
        keepSecretsOutOfDebugLog(credentials);

        const kept =
            store === AwsStore.ParameterStore
                ? inParameterStore(this, name, place, credentials)
                : inSecretsManager(this, name, place, credentials, readerRoleArn);

        this.reference = kept.reference;
        this.version = kept.version;

        this.registerOutputs({ reference: this.reference, version: this.version });
    }
}

function inSecretsManager(
    parent: AwsHandoff,
    name: string,
    place: pulumi.Output<AwsPlace>,
    credentials: pulumi.Output<string>,
    readerRoleArn: string | undefined,
) {
    const Secret = load("secretsmanager/secret", "Secret");
    const SecretVersion = load("secretsmanager/secretVersion", "SecretVersion");
    const secret = new Secret(
        `${name}-secret`,
        {
            name: place.apply((one) => one.secretName),
            description: "Credentials for Rezonate, kept by rezonate-okta",
            kmsKeyId: place.apply((one) => one.kmsKeyId),
            recoveryWindowInDays: place.recoveryWindowInDays,
        },
        { parent },
    );
    if (readerRoleArn !== undefined) {
        const SecretPolicy = load("secretsmanager/secretPolicy", "SecretPolicy");
        new SecretPolicy(
            `${name}-policy`,
            {
                secretArn: secret.arn,
                policy: readerPolicy(readerRoleArn),
                blockPublicPolicy: true,
            },
            { parent },
        );
    }
    const version = new SecretVersion(
        `${name}-version`,
        { secretId: secret.arn, secretString: credentials },
        // To delete a version is to take its labels away: the one before would no longer be
        // AWSPREVIOUS. The secret itself takes its versions along when it goes.
        { parent, retainOnDelete: true },
    );
    return { reference: version.arn, version: version.versionId };
}

function inParameterStore(
    parent: AwsHandoff,
    name: string,
    place: pulumi.Output<AwsPlace>,
    credentials: pulumi.Output<string>,
) {
    const Parameter = load("ssm/parameter", "Parameter");
    const parameter = new Parameter(
        `${name}-parameter`,
        {
            name: place.apply((one) => one.secretName),
            description: "Credentials for Rezonate, kept by rezonate-okta",
            type: "SecureString",
            keyId: place.apply((one) => one.kmsKeyId),
            value: credentials,
        },
        { parent },
    );
    return { reference: parameter.arn, version: pulumi.interpolate`${parameter.version}` };
}

/** A resource class of @pulumi/aws, as far as it is used here. */
type AwsResource = new (
    name: string,
    args: Record<string, pulumi.Input<unknown>>,
    opts: pulumi.CustomResourceOptions,
) => pulumi.CustomResource & {
    readonly arn: pulumi.Output<string>;
    readonly version: pulumi.Output<number>;
    readonly versionId: pulumi.Output<string>;
};

/**
 * Loads one class of @pulumi/aws, which is big and which only those have who hand off to AWS. Its
 * types are not used either: whoever reads the types of this file would have to read all of them.
 */
function load(path: string, name: string): AwsResource {
    const requireHere = createRequire(__filename);
    try {
        const loaded = requireHere(`@pulumi/aws/${path}`) as Record<string, AwsResource>;
        return loaded[name] as AwsResource;
    } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") {
            throw new pulumi.RunError(
                `${TYPE} needs the npm package @pulumi/aws, version 7, which is not installed. ` +
                    `Run "npm install @pulumi/aws@^7" beside rezonate-okta.`,
            );
        }
        throw error;
    }
}
