import type { Command } from "commander";

import { examples } from "./options";
import { fromSandbox } from "./sandboxPackage";

/** Defines `rezonate-okta sandbox`: the command of okta-sandbox under another name. */
export function define(command: Command): void {
    command
        .usage("[options]")
        .argument("[options...]", "those of okta-sandbox; --help lists them")
        .allowUnknownOption()
        .helpOption(false)
        .addHelpText(
            "after",
            examples(
                ["rezonate-okta sandbox", "the org that stack dev points at"],
                ["rezonate-okta sandbox --help", "what else it takes"],
            ),
        )
        .action(async (args: readonly string[]) => {
            const { run } = await fromSandbox(() => import("okta-sandbox/cli"));
            process.exitCode = await run(args, "rezonate-okta sandbox");
        });
}
