import { resolve } from "node:path";

import { type Command, InvalidArgumentError, Option } from "commander";

import { formatCommand } from "../checks/drift/commands";
import { type Finding, finishReport } from "../checks/findings";
import { type RotateCode, rotateCodes, uncheckedRotateCodes } from "../checks/rotation/codes";
import { printedSteps } from "../checks/rotation/plan";
import { ageFindings } from "../checks/rotation/prove";
import { forStack } from "../checks/stackCommands";
import { MILLISECONDS } from "../rules/period";
import { ExitCode, UserError } from "../rules/userError";
import {
    addReportOptions,
    addStackOptions,
    examples,
    exitCodes,
    type StackOptions,
} from "./options";
import { exitCodeOf, type ReportOptions, writeReport } from "./report/index";
import { type OpenRotation, openRotation } from "./rotation/open";
import { dropAtOnce, walk } from "./rotation/walk";

interface Options extends StackOptions, ReportOptions {
    readonly integration?: string;
    readonly confirm?: boolean;
    readonly after?: number;
    readonly emergency?: boolean;
    readonly print?: boolean;
    readonly maxAge?: number;
}

/** Defines `rezonate-okta rotate`: a change of the key without an outage. */
export function define(command: Command): void {
    addStackOptions(command, "the Pulumi stack")
        .option("--integration <name>", "name or URN of the integration (default: the only one)")
        .option("--confirm", "Rezonate uses the new key: drop the old one")
        .addOption(duration("--after <time>", "drop it this long after the hand-over, as 24h"))
        .option("--emergency", "replace the key and drop the old one at once: an outage")
        .option("--print", "print the edits, one pull request a step, and run nothing")
        .addOption(duration("--max-age <time>", "only check: exit 1 when a key is older, as 90d"));
    addReportOptions(command)
        .addHelpText(
            "after",
            examples(
                ["rezonate-okta rotate --stack prod", "add the next key, prove it, hand it over"],
                ["rezonate-okta rotate --stack prod --confirm", "later: drop the old key"],
                ["rezonate-okta rotate --stack prod --after 24h", "in a pipeline, on a schedule"],
                ["rezonate-okta rotate --stack prod --max-age 90d", "is it time for a new key?"],
                ["rezonate-okta rotate --stack prod --print", "the same by pull requests"],
            ) + exitCodes,
        )
        .action(async (_options: Options, self: Command) => {
            process.exitCode = await run(self.optsWithGlobals<Options>());
        });
}

function duration(flags: string, description: string): Option {
    return new Option(flags, description).argParser((value) => {
        const [, count, unit] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(value) ?? [];
        if (count === undefined || unit === undefined) {
            throw new InvalidArgumentError(
                `Got "${value}", wanted a time such as 30m, 24h or 90d.`,
            );
        }
        return Number(count) * MILLISECONDS[unit as keyof typeof MILLISECONDS];
    });
}

async function run(options: Options): Promise<number> {
    const { confirm, after, emergency, print, maxAge } = options;
    const modes = [emergency, print, maxAge !== undefined, confirm ?? after !== undefined];
    if (modes.filter(Boolean).length > 1) {
        throw new UserError(
            "rotate: wanted one of --confirm (or --after), --emergency, --print and --max-age.",
        );
    }
    const open = (): Promise<OpenRotation> => openRotation(options, resolve(options.dir ?? "."));
    const first = await open();
    if (print) {
        return printSteps(first, options);
    }
    if (maxAge !== undefined) {
        return report(first, ageFindings(first.rotation, maxAge, Date.now()), [], options);
    }
    const { findings, notes } = emergency
        ? await dropAtOnce(first, open)
        : await walk(first, open, { confirm: confirm === true, afterMs: after });
    return report(first, findings, notes, options);
}

async function report(
    { rotation, stack }: OpenRotation,
    findings: readonly Finding<RotateCode>[],
    notes: readonly string[],
    options: Options,
): Promise<number> {
    const { outputs } = rotation.integration;
    const ids = [outputs["applicationId"]].map(String);
    const finished = finishReport(
        {
            command: "rotate",
            subjectName: "key",
            codes: rotateCodes,
            org: String(outputs["oktaDomain"]),
            tenantId: String(outputs["tenantId"]),
            applicationId: ids[0],
            findings,
            notes: notes.map((note) => forStack(note, stack.location)),
        },
        uncheckedRotateCodes,
        stack.secrets.filter((secret) => !ids.includes(secret)),
        stack.location,
    );
    await writeReport(finished, options);
    return exitCodeOf(finished);
}

function printSteps({ rotation, stack, flag }: OpenRotation, { json }: Options): number {
    const steps = printedSteps(rotation, stack.project, stack.location, flag).map((step) => ({
        title: step.title,
        commands: step.edits.map(formatCommand),
        then: forStack(step.then, stack.location),
    }));
    const text = steps.flatMap(({ title, commands, then }, index) => [
        `${index + 1}. ${title}:`,
        ...commands.map((line) => `     ${line}`),
        `   Commit the stack's file, merge it, and let the pipeline run "pulumi up". ${then}`,
    ]);
    const nothing = 'Nothing to edit: run "pulumi up", which drops the old key.';
    process.stdout.write(
        json
            ? `${JSON.stringify({ ok: true, steps }, undefined, 2)}\n`
            : `${text.length > 0 ? text.join("\n") : nothing}\n`,
    );
    return ExitCode.Ok;
}
