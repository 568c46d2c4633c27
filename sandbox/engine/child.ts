import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** How a child process is run and watched. */
export interface ChildOptions {
    readonly cwd?: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly signal?: AbortSignal;
    /** Ends the child after so many milliseconds. */
    readonly timeout?: number;
    readonly onLine?: (line: string) => void;
}

/** What a child process left behind. */
export interface ChildResult {
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
    readonly timedOut: boolean;
}

const GRACE = 2_000;

/**
 * Runs a command in a process group of its own, so that an abort or a timeout ends everything the
 * command has started. Rejects when it cannot be started and when it was aborted.
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
    // A process that ends without waiting for us must not leave its builds running.
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
