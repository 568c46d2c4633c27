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
    readonly integration?: string;
    readonly orgUrl?: string;
    readonly fix?: boolean;
    readonly debug?: boolean;
}

/** Defines `rezonate-okta doctor`: what was changed in Okta by hand, and what fixes it. */
export function define(command: Command): void {
    addStackOptions(command, "the Pulumi stack")
        .option(
            "--integration <name>",
            "name or URN of one integration of the stack (default: all)",
        )
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
    for (let renewed = true; options.fix && renewed;) {
        const fixes = orderCommands(report.findings.flatMap((finding) => finding.fixes));
        if (fixes.length === 0) {
            break;
        }
        // What credentials could not see is seen, and fixed, once they are renewed.
        const wasRefused = isRefused(report);
        await runFixes(fixes, resolve(options.dir ?? "."));
        report = await examine(options);
        renewed = wasRefused && !isRefused(report);
    }
    await writeReport(report, options);
    return exitCodeOf(report);
}

function isRefused({ findings }: DoctorReport): boolean {
    return findings.some(({ code }) => code === "bad_credentials");
}

async function examine(options: Options): Promise<DoctorReport> {
    return doctor({
        stack: await readStack(options),
        integration: options.integration,
        orgUrl: options.orgUrl,
        ...(options.debug && { onProgress: debugCalls }),
    });
}
