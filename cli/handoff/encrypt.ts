import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { CliError } from "../errors";

/** Whom the credentials are encrypted to. */
export type Recipient =
    | { readonly kind: "age"; readonly recipient: string }
    | { readonly kind: "pgp"; readonly keyFile: string };

/** Encrypts a text by the tool `age` or `gpg`; it goes in by stdin, never by argv or a file. */
export async function encrypt(plain: string, to: Recipient): Promise<string> {
    const [tool, args] =
        to.kind === "age"
            ? ["age", ["--armor", "--recipient", to.recipient]]
            : ["gpg", [...GPG, "--recipient-file", to.keyFile, "--encrypt"]];
    const child = spawn(tool, args, { stdio: ["pipe", "pipe", "pipe"] });
    const ended = new Promise<number | null>((resolve, reject) => {
        child.on("error", reject);
        child.on("close", resolve);
    }).catch(() => {
        throw new CliError(
            `handoff: "${tool}" was not found, which does the encryption. Install it and put it on PATH.`,
        );
    });
    // A tool that has given up no longer reads; its exit code and stderr say why.
    child.stdin.on("error", () => undefined);
    child.stdin.end(plain);
    const [cipher, why, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    if (code !== 0 || cipher === "") {
        const name = to.kind === "age" ? to.recipient : to.keyFile;
        throw new CliError(
            `handoff: ${tool} did not encrypt to ${name}: ${why.trim().split("\n").at(-1)}. Check the recipient.`,
        );
    }
    return cipher;
}

// The key is the one in the file: whether this user's key ring trusts it is of no concern.
const GPG = ["--batch", "--no-tty", "--quiet", "--trust-model", "always", "--armor"];
