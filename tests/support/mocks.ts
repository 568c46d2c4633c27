import { generateKeyPairSync } from "node:crypto";

import * as pulumi from "@pulumi/pulumi";

/** A resource as a component asked for it. */
export interface Recorded {
    readonly type: string;
    readonly name: string;
    readonly inputs: Record<string, unknown>;
    readonly provider: string;
}

const SECRET = "4dabf18193072939515e22adb298388d";

/** Runs a program against mocks; returns its result and what it registered, in order of type. */
export async function build<T>(
    program: () => T | Promise<T>,
    options: { preview?: boolean; calls?: Record<string, Record<string, unknown>> } = {},
): Promise<{ result: T; resources: Recorded[] }> {
    const resources: Recorded[] = [];
    await pulumi.runtime.setMocks(
        {
            newResource: (resource) => {
                resources.push({
                    type: resource.type,
                    name: resource.name,
                    inputs: withoutSecrets(resource.inputs) as Record<string, unknown>,
                    provider: resource.provider ?? "",
                });
                return { id: `${resource.name}-id`, state: stateOf(resource) };
            },
            call: ({ token }) => {
                const answer = options.calls?.[token];
                if (answer === undefined) {
                    throw new Error(`no mock for the call of ${token}`);
                }
                return answer;
            },
        },
        "rezonate-okta",
        "test",
        options.preview ?? false,
    );
    const result = await program();
    await pulumi.runtime.disconnect();
    resources.sort((a, b) => `${a.type} ${a.name}`.localeCompare(`${b.type} ${b.name}`));
    return { result, resources };
}

/** The value of an output, once it is known. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
    return new Promise((resolve) => void output.apply(resolve));
}

/** The error that a function throws, which has to be one of Pulumi's for wrong inputs. */
export function inputsError(wrong: () => unknown): pulumi.InputPropertiesError {
    try {
        wrong();
    } catch (error) {
        if (error instanceof Error && pulumi.InputPropertiesError.isInstance(error)) {
            return error;
        }
        throw error;
    }
    throw new Error("nothing was refused");
}

function stateOf(resource: pulumi.runtime.MockResourceArgs): Record<string, unknown> {
    const inputs = resource.inputs as Record<string, unknown>;
    switch (resource.type) {
        case "tls:index/privateKey:PrivateKey":
            return { ...inputs, ...keyPair(inputs) };
        case "okta:app/oAuth:OAuth":
            return { ...inputs, clientId: `${resource.name}-client` };
        case "aws:secretsmanager/secret:Secret":
            return { ...inputs, arn: `${resource.name}-arn` };
        case "aws:secretsmanager/secretVersion:SecretVersion":
            return { ...inputs, arn: inputs.secretId, versionId: `${resource.name}-version` };
        default:
            return inputs;
    }
}

function keyPair(inputs: { algorithm?: string; rsaBits?: number; ecdsaCurve?: string }) {
    const { algorithm, rsaBits = 2048, ecdsaCurve = "P256" } = inputs;
    const spki = { format: "pem", type: "spki" } as const;
    const pkcs8 = { format: "pem", type: "pkcs8" } as const;
    if (algorithm === "ECDSA") {
        const namedCurve = ecdsaCurve.replace("P", "P-");
        const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve });
        return {
            publicKeyPem: publicKey.export(spki),
            privateKeyPem: privateKey.export({ format: "pem", type: "sec1" }),
            privateKeyPemPkcs8: privateKey.export(pkcs8),
        };
    }
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: rsaBits });
    return {
        publicKeyPem: publicKey.export(spki),
        privateKeyPem: privateKey.export({ format: "pem", type: "pkcs1" }),
        privateKeyPemPkcs8: privateKey.export(pkcs8),
    };
}

function withoutSecrets(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(withoutSecrets);
    }
    if (typeof value === "object" && value !== null) {
        const object = value as Record<string, unknown>;
        return SECRET in object
            ? withoutSecrets(object.value)
            : Object.fromEntries(
                  Object.entries(object).map(([key, inner]) => [key, withoutSecrets(inner)]),
              );
    }
    return value;
}
