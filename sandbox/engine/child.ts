import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** Options of `runChild`. */
export interface ChildOptions {
    readonly cwd?: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly signal?: AbortSignal;
    /** Ends the process group after so many milliseconds. Defaults to no limit. */
    readonly timeout?: number;
    /** Receives each line of stdout and stderr. */
    readonly onLine?: (line: string) => void;
}

/** The exit code, null after a signal, and the output of a child process. */
export interface ChildResult {
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
    readonly timedOut: boolean;
}

const GRACE = 2_000;

/**
 * Runs a command in its own process group, so that an abort or a timeout also ends the processes
 * that the command has started. A non-zero exit code resolves.
 *
 * @throws Error when the command cannot be started, and the signal's reason when it is aborted.
 */
export async function runChild(
    command: string,
    args: readonly string[],
    options: ChildOptions = {},
): Promise<ChildResult> {
    options.signal?.throwIfAborted();
    const child = spawn(command, args, {
        cwd: options.cwd,
        env: options.env ?? process.env,
        detached: process.platform !== "win32",
        stdio: ["ignore", "pipe", "pipe"],
        windowsHide: true,
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    if (options.onLine) {
        createInterface({ input: child.stdout }).on("line", options.onLine);
        createInterface({ input: child.stderr }).on("line", options.onLine);
    }

    let timedOut = false;
    let killTimer: NodeJS.Timeout | undefined;
    const stop = (): void => {
        killGroup(child.pid, "SIGTERM");
        killTimer ??= setTimeout(() => killGroup(child.pid, "SIGKILL"), GRACE);
    };
    // Nothing of the group may run on when this process exits.
    const onExit = (): void => killGroup(child.pid, "SIGKILL");
    const timer = options.timeout
        ? setTimeout(() => {
              timedOut = true;
              stop();
          }, options.timeout)
        : undefined;
    options.signal?.addEventListener("abort", stop, { once: true });
    process.once("exit", onExit);
    try {
        const code = await new Promise<number | null>((resolve, reject) => {
            child.once("error", reject);
            child.once("close", resolve);
        });
        options.signal?.throwIfAborted();
        return { code, stdout, stderr, timedOut };
    } finally {
        if (killTimer) {
            killGroup(child.pid, "SIGKILL");
        }
        clearTimeout(timer);
        clearTimeout(killTimer);
        options.signal?.removeEventListener("abort", stop);
        process.off("exit", onExit);
    }
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
    if (pid === undefined) {
        return;
    }
    try {
        process.kill(process.platform === "win32" ? pid : -pid, signal);
    } catch {
        // Nothing of the group is left.
    }
}
