import { type JsonWebKey, type KeyObject, randomBytes } from "node:crypto";

/** A public key in SSH's format. */
export interface SshKey {
    readonly type: string;
    /** The public key in the wire format of RFC 4253, section 6.6. */
    readonly bytes: Buffer;
}

const SSH_CURVES: Readonly<Record<string, string>> = {
    "P-256": "nistp256",
    "P-384": "nistp384",
    "P-521": "nistp521",
};
const BLOCK_SIZE = 8;
const LINE_LENGTH = 64;

/** Encodes a public key for SSH; undefined for P-224, which SSH does not support. */
export function sshPublicKey(key: KeyObject): SshKey | undefined {
    const { asymmetricKeyDetails } = key;
    if (asymmetricKeyDetails?.namedCurve === "secp224r1") {
        return undefined;
    }
    const jwk = key.export({ format: "jwk" });
    const type = sshType(jwk);
    if (jwk.kty === "RSA") {
        return { type, bytes: Buffer.concat([str(type), int(jwk.e), int(jwk.n)]) };
    }
    if (jwk.kty === "OKP") {
        return { type, bytes: Buffer.concat([str(type), str(raw(jwk.x))]) };
    }
    const curve = SSH_CURVES[jwk.crv ?? ""] ?? "";
    return { type, bytes: Buffer.concat([str(type), str(curve), str(point(jwk))]) };
}

/** Encodes a private key in OpenSSH's format (openssh-key-v1), unencrypted. */
export function opensshPrivateKey(key: KeyObject, publicKey: SshKey): string {
    const check = randomBytes(4);
    const body = Buffer.concat([
        check,
        check,
        privateFields(key.export({ format: "jwk" })),
        str(""),
    ]);
    const padding = Buffer.from(
        Array.from(
            { length: (BLOCK_SIZE - (body.length % BLOCK_SIZE)) % BLOCK_SIZE },
            (_, i) => i + 1,
        ),
    );
    const file = Buffer.concat([
        Buffer.from("openssh-key-v1\0"),
        str("none"),
        str("none"),
        str(""),
        uint32(1),
        str(publicKey.bytes),
        str(Buffer.concat([body, padding])),
    ]);
    const lines = file.toString("base64").match(new RegExp(`.{1,${LINE_LENGTH}}`, "g")) ?? [];
    const label = ["OPENSSH", "PRIVATE", "KEY"].join(" ");
    return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

function privateFields(jwk: JsonWebKey): Buffer {
    const type = str(sshType(jwk));
    if (jwk.kty === "RSA") {
        const numbers = [jwk.n, jwk.e, jwk.d, jwk.qi, jwk.p, jwk.q].map(int);
        return Buffer.concat([type, ...numbers]);
    }
    if (jwk.kty === "OKP") {
        const publicPart = raw(jwk.x);
        return Buffer.concat([type, str(publicPart), str(Buffer.concat([raw(jwk.d), publicPart]))]);
    }
    const curve = SSH_CURVES[jwk.crv ?? ""] ?? "";
    return Buffer.concat([type, str(curve), str(point(jwk)), int(jwk.d)]);
}

function sshType(jwk: JsonWebKey): string {
    if (jwk.kty === "RSA") {
        return "ssh-rsa";
    }
    if (jwk.kty === "OKP") {
        return "ssh-ed25519";
    }
    return `ecdsa-sha2-${SSH_CURVES[jwk.crv ?? ""]}`;
}

function point(jwk: JsonWebKey): Buffer {
    return Buffer.concat([Buffer.from([4]), raw(jwk.x), raw(jwk.y)]);
}

function raw(base64url: string | undefined): Buffer {
    return Buffer.from(base64url ?? "", "base64url");
}

function uint32(value: number): Buffer {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
}

function str(value: string | Buffer): Buffer {
    const bytes = Buffer.from(value as string);
    return Buffer.concat([uint32(bytes.length), bytes]);
}

// RFC 4251, section 5: no leading zeros, except one that keeps the number positive.
function int(base64url: string | undefined): Buffer {
    const bytes = raw(base64url);
    const start = bytes.findIndex((byte) => byte !== 0);
    const trimmed = bytes.subarray(start < 0 ? bytes.length : start);
    return str((trimmed[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.alloc(1), trimmed]) : trimmed);
}
