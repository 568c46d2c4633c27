import type { Command } from "commander";

import type { HandoffOptions } from "../handoff";
import { examples } from "../options";

/** Adds `rezonate-okta handoff`: what Rezonate's form takes, printed, written or encrypted. */
export function registerHandoff(program: Command): void {
    program
        .command("handoff")
        .description("Gives out exactly what Rezonate's form takes, as JSON. It is secret.")
        .requiredOption("--stack <name>", "the Pulumi stack")
        .option("--dir <folder>", "folder of that stack's Pulumi.yaml (default: here)")
        .option(
            "--integration <name>",
            "name or URN of one integration of the stack (default: all)",
        )
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
        .action(async (_options: HandoffOptions, self: Command) => {
            const { runHandoff } = await import("../handoff.js");
            process.exitCode = await runHandoff(self.optsWithGlobals<HandoffOptions>());
        });
}
