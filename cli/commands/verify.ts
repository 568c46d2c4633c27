import { Command, Option } from "commander";

import { addReportOptions, examples, parseSeconds } from "../options";
import type { VerifyOptions } from "../verify";

/** Adds `rezonate-okta verify`: the proof that the integration can read what it should. */
export function registerVerify(program: Command): void {
    const command = program
        .command("verify")
        .description(
            "Proves access the way Rezonate gets it: private key, token, one cheap call per granted scope.",
        )
        .option("--stack <name>", "take the credentials from a Pulumi stack")
        .option("--dir <folder>", "folder of that stack's Pulumi.yaml (default: here)")
        .option(
            "--integration <name>",
            "name or URN of one integration of the stack (default: all)",
        )
        .option("--credentials <file>", "take them from a credentials JSON; - reads stdin")
        .option(
            "--aws-secret <name>",
            "take them from AWS Secrets Manager, or by an ARN of it from Parameter Store",
        )
        .option(
            "--org-url <url>",
            "address of the org (default: the stack's, or <tenant>.okta.com)",
        )
        .option(
            "--scopes <list>",
            "the scopes that are granted: names, default, remediation (default: the stack's)",
        );
    addReportOptions(command)
        .option("--watch", "check again and again until all is ok")
        .addOption(seconds("--timeout <seconds>", "how long --watch goes on", 300))
        .addOption(seconds("--interval <seconds>", "pause between two checks of --watch", 5))
        .addOption(seconds("--max-wait <seconds>", "how long to wait for a rate limit", 90))
        .addHelpText(
            "after",
            [
                examples(
                    ["rezonate-okta verify --stack dev", "what the stack deployed"],
                    ["rezonate-okta verify --stack prod --junit verify.xml", "in CI"],
                    ["rezonate-okta verify --stack dev --watch", "right after the first up"],
                    [
                        "rezonate-okta verify --credentials - --scopes default",
                        "credentials JSON on stdin",
                    ],
                ),
                "",
                "Exit code: 0 all ok, 1 something to mend, 2 it could not be checked.",
            ].join("\n"),
        )
        .action(async (_options: VerifyOptions, self: Command) => {
            const { runVerify } = await import("../verify.js");
            process.exitCode = await runVerify(self.optsWithGlobals<VerifyOptions>());
        });
}

function seconds(flags: string, description: string, fallback: number): Option {
    return new Option(flags, description).default(fallback).argParser(parseSeconds);
}
