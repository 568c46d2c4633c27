import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { shellWord } from "../../rules/shell";
import { cliCommand, environmentOf, runCommand } from "./runCli";
import type { TestEnvironment } from "./testEnvironment";

/** The `pulumi` lines that a report prints, in its order and each once. */
export function printedLines(report: string): string[] {
    const found = report.matchAll(/^ *(pulumi .+)$|: (pulumi .+)$/gm);
    return distinct([...found].map(([, line, end]) => line ?? end));
}

/** The commands that a report's sentences name, in its order and each once. */
export function namedCommands(report: string): string[] {
    const found = report.matchAll(/`((?:pulumi|npx rezonate-okta) [^`]+)`/g);
    return distinct([...found].map(([, command]) => command));
}

function distinct(commands: readonly (string | undefined)[]): string[] {
    return [...new Set(commands.flatMap((one) => (one === undefined ? [] : [one])))];
}

/**
 * Runs a printed command in a shell, in a folder that is not the project's, as a person does who
 * pastes it there and agrees to what Pulumi asks. Throws, with all that it printed, where it fails.
 */
export async function paste(
    world: TestEnvironment,
    command: string,
    { stdin = "", codes = [0] }: { stdin?: string; codes?: readonly number[] } = {},
): Promise<string> {
    const { code, stdout, stderr } = await runCommand(["bash", "-c", command], {
        cwd: await elsewhere(world),
        env: { ...environmentOf(world), PULUMI_SKIP_CONFIRMATIONS: "true" },
        stdin,
    });
    if (code === null || !codes.includes(code)) {
        throw new Error(`${command}: ended with ${code}\n${stdout}${stderr}`);
    }
    return stdout;
}

/**
 * Pastes the lines of a hint that send calls to a sandbox org into a shell, with the token where
 * they want it. Throws where one fails, where none is there, or where one holds the token.
 */
export async function pasteRemoval(
    org: { readonly apiToken: string },
    hint: string,
): Promise<void> {
    const lines = hint.split("\n").filter((line) => line.startsWith("curl "));
    if (lines.length === 0 || hint.includes(org.apiToken)) {
        throw new Error(`wanted lines of curl without the token: ${hint}`);
    }
    for (const line of lines) {
        const env = { OKTA_API_TOKEN: org.apiToken };
        const { code, stderr } = await runCommand(["bash", "-c", line], { env });
        if (code !== 0) {
            throw new Error(`${line}: ended with ${code}\n${stderr}`);
        }
    }
}

/** A folder in which npx finds the command as one that is installed. */
async function elsewhere(world: TestEnvironment): Promise<string> {
    const folder = join(world.folders.root, "elsewhere");
    const bin = join(folder, "node_modules", ".bin");
    await mkdir(bin, { recursive: true });
    const script = join(bin, "rezonate-okta");
    await writeFile(script, `#!/bin/sh\nexec ${cliCommand([]).map(shellWord).join(" ")} "$@"\n`);
    await chmod(script, 0o755);
    return folder;
}
