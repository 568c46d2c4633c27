import type { Command } from "commander";

import { finishReport } from "../checks/findings";
import { pipelineAppCodes, uncheckedPipelineAppCodes } from "../checks/pipelineApp/codes";
import { printedSteps } from "../checks/pipelineApp/printed";
import { forStack } from "../checks/stackCommands";
import { shellWord } from "../rules/shell";
import { ExitCode } from "../rules/userError";
import {
    addReportOptions,
    addStackOptions,
    examples,
    exitCodes,
    seconds,
    type StackOptions,
} from "./options";
import { type OpenPipeline, openPipeline } from "./pipelineApp/open";
import { takeOver } from "./pipelineApp/takeOver";
import { exitCodeOf, type ReportOptions, writeReport } from "./report/index";

interface Options extends StackOptions, ReportOptions {
    readonly pipelineDir?: string;
    readonly revokeToken?: boolean;
    readonly print?: boolean;
    readonly wait: number;
}

/** Defines `rezonate-okta pipeline-app`: an app for the pipeline, in the place of an API token. */
export function define(command: Command): void {
    addStackOptions(command, "the Pulumi stack that the pipeline deploys")
        .option(
            "--pipeline-dir <folder>",
            "folder of the program that makes the app (default: pipeline/ of the clone)",
        )
        .option("--revoke-token", "at the end, revoke the API token that was in use until now")
        .option("--print", "print the lines that do it by hand, and run nothing")
        .addOption(seconds("--wait <seconds>", "how long Okta may take to apply the role", 300));
    addReportOptions(command)
        .addHelpText(
            "after",
            examples(
                [
                    "rezonate-okta pipeline-app --stack prod",
                    "make the app, and give it to the stack",
                ],
                [
                    "rezonate-okta pipeline-app --stack prod --revoke-token",
                    "the same, and end the admin's token",
                ],
                ["rezonate-okta pipeline-app --stack prod --print", "the same by hand, for GitOps"],
            ) +
                "\n\nIt needs the credentials of a Super Admin once. Other stacks that use the token stop working when it is revoked." +
                exitCodes,
        )
        .action(async (_options: Options, self: Command) => {
            process.exitCode = await run(self.optsWithGlobals<Options>());
        });
}

async function run(options: Options): Promise<number> {
    const opened = await openPipeline(options);
    if (options.print) {
        return printSteps(opened, options);
    }
    const { at, stack, purpose } = opened;
    const { findings, notes, secrets } = await takeOver(opened, {
        revokeToken: options.revokeToken === true,
        waitMs: options.wait * 1000,
    });
    // A program of the user's own is not found again without it.
    const flag =
        options.pipelineDir === undefined
            ? ""
            : ` --pipeline-dir ${shellWord(at.pipeline.dir ?? ".")}`;
    const named = (text: string) => text.replace(/(npx rezonate-okta pipeline-app)/g, `$1${flag}`);
    const finished = finishReport(
        {
            command: "pipeline-app",
            subjectName: "check",
            codes: pipelineAppCodes,
            org: purpose.oktaDomain,
            findings: findings.map((one) => ({ ...one, hint: named(one.hint) })),
            notes: notes.map((note) => forStack(named(note), stack.location)),
        },
        uncheckedPipelineAppCodes,
        [...stack.secrets, ...secrets],
        stack.location,
    );
    await writeReport(finished, options);
    return exitCodeOf(finished);
}

function printSteps({ at, stack, purpose }: OpenPipeline, { json }: Options): number {
    const steps = printedSteps(at, stack, purpose);
    const text = steps.flatMap(({ title, commands, then }, index) => [
        `${index + 1}. ${title}:`,
        ...commands.map((line) => `     ${line}`),
        `   ${then}`,
    ]);
    process.stdout.write(
        json ? `${JSON.stringify({ ok: true, steps }, undefined, 2)}\n` : `${text.join("\n")}\n`,
    );
    return ExitCode.Ok;
}
