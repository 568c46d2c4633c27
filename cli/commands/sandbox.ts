import type { Command } from "commander";

import { examples } from "../options";
import { fromSandbox } from "../sandboxPackage";

/** Adds `rezonate-okta sandbox`: the command of okta-sandbox under another name. */
export function registerSandbox(program: Command): void {
    program
        .command("sandbox")
        .description("Starts a local Okta org on loopback, and keeps it until Ctrl-C.")
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
