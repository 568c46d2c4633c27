import { open, rm } from "node:fs/promises";

import type { Command } from "commander";

import { handoffPayloadsOf } from "../checks/handoffPayload";
import { readStackState } from "../checks/state/stackState";
import { ExitCode, messageOf, UserError } from "../rules/userError";
import { encrypt, type Recipient } from "./encrypt";
import { addIntegrationOptions, examples, type IntegrationOptions } from "./options";
import { readStack } from "./stack/readStack";

interface Options extends IntegrationOptions {
    readonly out?: string;
    readonly age?: string;
    readonly pgp?: string;
    readonly json?: boolean;
}

/** Defines `rezonate-okta handoff`: what Rezonate's form takes, printed, written or encrypted. */
export function define(command: Command): void {
    addIntegrationOptions(command, "the Pulumi stack")
        .option("--out <file>", "write a new file that only you can read (default: stdout)")
        .option("--age <recipient>", "encrypt to an age recipient, age1...")
        .option("--pgp <file>", "encrypt to the public PGP key in a file, by the tool gpg")
        .option("--json", "print method, encryption and text (or file) as one JSON object")
        .addHelpText(
            "after",
            examples(
                ["rezonate-okta handoff --stack prod --out rezonate.json", "a file, mode 0600"],
                ["rezonate-okta handoff --stack prod --age age1...", "armored, to stdout"],
                ["rezonate-okta handoff --stack prod --pgp rezonate.asc", "the same, by PGP"],
            ),
        )
        .action(async (_options: Options, self: Command) => {
            process.exitCode = await run(self.optsWithGlobals<Options>());
        });
}

async function run(options: Options): Promise<number> {
    const { out, age, pgp, json } = options;
    if (age !== undefined && pgp !== undefined) {
        throw new UserError("handoff: wanted one recipient, --age or --pgp, not both.");
    }
    const payloads = handoffPayloadsOf(
        readStackState(await readStack(options)),
        options.integration,
    );
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
    const file = await open(out, "wx", 0o600).catch((error: unknown) => {
        const reason = messageOf(error);
        throw new UserError(`--out: ${reason}. Name a new file in a folder that exists.`);
    });
    try {
        await file.writeFile(text);
        await file.sync();
    } catch (error) {
        // Half a file would be in the way of the next try.
        await rm(out, { force: true });
        throw new UserError(`--out: ${messageOf(error)}. Make room, or name a file elsewhere.`);
    } finally {
        await file.close();
    }
}
