import { writeFile } from "node:fs/promises";
import { CliError, ExitCode } from "../errors";
import { readStack } from "../stack/readStack";
import { encrypt } from "./encrypt";
import { formOf } from "./form";

/** The options of `handoff`. */
export interface HandoffOptions {
    readonly stack: string;
    readonly dir?: string;
    readonly out?: string;
    readonly age?: string;
    readonly pgp?: string;
}

/** Runs `handoff` and gives its exit code. */
export async function runHandoff(options: HandoffOptions): Promise<number> {
    const { stack, dir, out, age, pgp } = options;
    if (age !== undefined && pgp !== undefined) {
        throw new CliError("handoff: wanted one recipient, --age or --pgp, not both.");
    }
    const plain = formOf(await readStack({ stack, ...(dir === undefined ? {} : { dir }) }));
    const handedOver =
        age !== undefined
            ? await encrypt(plain, { kind: "age", recipient: age })
            : pgp !== undefined
              ? await encrypt(plain, { kind: "pgp", keyFile: pgp })
              : plain;
    if (out === undefined) {
        process.stdout.write(handedOver);
        return ExitCode.Ok;
    }
    // Not over an existing file: it would keep its own, perhaps wider, permissions.
    await writeFile(out, handedOver, { mode: 0o600, flag: "wx" }).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        throw new CliError(`--out: ${reason}. Name a file that does not exist yet.`);
    });
    process.stderr.write(`Written to ${out}, readable by you only. Delete it after use.\n`);
    return ExitCode.Ok;
}
