import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

import { UserError } from "../rules/userError";

/** Whom the credentials are encrypted to. */
export type Recipient =
    | { readonly kind: "age"; readonly recipient: string }
    | { readonly kind: "pgp"; readonly keyFile: string };

/** Encrypts a text, armored. The tool gpg is given it by stdin, never by argv or a file. */
export function encrypt(plain: string, to: Recipient): Promise<string> {
    return to.kind === "age" ? byAge(plain, to.recipient) : byGpg(plain, to.keyFile);
}

async function byAge(plain: string, recipient: string): Promise<string> {
    const { Encrypter, armor } = await import("age-encryption");
    const encrypter = new Encrypter();
    try {
        encrypter.addRecipient(recipient);
        return armor.encode(await encrypter.encrypt(plain));
    } catch {
        // Who mixes the two up must not find the secret one in a log.
        const isIdentity = /^AGE-SECRET-KEY-/i.test(recipient);
        const got = isIdentity ? "an identity, which is secret" : JSON.stringify(recipient);
        throw new UserError(
            `--age: got ${got}; wanted an age recipient, "age1...". Take it from the "public key" line of the identity, or run "age-keygen -y" on it.`,
        );
    }
}

async function byGpg(plain: string, keyFile: string): Promise<string> {
    const args = [...GPG, "--recipient-file", keyFile, "--encrypt"];
    const child = spawn("gpg", args, { stdio: ["pipe", "pipe", "pipe"] });
    const ended = new Promise<number | null>((resolve, reject) => {
        child.on("error", reject);
        child.on("close", resolve);
    }).catch(() => {
        throw new UserError(
            '--pgp: "gpg" was not found, which does the encryption. Install it and put it on PATH.',
        );
    });
    // A tool that has given up no longer reads; its exit code and stderr say why.
    child.stdin.on("error", () => undefined);
    child.stdin.end(plain);
    const [cipher, why, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    if (code !== 0 || cipher === "") {
        throw new UserError(
            `--pgp ${keyFile}: gpg did not encrypt to it: ${why.trim().split("\n").at(-1)}. Name a file with one public key.`,
        );
    }
    return cipher;
}

// The key is the one in the file: whether this user's key ring trusts it is of no concern.
const GPG = ["--batch", "--no-tty", "--quiet", "--trust-model", "always", "--armor"];
