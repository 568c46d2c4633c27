import { createPrivateKey, randomUUID, sign } from "node:crypto";

/** What a client assertion says, and the key that signs it. */
export interface ClientAssertionOptions {
    readonly clientId: string;
    /** PEM private key: RSA, or EC on P-256, P-384 or P-521. */
    readonly privateKeyPem: string;
    /** The `kid` of the key; none in the assertion where it is undefined. */
    readonly keyId?: string;
    /** URL of the token endpoint. */
    readonly audience: string;
    /** Seconds to add to the local clock. Defaults to 0. */
    readonly clockOffsetSeconds?: number;
}

/**
 * Makes the assertion of private_key_jwt (RFC 7523), good for five minutes and for one request.
 * Uses nothing from outside but Node, since Pulumi serializes it with the dynamic provider.
 *
 * @throws Error that names neither key nor claim where the key cannot sign.
 */
export function clientAssertion(options: ClientAssertionOptions): string {
    const { clientId, privateKeyPem, keyId, audience, clockOffsetSeconds = 0 } = options;
    const readKey = () => {
        try {
            return createPrivateKey(privateKeyPem);
        } catch {
            // OpenSSL's own reason says nothing to a person, and may say too much.
            return undefined;
        }
    };
    const key = readKey();
    if (key === undefined) {
        throw new Error("the private key cannot be read as a PEM key without a passphrase");
    }
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
    const algorithms: Record<string, [string, string]> = {
        rsa: ["RS256", "sha256"],
        prime256v1: ["ES256", "sha256"],
        secp384r1: ["ES384", "sha384"],
        secp521r1: ["ES512", "sha512"],
    };
    const [alg, hash] = algorithms[(type === "ec" ? details?.namedCurve : type) ?? ""] ?? [];
    if (alg === undefined) {
        const got = `${type ?? "unknown"}${details?.namedCurve ? ` on ${details.namedCurve}` : ""}`;
        throw new Error(
            `got a private key of type ${got}; Okta takes RSA, or EC on P-256, P-384 or P-521`,
        );
    }
    const now = Math.floor(Date.now() / 1000) + clockOffsetSeconds;
    const claims = {
        iss: clientId,
        sub: clientId,
        aud: audience,
        // A clock that is a few seconds fast is common, and no fault of the integration.
        iat: now - 5,
        exp: now + 300,
        // The org takes the jti of one only once.
        jti: randomUUID(),
    };
    const encode = (part: object): string =>
        Buffer.from(JSON.stringify(part)).toString("base64url");
    const unsigned = `${encode({ alg, kid: keyId })}.${encode(claims)}`;
    const signature = sign(hash, Buffer.from(unsigned), { key, dsaEncoding: "ieee-p1363" });
    return `${unsigned}.${signature.toString("base64url")}`;
}
