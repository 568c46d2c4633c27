import { writeFile } from "node:fs/promises";

import { handoffPayloadsOf } from "../checks/handoffPayload";
import { ExitCode, messageOf, UserError } from "../rules/userError";
import { encrypt, type Recipient } from "./encrypt";
import { readStack } from "./stack/readStack";

/** The options of `handoff`. */
export interface HandoffOptions {
    readonly stack: string;
    readonly dir?: string;
    /** Name or URN of one integration. Defaults to all of the stack. */
    readonly integration?: string;
    readonly out?: string;
    readonly age?: string;
    readonly pgp?: string;
    readonly json?: boolean;
}

/** Runs `handoff` and gives its exit code. */
export async function runHandoff(options: HandoffOptions): Promise<number> {
    const { stack, dir, out, age, pgp, json } = options;
    if (age !== undefined && pgp !== undefined) {
        throw new UserError("handoff: wanted one recipient, --age or --pgp, not both.");
    }
    const payloads = handoffPayloadsOf(await readStack({ stack, dir }), options.integration);
    const [first, ...others] = payloads;
    // One is what Rezonate's form takes; of several, each stands under the integration's name.
    const pick = <K extends "method" | "fields">(key: K): unknown =>
        others.length === 0
            ? first?.payload[key]
            : Object.fromEntries(
                  payloads.map(({ integration, payload }) => [integration?.name, payload[key]]),
              );
    const plain = `${JSON.stringify(pick("fields"), undefined, 2)}\n`;
    const to: Recipient | undefined =
        age !== undefined
            ? { kind: "age", recipient: age }
            : pgp !== undefined
              ? { kind: "pgp", keyFile: pgp }
              : undefined;
    const text = to === undefined ? plain : await encrypt(plain, to);
    if (out !== undefined) {
        await writeNew(out, text);
    }
    if (json) {
        const handedOver = out === undefined ? { text } : { out };
        const said = { method: pick("method"), encrypted: to?.kind ?? null, ...handedOver };
        process.stdout.write(`${JSON.stringify(said, undefined, 2)}\n`);
    } else if (out === undefined) {
        process.stdout.write(text);
    } else {
        const care = to === undefined ? "readable by you only. Delete it after use" : "encrypted";
        process.stderr.write(`Written to ${out}, ${care}.\n`);
    }
    return ExitCode.Ok;
}

// Not over an existing file: it would keep its own, perhaps wider, permissions.
async function writeNew(out: string, text: string): Promise<void> {
    await writeFile(out, text, { mode: 0o600, flag: "wx" }).catch((error: unknown) => {
        const reason = messageOf(error);
        throw new UserError(`--out: ${reason}. Name a new file in a folder that exists.`);
    });
}
