import { type Command, Option } from "commander";

import type { DemoOptions } from "./demo/run";
import { fromSandbox } from "./sandboxPackage";

/** Defines `rezonate-okta demo`: the whole way from nothing to a proven integration, on loopback. */
export function define(command: Command): void {
    command
        .addOption(
            new Option("--plugins <which>", "Pulumi plugins to use; auto prefers the official ones")
                .choices(["auto", "official", "stand-in"])
                .default("auto"),
        )
        .option("--keep", "leave org and stack up until Ctrl-C, and print how to go on by hand")
        .option("--json", "print one JSON summary on stdout, and progress on stderr")
        .addHelpText(
            "after",
            [
                "",
                "Examples:",
                "  rezonate-okta demo                         watch every step",
                "  rezonate-okta demo --keep                  then try pulumi on the same stack",
                "  rezonate-okta demo --plugins stand-in      without Pulumi's download site",
            ].join("\n"),
        )
        .action(async (options: DemoOptions) => {
            await fromSandbox(() => import("okta-sandbox"));
            const { runDemo } = await import("./demo/run.js");
            process.exitCode = await runDemo(options);
        });
}
