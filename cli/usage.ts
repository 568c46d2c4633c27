import type { Command } from "commander";

import { usage } from "../checks/index";
import { USAGE_SINCE } from "../checks/runUsage";
import {
    addIntegrationOptions,
    addReportOptions,
    addTimeOption,
    debugCalls,
    examples,
    exitCodes,
    type IntegrationOptions,
} from "./options";
import { exitCodeOf, type ReportOptions, writeReport } from "./report/index";
import { readStack } from "./stack/readStack";

interface Options extends IntegrationOptions, ReportOptions {
    readonly orgUrl?: string;
    readonly since: string;
    readonly maxTime: number;
    readonly debug?: boolean;
}

/** Defines `rezonate-okta usage`: which granted scopes were never used, and from where calls came. */
export function define(command: Command): void {
    addIntegrationOptions(command, "the Pulumi stack")
        .option("--org-url <url>", "address of the org (default: the stack's)")
        .option("--since <period>", "how far back: days, hours or minutes", USAGE_SINCE);
    addTimeOption(addReportOptions(command))
        .addHelpText(
            "after",
            examples(
                ["rezonate-okta usage --stack prod", "the last 30 days"],
                ["rezonate-okta usage --stack prod --since 90d --json", "all that Okta keeps"],
            ) +
                "\n\nIt changes nothing. It prints the line that takes an unused scope out of the stack's\nconfiguration; what the log does not tell for certain is could_not_check." +
                exitCodes,
        )
        .action(async (_options: Options, self: Command) => {
            process.exitCode = await run(self.optsWithGlobals<Options>());
        });
}

async function run(options: Options): Promise<number> {
    const report = await usage({
        stack: await readStack(options),
        integration: options.integration,
        orgUrl: options.orgUrl,
        since: options.since,
        maxTimeSeconds: options.maxTime,
        ...(options.debug && { onProgress: debugCalls }),
    });
    await writeReport(report, options);
    return exitCodeOf(report);
}
