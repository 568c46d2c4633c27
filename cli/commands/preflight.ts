import type { Command } from "commander";

import { addReportOptions, examples } from "../options";
import type { PreflightOptions } from "../preflight";

/** Adds `rezonate-okta preflight`: will the first up go through? */
export function registerPreflight(program: Command): void {
    const command = program
        .command("preflight")
        .description(
            "Checks org and provider credentials before the first up. It reads, and changes nothing.",
        )
        .option("--stack <name>", "take configuration and provider credentials from a Pulumi stack")
        .option("--dir <folder>", "folder of that stack's Pulumi.yaml (default: here)")
        .option("--okta-domain <host>", "without a stack: the org, such as acme.okta.com")
        .option("--org-url <url>", "address of the org, where it is not https://<okta-domain>")
        .option("--method <name>", "oauth, marketplace or api-key (default: the stack's, or oauth)")
        .option("--label <name>", "name of the app (default: the stack's, or Rezonate)")
        .option("--login <name>", "login of the service user, with api-key (default: the stack's)")
        .option("--scopes <list>", "scopes to be granted: names, default, remediation")
        .option("--remediation", "the stack is to let Rezonate act")
        .option(
            "--allow-public-client-admins",
            "go on although Okta will make the app Super Admin",
        );
    addReportOptions(command)
        .addHelpText(
            "after",
            [
                examples(
                    ["rezonate-okta preflight --stack dev", "before the first pulumi up"],
                    [
                        "rezonate-okta preflight --stack dev && pulumi up",
                        "up only if it will go through",
                    ],
                    [
                        "rezonate-okta preflight --okta-domain acme.okta.com --method marketplace",
                        "with OKTA_API_TOKEN set",
                    ],
                ),
                "",
                "Exit code: 0 all ok, 1 something to mend, 2 it could not be checked.",
            ].join("\n"),
        )
        .action(async (_options: PreflightOptions, self: Command) => {
            const { runPreflight } = await import("../preflight.js");
            process.exitCode = await runPreflight(self.optsWithGlobals<PreflightOptions>());
        });
}
