import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { readFile, stat } from "node:fs/promises";

import { thumbprint } from "../rules/jwk";
import { privateKeyPem } from "../rules/privateKeyPem";
import { UserError } from "../rules/userError";

/** A private key ready to sign client assertions. */
export interface SigningKey {
    /** PEM in its usual form. */
    readonly pem: string;
    /** RFC 7638 thumbprint, which this project uses as `kid`. */
    readonly thumbprint: string;
}

/**
 * Reads a private key: PKCS#8, PKCS#1 or SEC1 in PEM, in any form that privateKeyPem takes, or the
 * path to a file with one.
 *
 * @throws UserError that does not show it where it is none that Okta takes.
 */
export async function readSigningKey(value: string): Promise<SigningKey> {
    const pem = privateKeyPem(value, await readKeyFile(value));
    const key = pem === undefined ? undefined : parse(pem);
    if (pem === undefined || key === undefined) {
        throw new UserError(
            "private_key: it cannot be read as a PEM private key without a passphrase. Wanted the whole text, from its BEGIN line to its END line, or the path to a file with it.",
        );
    }
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
    const curves = ["prime256v1", "secp384r1", "secp521r1"];
    if (type !== "rsa" && !(type === "ec" && curves.includes(details?.namedCurve ?? ""))) {
        throw new UserError(
            `private_key: got a key of type ${type ?? "unknown"}; Okta takes RSA, or EC on P-256, P-384 or P-521.`,
        );
    }
    return { pem, thumbprint: thumbprint(createPublicKey(key).export({ format: "jwk" })) };
}

/**
 * The text of the file that a setting names instead of holding a key, or undefined where there is
 * no such file or one that is too long for a key. Uses nothing from outside but Node, since Pulumi
 * serializes it with the dynamic provider.
 */
export async function readKeyFile(value: string): Promise<string | undefined> {
    if (value.includes("-----BEGIN ")) {
        return undefined;
    }
    try {
        const about = await stat(value);
        return about.isFile() && about.size <= 65_536 ? await readFile(value, "utf8") : undefined;
    } catch {
        return undefined;
    }
}

function parse(pem: string): KeyObject | undefined {
    try {
        return createPrivateKey(pem);
    } catch {
        return undefined;
    }
}
