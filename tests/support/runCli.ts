import { spawn } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import { text } from "node:stream/consumers";

import { run } from "../../cli/main";
import type { TestEnvironment } from "./testEnvironment";

const root = join(__dirname, "..", "..");

/** How one run of the command ended. */
export interface CliRun {
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
}

/** The words that start `rezonate-okta` as a process of its own. */
export function cliCommand(args: readonly string[]): readonly [string, ...string[]] {
    const tsx = require.resolve("tsx");
    return [process.execPath, "--import", tsx, join(root, "cli", "main.ts"), ...args];
}

/** What one run of a command is given. */
export interface RunOptions {
    readonly stdin?: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly cwd?: string;
}

/** Runs `rezonate-okta` as a process of its own, the way a user does. */
export function runCli(args: readonly string[], options: RunOptions = {}): Promise<CliRun> {
    const { cwd = root, env, stdin } = options;
    return runCommand(cliCommand(args), { cwd, env: { NO_COLOR: "1", ...env }, stdin });
}

let previous: Promise<unknown> = Promise.resolve();

/**
 * Runs a verb of `rezonate-okta` in this process, one after the other: a process of its own costs a
 * second, and tests/cli has such.
 */
export function runVerb(
    args: readonly string[],
    { env }: { readonly env: NodeJS.ProcessEnv },
): Promise<CliRun> {
    const next = previous.then(() => runHere(args, { ...process.env, NO_COLOR: "1", ...env }));
    previous = next.catch(() => undefined);
    return next;
}

async function runHere(args: readonly string[], env: NodeJS.ProcessEnv): Promise<CliRun> {
    const before = { env: process.env, exitCode: process.exitCode };
    const stdout = capture(process.stdout);
    const stderr = capture(process.stderr);
    process.env = env;
    try {
        const code = await run(args);
        return { code, stdout: stdout.text(), stderr: stderr.text() };
    } finally {
        process.env = before.env;
        process.exitCode = before.exitCode;
        stdout.end();
        stderr.end();
    }
}

/** Takes what is written to a stream, until the end. */
function capture(stream: NodeJS.WriteStream): { text(): string; end(): void } {
    const write = stream.write.bind(stream);
    let text = "";
    stream.write = (chunk: string | Uint8Array, ...more: unknown[]): boolean => {
        text += String(chunk);
        const done = more.find((one) => typeof one === "function") as (() => void) | undefined;
        done?.();
        return true;
    };
    return { text: () => text, end: () => void (stream.write = write) };
}

/** Runs a command to its end; its environment is that of the tests, and what is given. */
export async function runCommand(
    [command, ...words]: readonly [string, ...string[]],
    { stdin = "", env, cwd }: RunOptions,
): Promise<CliRun> {
    const child = spawn(command, words, {
        cwd,
        env: { ...process.env, ...env },
        stdio: ["pipe", "pipe", "pipe"],
    });
    // A command that ends early reads nothing.
    child.stdin.on("error", () => undefined);
    child.stdin.end(stdin);
    const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
    const [stdout, stderr, code] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        closed,
    ]);
    return { code, stdout, stderr };
}

/** The environment in which a user works on the stack of a world by hand. */
export function environmentOf(world: TestEnvironment): NodeJS.ProcessEnv {
    const path = [dirname(world.engine.command), process.env["PATH"]].join(delimiter);
    return { ...world.environment, PATH: path };
}

/** Runs a verb of `rezonate-okta` on a stack of a world's project, in this process. */
export function runOnStack(
    world: TestEnvironment,
    verb: string,
    stack: string,
    ...more: readonly string[]
): Promise<CliRun> {
    const args = [verb, "--stack", stack, "--dir", world.folders.project, ...more];
    return runVerb(args, { env: environmentOf(world) });
}

/** Runs `pulumi` with the words of a line in the folder of a world's project. */
export function runPulumiLine(world: TestEnvironment, line: string): Promise<CliRun> {
    const where = { cwd: world.folders.project, env: environmentOf(world) };
    return runCommand(["pulumi", ...line.split(" ")], where);
}
