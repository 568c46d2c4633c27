import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** One DER element: tag, length and content. */
function der(tag: number, ...content: Uint8Array[]): Buffer {
    const body = Buffer.concat(content);
    if (body.length < 0x80) {
        return Buffer.concat([Buffer.from([tag, body.length]), body]);
    }
    const hex = body.length.toString(16);
    const length = Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
    return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body]);
}

const sequence = (...content: Uint8Array[]): Buffer => der(0x30, ...content);
const bytes = (hex: string): Buffer => Buffer.from(hex, "hex");
const utcTime = (ms: number): Buffer =>
    der(0x17, Buffer.from(`${new Date(ms).toISOString().replace(/\D/g, "").slice(2, 14)}Z`));

/**
 * A certificate for 127.0.0.1, valid for an hour, that only its own key has signed (RFC 5280). It is
 * written here since node:crypto reads certificates but makes none.
 */
export function selfSignedCertificate(): { key: string; cert: string } {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const ecdsaWithSha256 = sequence(der(0x06, bytes("2a8648ce3d040302")));
    const commonName = sequence(
        der(0x06, bytes("550403")),
        der(0x0c, Buffer.from("untrusted test server")),
    );
    const name = sequence(der(0x31, commonName));
    const addresses = sequence(der(0x87, Buffer.from([127, 0, 0, 1])));
    const subjectAltName = sequence(der(0x06, bytes("551d11")), der(0x04, addresses));
    const toBeSigned = sequence(
        der(0xa0, der(0x02, Buffer.from([2]))),
        der(0x02, Buffer.from([1]), randomBytes(8)),
        ecdsaWithSha256,
        name,
        sequence(utcTime(Date.now() - 60_000), utcTime(Date.now() + 3_600_000)),
        name,
        publicKey.export({ type: "spki", format: "der" }),
        der(0xa3, sequence(subjectAltName)),
    );
    const signature = sign("sha256", toBeSigned, privateKey);
    const certificate = sequence(
        toBeSigned,
        ecdsaWithSha256,
        der(0x03, Buffer.from([0]), signature),
    );
    const lines = certificate.toString("base64").replace(/.{64}(?=.)/g, "$&\n");
    return {
        key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
        cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    };
}
