import { createPrivateKey, createPublicKey, type KeyObject, webcrypto } from "node:crypto";

import { thumbprint } from "../rules/jwk";
import { UserError } from "../rules/userError";

/** A private key ready to sign client assertions. */
export interface SigningKey {
    readonly key: webcrypto.CryptoKey;
    /** RFC 7638 thumbprint, which this project uses as `kid`. */
    readonly thumbprint: string;
}

/** Reads a PEM private key (PKCS#8, PKCS#1 or SEC1); a PEM whose line ends became the two characters \n is repaired. */
export async function readSigningKey(pem: string): Promise<SigningKey> {
    const key = parse(pem.includes("\n") ? pem : pem.replaceAll("\\n", "\n"));
    const algorithm = signingAlgorithm(key);
    const der = key.export({ type: "pkcs8", format: "der" });
    return {
        key: await webcrypto.subtle.importKey("pkcs8", der, algorithm, false, ["sign"]),
        thumbprint: thumbprint(createPublicKey(key).export({ format: "jwk" })),
    };
}

function parse(pem: string): KeyObject {
    try {
        return createPrivateKey(pem);
    } catch {
        throw new UserError(
            "private_key: it cannot be read as a PEM private key without a passphrase. Wanted the whole text, from its BEGIN line to its END line.",
        );
    }
}

function signingAlgorithm(
    key: KeyObject,
): webcrypto.RsaHashedImportParams | webcrypto.EcKeyImportParams {
    if (key.asymmetricKeyType === "rsa") {
        return { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
    }
    const curves: Record<string, string> = { prime256v1: "P-256", secp384r1: "P-384" };
    const curve = curves[key.asymmetricKeyDetails?.namedCurve ?? ""];
    if (curve !== undefined) {
        return { name: "ECDSA", namedCurve: curve };
    }
    throw new UserError(
        `private_key: got a key of type ${key.asymmetricKeyType ?? "unknown"}; Okta takes RSA, or EC on P-256 or P-384.`,
    );
}
