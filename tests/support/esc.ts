import { spawn } from "node:child_process";
import { join } from "node:path";
import { json, text } from "node:stream/consumers";

import type { OutputMap } from "@pulumi/pulumi/automation";

import { goTool } from "./goTool";

/** What an opened environment gives to a process: the files' names are variables, too. */
export interface Opened {
    readonly environmentVariables: OutputMap;
    readonly files: OutputMap;
}

/** Opens the environment in a file, for which there are the given stacks, by project/stack. */
export type OpenEnvironment = (file: string, stacks: Record<string, OutputMap>) => Promise<Opened>;

/** The evaluator of Pulumi ESC, built by goTool; undefined where that is. */
export async function escEvaluator(): Promise<OpenEnvironment | undefined> {
    const command = await goTool(join(__dirname, "esc"));
    if (command === undefined) {
        return undefined;
    }
    return async (file, stacks) => {
        const child = spawn(command, [file], { stdio: ["pipe", "pipe", "pipe"] });
        child.stdin.end(JSON.stringify(stacks));
        const [opened, why] = await Promise.all([
            json(child.stdout).catch(() => undefined),
            text(child.stderr),
        ]);
        if (opened === undefined) {
            throw new Error(`ESC did not open ${file}: ${why}`);
        }
        return opened as Opened;
    };
}
