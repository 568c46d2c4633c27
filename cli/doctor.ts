import { resolve } from "node:path";

import type { Command } from "commander";

import { orderCommands } from "../checks/drift/commands";
import { doctor, type DoctorReport } from "../checks/index";
import {
    addReportOptions,
    addStackOptions,
    debugCalls,
    examples,
    exitCodes,
    type StackOptions,
} from "./options";
import { exitCodeOf, type ReportOptions, writeReport } from "./report/index";
import { readStack } from "./stack/readStack";
import { runFixes } from "./stack/runFixes";

interface Options extends StackOptions, ReportOptions {
    readonly orgUrl?: string;
    readonly fix?: boolean;
    readonly debug?: boolean;
}

/** Defines `rezonate-okta doctor`: what was changed in Okta by hand, and what fixes it. */
export function define(command: Command): void {
    addStackOptions(command, "the Pulumi stack")
        .option("--org-url <url>", "address of the org (default: the stack's)")
        .option("--fix", "show the lines that fix it, then run them");
    addReportOptions(command)
        .addHelpText(
            "after",
            examples(
                ["rezonate-okta doctor --stack prod", "what differs, and what to do"],
                ["rezonate-okta doctor --stack prod --fix", "and do it"],
            ) + exitCodes,
        )
        .action(async (_options: Options, self: Command) => {
            process.exitCode = await run(self.optsWithGlobals<Options>());
        });
}

async function run(options: Options): Promise<number> {
    let report = await examine(options);
    const fixes = orderCommands(report.findings.flatMap((finding) => finding.fixes));
    if (options.fix && fixes.length > 0) {
        await runFixes(fixes, resolve(options.dir ?? "."));
        report = await examine(options);
    }
    await writeReport(report, options);
    return exitCodeOf(report);
}

async function examine(options: Options): Promise<DoctorReport> {
    return doctor({
        stack: await readStack(options),
        orgUrl: options.orgUrl,
        ...(options.debug && { onProgress: debugCalls }),
    });
}
