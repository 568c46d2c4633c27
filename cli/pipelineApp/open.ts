import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

import type { FixCommand } from "../../checks/drift/commands";
import {
    type PipelineLocation,
    pipelineStackOf,
    purposeOf,
    type StackPurpose,
} from "../../checks/pipelineApp/plan";
import type { StackSnapshot } from "../../checks/state/stackSnapshot";
import { readStackState, type StackState } from "../../checks/state/stackState";
import { UserError } from "../../rules/userError";
import type { StackOptions } from "../options";
import { readStack } from "../stack/readStack";
import { runPulumi } from "../stack/runPulumi";

/** A stack, and the one that makes the app for its pipeline. */
export interface OpenPipeline {
    readonly state: StackState;
    readonly stack: StackSnapshot;
    readonly purpose: StackPurpose;
    readonly at: PipelineLocation;
    /** Folder of the program of the stack, in which Pulumi runs. */
    readonly workDir: string;
}

/** Reads a stack, and where its pipeline's is to be. */
export async function openPipeline(
    options: StackOptions & { readonly pipelineDir?: string },
): Promise<OpenPipeline> {
    const state = await readStack(options);
    const stack = readStackState(state);
    const { LocalWorkspace } = await import("@pulumi/pulumi/automation/index.js");
    const pipelineDir = await folderOf(options.pipelineDir);
    const workDir = resolve(options.dir ?? ".");
    const { name: pipelineProject } = await LocalWorkspace.create({ workDir: pipelineDir })
        .then((workspace) => workspace.projectSettings())
        .catch(() => {
            throw new UserError(
                `--pipeline-dir: there is no Pulumi.yaml in ${pipelineDir}. Name the folder of a program that makes a PipelineApp: docs/pipeline-app.md.`,
            );
        });
    const workspace = await LocalWorkspace.create({ workDir });
    const settings = await workspace.stackSettings(stack.location.stack).catch(() => undefined);
    return {
        state,
        stack,
        purpose: purposeOf(stack),
        workDir,
        at: {
            stack: stack.location,
            pipeline: {
                stack: pipelineStackOf(stack.location.stack, pipelineProject),
                dir: pipelineDir,
            },
            pipelineProject,
            secretsProvider:
                settings?.secretsProvider ?? (settings?.encryptionSalt && "passphrase"),
        },
    };
}

async function folderOf(given: string | undefined): Promise<string> {
    if (given !== undefined) {
        return resolve(given);
    }
    const { packageFolder } = await import("../demo/workspace.js");
    const own = join(packageFolder(), "pipeline");
    if (!existsSync(join(own, "Pulumi.yaml"))) {
        throw new UserError(
            "--pipeline-dir: wanted the folder of a program that makes a PipelineApp; only a clone of rezonate-okta has one of its own. docs/pipeline-app.md has one to copy.",
        );
    }
    return own;
}

/** Runs one `pulumi` command. */
export function run(
    command: FixCommand,
    workDir: string,
    given: Pick<NonNullable<Parameters<typeof runPulumi>[2]>, "stdin" | "env"> = {},
) {
    return runPulumi(command, workDir, { ...given, verb: "pipeline-app" });
}
