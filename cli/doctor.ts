import { resolve } from "node:path";

import type { Command } from "commander";

import { orderCommands, stackFlags } from "../checks/drift/commands";
import { doctor, type DoctorReport } from "../checks/index";
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
import { dropEntries } from "./stack/dropEntries";
import { readHistory } from "./stack/readHistory";
import { readLocks } from "./stack/readLocks";
import { readStack } from "./stack/readStack";
import { runFixes } from "./stack/runFixes";

interface Options extends IntegrationOptions, ReportOptions {
    readonly orgUrl?: string;
    readonly fix?: boolean;
    readonly destroy?: boolean;
    readonly maxTime: number;
    readonly debug?: boolean;
}

/** Defines `rezonate-okta doctor`: what was changed in Okta by hand, and what fixes it. */
export function define(command: Command): void {
    addIntegrationOptions(command, "the Pulumi stack")
        .option("--org-url <url>", "address of the org (default: the stack's)")
        .option("--fix", "show the lines that fix it, then run them")
        .option("--destroy", "end a destroy of the stack that was cut off");
    addTimeOption(addReportOptions(command))
        .addHelpText(
            "after",
            examples(
                ["rezonate-okta doctor --stack prod", "what differs, and what to do"],
                ["rezonate-okta doctor --stack prod --fix", "and do it"],
                [
                    "rezonate-okta doctor --stack prod --fix --destroy",
                    "end a destroy that was cut off",
                ],
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
        const ended = report.findings.some(({ code }) => code === "destroy_interrupted");
        report = await examine({ ...options, destroy: ended });
        renewed = wasRefused && !isRefused(report);
    }
    await writeReport(report, options);
    return exitCodeOf(report);
}

/** Fixes what can be fixed: the state first. False where there is nothing of that kind. */
async function fix({ findings }: DoctorReport, options: Options): Promise<boolean> {
    // A locked stack refuses every line.
    if (findings.some(({ code }) => code === "stack_locked" || code === "stack_in_use")) {
        return false;
    }
    const workDir = resolve(options.dir ?? ".");
    const entries = findings.flatMap((finding) => finding.entries ?? []);
    if (entries.length > 0) {
        const { name: stack = "", dir } = await readStack(options);
        await dropEntries(entries, stackFlags({ stack, dir }), workDir);
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
    const stack = await readStack(options);
    const [history, locks] = await Promise.all([readHistory(stack), readLocks(stack)]);
    return doctor({
        stack: { ...stack, history, locks },
        integration: options.integration,
        destroy: options.destroy,
        orgUrl: options.orgUrl,
        maxTimeSeconds: options.maxTime,
        ...(options.debug && { onProgress: debugCalls }),
    });
}
