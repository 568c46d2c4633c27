import { spawn } from "node:child_process";

/** A child process that speaks for this plugin. */
export interface Started {
    /** Its exit code, or 128 and more when a signal ended it. */
    readonly ended: Promise<number>;
}

/** What a child process is given, and where its output goes. */
export interface StartOptions {
    readonly command?: string;
    readonly cwd?: string;
    readonly env: NodeJS.ProcessEnv;
    readonly signal: AbortSignal;
    readonly onStdout: (data: Buffer) => void;
    readonly onStderr: (data: Buffer) => void;
    /** How long an abort lets it tidy up, in milliseconds. Defaults to 5000. */
    readonly grace?: number;
}

const GRACE = 5_000;
const KILLED = 137;

/**
 * Starts Node, or another command, in this plugin's process group, so that it ends with the
 * plugin. An abort asks it to stop, and ends it when the grace is over.
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
