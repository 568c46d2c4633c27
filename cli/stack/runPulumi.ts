import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

import { type FixCommand, formatCommand } from "../../checks/drift/commands";
import { UserError } from "../../rules/userError";

/**
 * Shows a `pulumi` command, and runs it. What it prints goes to stderr, since stdout is for the
 * report alone, unless it is to be kept: then it is returned.
 *
 * @throws UserError where it fails.
 */
export async function runPulumi(
    command: FixCommand,
    workDir: string,
    {
        stdin = "",
        keep = false,
        verb = "doctor",
        env = {},
    }: {
        readonly stdin?: string;
        readonly keep?: boolean;
        /** The verb to run again where it fails. */
        readonly verb?: "doctor" | "rotate" | "pipeline-app";
        /** Environment variables beside those of this process. */
        readonly env?: Readonly<NodeJS.ProcessEnv>;
    } = {},
): Promise<string> {
    process.stderr.write(`\n$ ${formatCommand(command)}\n`);
    const { code, printed } = await pulumi(command, workDir, {
        stdin,
        env,
        stdout: keep ? "pipe" : process.stderr,
        stderr: process.stderr,
    });
    if (code !== 0) {
        throw new UserError(
            `${formatCommand(command)}: ended with ${code}. What ran before it took effect; fix what it says and run ${verb} again.`,
        );
    }
    return printed;
}

/** What a `pulumi` command prints, without a word to the user; undefined where it fails. */
export async function askPulumi(command: FixCommand, workDir: string): Promise<string | undefined> {
    const { code, printed } = await pulumi(command, workDir, { stdout: "pipe", stderr: "ignore" });
    return code === 0 ? printed : undefined;
}

async function pulumi(
    command: FixCommand,
    workDir: string,
    {
        stdin = "",
        env = {},
        stdout,
        stderr,
    }: {
        readonly stdin?: string;
        readonly env?: Readonly<NodeJS.ProcessEnv>;
        readonly stdout: "pipe" | NodeJS.WriteStream;
        readonly stderr: "ignore" | NodeJS.WriteStream;
    },
): Promise<{ readonly code: number | null; readonly printed: string }> {
    const end = command.includes("--") ? command.indexOf("--") : command.length;
    const args = [...command.slice(0, end), "--non-interactive", ...command.slice(end)];
    const child = spawn("pulumi", args, {
        cwd: workDir,
        env: { ...process.env, ...env },
        stdio: ["pipe", stdout, stderr],
    });
    const ended = new Promise<number | null>((resolve, reject) => {
        child.once("error", () => {
            reject(new UserError("No Pulumi CLI was found. Put it on PATH."));
        });
        child.once("close", resolve);
    });
    // A command that ends early reads nothing more.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(stdin);
    const [code, printed] = await Promise.all([ended, child.stdout ? text(child.stdout) : ""]);
    return { code, printed };
}
