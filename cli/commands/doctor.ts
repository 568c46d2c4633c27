import type { Command } from "commander";

import type { DoctorOptions } from "../doctor";
import { addReportOptions, examples } from "../options";

/** Adds `rezonate-okta doctor`: what has changed in Okta behind the stack's back, and what mends it. */
export function registerDoctor(program: Command): void {
    const command = program
        .command("doctor")
        .description("Compares a stack's state with its org, and prints the lines that mend it.")
        .requiredOption("--stack <name>", "the Pulumi stack")
        .option("--dir <folder>", "folder of that stack's Pulumi.yaml (default: here)")
        .option("--org-url <url>", "address of the org (default: the stack's)")
        .option("--fix", "show the lines that mend it, then run them");
    addReportOptions(command)
        .addHelpText(
            "after",
            [
                examples(
                    ["rezonate-okta doctor --stack prod", "what differs, and what to do"],
                    ["rezonate-okta doctor --stack prod --fix", "and do it"],
                ),
                "",
                "Exit code: 0 all ok, 1 something to mend, 2 it could not be checked.",
            ].join("\n"),
        )
        .action(async (_options: DoctorOptions, self: Command) => {
            const { runDoctor } = await import("../doctor.js");
            process.exitCode = await runDoctor(self.optsWithGlobals<DoctorOptions>());
        });
}
