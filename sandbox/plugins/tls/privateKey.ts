import { createHash, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";

import type { Resource } from "../provider/resource";
import { text, Unknown, type Values } from "../provider/value";
import { opensshPrivateKey, sshPublicKey } from "./openssh";

const generate = promisify(generateKeyPair);

/** Node's names of the curves that the official plugin takes. */
const CURVES: Readonly<Record<string, string>> = {
    P224: "secp224r1",
    P256: "prime256v1",
    P384: "secp384r1",
    P521: "secp521r1",
};
const ALGORITHMS = ["RSA", "ECDSA", "ED25519"];

/** A private key that is generated on creation and kept in the state. */
export const privateKey: Resource<unknown> = {
    properties: {
        algorithm: { type: "string", required: true, replaces: true },
        rsaBits: { type: "number", optional: true, default: 2048, replaces: true },
        ecdsaCurve: { type: "string", optional: true, default: "P224", replaces: true },
        privateKeyPem: { type: "string", computed: true, secret: true },
        privateKeyPemPkcs8: { type: "string", computed: true, secret: true },
        privateKeyOpenssh: { type: "string", computed: true, secret: true },
        publicKeyPem: { type: "string", computed: true },
        publicKeyOpenssh: { type: "string", computed: true },
        publicKeyFingerprintMd5: { type: "string", computed: true },
        publicKeyFingerprintSha256: { type: "string", computed: true },
    },
    validate: (inputs) => [
        ...oneOf(inputs, "algorithm", ALGORITHMS),
        ...oneOf(inputs, "ecdsaCurve", Object.keys(CURVES)),
    ],
    async create(_, inputs) {
        const keys = await generateKeys(inputs);
        const publicPem = pem(keys.publicKey, "spki");
        const der = keys.publicKey.export({ type: "spki", format: "der" });
        return {
            id: createHash("sha1").update(der).digest("hex"),
            outputs: {
                ...inputs,
                privateKeyPem: legacyPem(keys.privateKey),
                privateKeyPemPkcs8: pem(keys.privateKey, "pkcs8"),
                publicKeyPem: publicPem,
                ...sshOutputs(keys),
            },
        };
    },
    // A key lives only in the state, so there is nothing to read it from and nothing to delete.
    read: (_, id, state) =>
        text(state, "privateKeyPem") === ""
            ? Promise.reject(new Error("A private key cannot be imported"))
            : Promise.resolve({ id, outputs: state }),
    delete: () => Promise.resolve(),
};

interface KeyPair {
    readonly publicKey: KeyObject;
    readonly privateKey: KeyObject;
}

function generateKeys(inputs: Values): Promise<KeyPair> {
    const algorithm = text(inputs, "algorithm");
    if (algorithm === "ED25519") {
        return generate("ed25519");
    }
    if (algorithm === "ECDSA") {
        const namedCurve = CURVES[text(inputs, "ecdsaCurve")] ?? "";
        return generate("ec", { namedCurve });
    }
    return generate("rsa", { modulusLength: Number(inputs.rsaBits) });
}

function pem(key: KeyObject, type: "spki" | "pkcs8" | "pkcs1" | "sec1"): string {
    return key.export({ type, format: "pem" } as { type: "spki"; format: "pem" }).toString();
}

function legacyPem(key: KeyObject): string {
    if (key.asymmetricKeyType === "rsa") {
        return pem(key, "pkcs1");
    }
    if (key.asymmetricKeyType === "ec") {
        return pem(key, "sec1");
    }
    return pem(key, "pkcs8");
}

function sshOutputs({ publicKey, privateKey }: KeyPair): Values {
    const blob = sshPublicKey(publicKey);
    // OpenSSH has no P-224, and the official plugin leaves these fields empty for it.
    if (!blob) {
        return {
            privateKeyOpenssh: "",
            publicKeyOpenssh: "",
            publicKeyFingerprintMd5: "",
            publicKeyFingerprintSha256: "",
        };
    }
    const md5 = createHash("md5").update(blob.bytes).digest("hex");
    const sha256 = createHash("sha256").update(blob.bytes).digest("base64");
    return {
        privateKeyOpenssh: opensshPrivateKey(privateKey, blob),
        publicKeyOpenssh: `${blob.type} ${blob.bytes.toString("base64")}\n`,
        publicKeyFingerprintMd5: (md5.match(/../g) ?? []).join(":"),
        publicKeyFingerprintSha256: `SHA256:${sha256.replace(/=+$/, "")}`,
    };
}

function oneOf(inputs: Values, property: string, allowed: string[]) {
    const value = inputs[property];
    if (value === undefined || value instanceof Unknown) {
        return [];
    }
    if (typeof value === "string" && allowed.includes(value)) {
        return [];
    }
    const list = allowed.map((item) => `"${item}"`).join(", ");
    const reason = `Attribute ${property} value must be one of: [${list}], got: ${JSON.stringify(value)}`;
    return [{ property, reason }];
}
