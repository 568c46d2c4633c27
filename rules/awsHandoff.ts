import { isOneOf } from "./closedSet";
import { Checked, checkedValue, InputProblem, show } from "./problem";

/** Service of AWS that keeps the credentials. */
export const AwsStore = {
    /** A secret in AWS Secrets Manager. */
    SecretsManager: "SecretsManager",
    /** A SecureString in AWS Systems Manager Parameter Store. */
    ParameterStore: "ParameterStore",
} as const;
export type AwsStore = (typeof AwsStore)[keyof typeof AwsStore];

/** Where AWS is to keep what is handed over. */
export interface AwsPlace {
    readonly store: AwsStore;
    /** Undefined where Pulumi is to make a name. */
    readonly secretName?: string;
    readonly kmsKeyId?: string;
    readonly recoveryWindowInDays: number;
    readonly readerRoleArn?: string;
}

const STORES = Object.values(AwsStore).join(", ");
const NAMES = {
    SecretsManager: { form: /^[\w/+=.@-]{1,512}$/, wanted: "1 to 512 of A-Z a-z 0-9 /_+=.@-" },
    ParameterStore: { form: /^[\w/.-]{1,1011}$/, wanted: "1 to 1011 of A-Z a-z 0-9 /_.-" },
};
const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/;

/** Checks where and how AWS is to keep the credentials. */
export function checkAwsPlace(place: {
    readonly store?: unknown;
    readonly secretName?: unknown;
    readonly kmsKeyId?: unknown;
    readonly recoveryWindowInDays?: unknown;
    readonly readerRoleArn?: unknown;
}): Checked<AwsPlace> {
    const { secretName, kmsKeyId, recoveryWindowInDays, readerRoleArn } = place;
    const faults: InputProblem[] = [];
    const refuse = (propertyPath: string, got: unknown, reason: string) =>
        faults.push({ propertyPath, reason: `got ${show(got)}; ${reason}` });

    const asked = place.store ?? AwsStore.SecretsManager;
    const store = isOneOf(AwsStore, asked) ? asked : undefined;
    if (store === undefined) {
        refuse("store", place.store, `wanted one of ${STORES}. Choose one of them.`);
    }
    const name = NAMES[store ?? AwsStore.SecretsManager];
    if (secretName !== undefined && !matches(secretName, name.form)) {
        const hint = "Choose another, or leave it out and Pulumi makes one.";
        refuse("secretName", secretName, `wanted ${name.wanted}. ${hint}`);
    }
    if (kmsKeyId !== undefined && !matches(kmsKeyId, /^[\w:/-]{1,2048}$/)) {
        const wanted = 'wanted id, ARN or "alias/..." of a KMS key';
        refuse("kmsKeyId", kmsKeyId, `${wanted}. Leave it out for AWS's own key.`);
    }
    if (readerRoleArn !== undefined && !matches(readerRoleArn, ROLE)) {
        const wanted = 'wanted the ARN of one role, "arn:aws:iam::123456789012:role/NAME"';
        refuse("readerRoleArn", readerRoleArn, `${wanted}. Name it in full, without wildcards.`);
    }
    if (recoveryWindowInDays !== undefined && !isRecoveryWindow(recoveryWindowInDays)) {
        const wanted = "wanted 7 to 30 days, or 0 to delete at once and for good";
        refuse("recoveryWindowInDays", recoveryWindowInDays, `${wanted}. Leave it out for 30.`);
    }
    if (store === AwsStore.ParameterStore) {
        const only = "Parameter Store has no such thing. Leave it out, or use SecretsManager.";
        for (const [key, value] of Object.entries({ recoveryWindowInDays, readerRoleArn })) {
            if (value !== undefined) {
                refuse(key, value, `wanted nothing, since ${only}`);
            }
        }
    }
    const value = {
        store: store ?? AwsStore.SecretsManager,
        secretName: secretName as string | undefined,
        kmsKeyId: kmsKeyId as string | undefined,
        recoveryWindowInDays: (recoveryWindowInDays as number | undefined) ?? 30,
        readerRoleArn: readerRoleArn as string | undefined,
    };
    return checkedValue(value, faults);
}

/** The resource policy of a secret that one role may read, besides who may in its own account. */
export function readerPolicy(roleArn: string): string {
    return JSON.stringify({
        Version: "2012-10-17",
        Statement: [
            {
                Sid: "ReadByOneRole",
                Effect: "Allow",
                Principal: { AWS: roleArn },
                Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
                Resource: "*",
            },
        ],
    });
}

function matches(value: unknown, form: RegExp): boolean {
    return typeof value === "string" && form.test(value);
}

function isRecoveryWindow(value: unknown): boolean {
    const isWhole = typeof value === "number" && Number.isInteger(value);
    return isWhole && (value === 0 || (value >= 7 && value <= 30));
}

/** Checks that there is something to hand over. */
export function checkHandedOver(isGiven: boolean): Checked<true> {
    const wanted = "wanted the output credentials of an integration";
    const reason = `got nothing; ${wanted}. An integration whose keys Rezonate holds (publicJwks, jwksUri) has no secret to hand over: leave AwsHandoff out.`;
    return isGiven
        ? { ok: true, value: true }
        : { ok: false, problems: [{ propertyPath: "credentials", reason }] };
}
