import { resolve } from "node:path";

import type { Command } from "commander";

import { orderCommands, stackFlags } from "../checks/drift/commands";
import { doctor, type DoctorReport } from "../checks/index";
import {
    addReportOptions,
    addStackOptions,
    addTimeOption,
    debugCalls,
    examples,
    exitCodes,
    type StackOptions,
} from "./options";
import { exitCodeOf, type ReportOptions, writeReport } from "./report/index";
import { dropEntries } from "./stack/dropEntries";
import { readStack } from "./stack/readStack";
import { runFixes } from "./stack/runFixes";

interface Options extends StackOptions, ReportOptions {
    readonly integration?: string;
    readonly orgUrl?: string;
    readonly fix?: boolean;
    readonly maxTime: number;
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
    addTimeOption(addReportOptions(command))
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
        // What credentials could not see is seen, and fixed, once they are renewed.
        const wasRefused = isRefused(report);
        if (!(await fix(report, options))) {
            break;
        }
        report = await examine(options);
        renewed = wasRefused && !isRefused(report);
    }
    await writeReport(report, options);
    return exitCodeOf(report);
}

/** Fixes what can be fixed: the state first. False where there is nothing of that kind. */
async function fix({ findings }: DoctorReport, options: Options): Promise<boolean> {
    const workDir = resolve(options.dir ?? ".");
    const entries = findings.flatMap((finding) => finding.entries ?? []);
    if (entries.length > 0) {
        const { name: stack = "", dir } = await readStack(options);
        await dropEntries(entries, stackFlags({ stack, ...(dir && { dir }) }), workDir);
    }
    const fixes = orderCommands(findings.flatMap((finding) => finding.fixes));
    if (fixes.length > 0) {
        await runFixes(fixes, workDir);
    }
    return entries.length + fixes.length > 0;
}

function isRefused({ findings }: DoctorReport): boolean {
    return findings.some(({ code }) => code === "bad_credentials");
}

async function examine(options: Options): Promise<DoctorReport> {
    return doctor({
        stack: await readStack(options),
        integration: options.integration,
        orgUrl: options.orgUrl,
        maxTimeSeconds: options.maxTime,
        ...(options.debug && { onProgress: debugCalls }),
    });
}
