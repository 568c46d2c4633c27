import { spawn } from "node:child_process";

/** A child process that was started. */
export interface Started {
    /** Its exit code, or 137 when a signal ended it. Rejects when it cannot be started. */
    readonly ended: Promise<number>;
}

/** Options of `start`. */
export interface StartOptions {
    /** Defaults to Node. */
    readonly command?: string;
    readonly cwd?: string;
    readonly env: NodeJS.ProcessEnv;
    readonly signal: AbortSignal;
    readonly onStdout: (data: Buffer) => void;
    readonly onStderr: (data: Buffer) => void;
    /** Milliseconds between SIGINT and SIGKILL on an abort. Defaults to 5000. */
    readonly grace?: number;
}

const GRACE = 5_000;
const KILLED = 137;

/**
 * Starts Node, or another command, in this plugin's process group, so that it ends with the
 * plugin. (`runChild` in sandbox/engine gives the command its own group instead.) An abort sends
 * SIGINT, and SIGKILL after the grace period.
 */
export function start(args: readonly string[], options: StartOptions): Started {
    const child = spawn(options.command ?? process.execPath, args, {
        cwd: options.cwd,
        env: options.env,
        stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.on("data", options.onStdout);
    child.stderr.on("data", options.onStderr);
    let timer: NodeJS.Timeout | undefined;
    const stop = (): void => {
        child.kill("SIGINT");
        timer = setTimeout(kill, options.grace ?? GRACE);
    };
    const kill = (): void => void child.kill("SIGKILL");
    options.signal.addEventListener("abort", stop, { once: true });
    process.once("exit", kill);
    const ended = new Promise<number>((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (code) => resolve(code ?? KILLED));
    }).finally(() => {
        clearTimeout(timer);
        options.signal.removeEventListener("abort", stop);
        process.off("exit", kill);
    });
    if (options.signal.aborted) {
        stop();
    }
    return { ended };
}
