import { resolve } from "node:path";

import type { LocalWorkspace } from "@pulumi/pulumi/automation";

import type { StackState } from "../../checks/index";
import { maskSecrets } from "../../rules/mask";
import { messageOf, UserError } from "../../rules/userError";
import type { StackOptions } from "../options";
import { explainCutState } from "./stateFiles";

/**
 * Reads a stack's state and configuration through the Automation API: the named stack, or the one
 * that is selected in the folder. Nothing secret passes through argv.
 */
export async function readStack(options: StackOptions): Promise<StackState> {
    const { LocalWorkspace } = await import("@pulumi/pulumi/automation/index.js");
    const workDir = resolve(options.dir ?? ".");
    let stack: { readonly name: string; readonly project: string } | undefined;
    try {
        const workspace = await LocalWorkspace.create({ workDir });
        const name = options.stack ?? (await selectedStack(workspace));
        const { name: project } = await workspace.projectSettings();
        stack = { name, project };
        const [state, config] = await Promise.all([
            workspace.exportStack(name),
            workspace.getAllConfig(name),
        ]);
        const dir = workDir === process.cwd() ? undefined : workDir;
        return { name, dir, project, state, config };
    } catch (error) {
        const cut = stack && (await explainCutState(stack.name, stack.project, workDir));
        throw explain(error, options.stack, workDir, cut);
    }
}

async function selectedStack(workspace: LocalWorkspace): Promise<string> {
    const selected = await workspace.stack();
    if (selected === undefined) {
        throw new UserError(
            `--stack: none is named, and none is selected in ${workspace.workDir}. Name one (see "pulumi stack ls"), or run "pulumi stack select".`,
        );
    }
    return selected.name;
}

function explain(
    error: unknown,
    stack: string | undefined,
    workDir: string,
    cut: string | undefined,
): Error {
    if (error instanceof UserError) {
        return error;
    }
    const text = messageOf(error);
    const where =
        stack === undefined ? `The stack in ${workDir}` : `--stack ${stack} in ${workDir}`;
    if (cut !== undefined) {
        return new UserError(`${where}: ${cut}`);
    }
    if (/ENOENT|command not found|not found in PATH|Failed to find/i.test(text)) {
        return new UserError(
            `${where}: no Pulumi CLI was found. Install it and put it on PATH; "npm run demo -- --keep" prints how to use the one it gets.`,
        );
    }
    if (/no stack named|stack.*not found/i.test(text)) {
        return new UserError(
            `${where}: there is no such stack. See "pulumi stack ls", and point --dir at the folder with Pulumi.yaml.`,
        );
    }
    if (/passphrase/i.test(text)) {
        return new UserError(
            `${where}: the stack's secrets need its passphrase. Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE.`,
        );
    }
    if (/no Pulumi project found|Pulumi\.yaml/i.test(text)) {
        return new UserError(
            `${where}: there is no Pulumi.yaml. Point --dir at the folder with it.`,
        );
    }
    if (/PULUMI_ACCESS_TOKEN|pulumi login|not logged in/i.test(text)) {
        return new UserError(
            `${where}: Pulumi is not logged in where this state is kept. Run "pulumi login", or set PULUMI_BACKEND_URL or PULUMI_ACCESS_TOKEN.`,
        );
    }
    const stderr = /stderr:\s*([\s\S]*?)(?:\n\s*err\?:|$)/.exec(text)?.[1]?.trim();
    return new UserError(`${where}: the stack cannot be read: ${maskSecrets(stderr || text)}`);
}
