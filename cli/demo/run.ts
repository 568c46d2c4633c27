import { maskSecrets } from "../../rules/mask";
import { ExitCode } from "../../rules/userError";
import { runSteps } from "./progress";
import { describeOutputs, describeResources, handOver } from "./render";
import { type DemoState, demoSteps } from "./steps";
import { summarize } from "./summary";

/** What the demo verb takes on the command line. */
export interface DemoOptions {
    readonly plugins: "auto" | "official" | "stand-in";
    readonly keep?: boolean;
    readonly json?: boolean;
}

/** Runs the demo and gives the exit code. Whatever happens, only --keep leaves anything behind. */
export async function runDemo(options: DemoOptions): Promise<number> {
    const abort = new AbortController();
    const stop = () => abort.abort(new Error("stopped on request"));
    process.on("SIGINT", stop).on("SIGTERM", stop);

    const state: DemoState = {};
    const all = demoSteps(options.plugins);
    const steps = options.keep ? all.filter((step) => step.name !== "destroy") : all;
    try {
        const run = await runSteps(steps, state, abort.signal, {
            toStderr: options.json === true,
            after: (step) => (options.json ? [] : shown(step.name, state)),
        });
        const summary = summarize(run, state);
        if (options.json) {
            process.stdout.write(`${JSON.stringify(summary)}\n`);
        } else {
            for (const { error } of run.filter((step) => !step.ok && step.error !== undefined)) {
                process.stderr.write(`\n${maskSecrets(String(error))}\n`);
            }
        }
        if (summary.ok && options.keep && !abort.signal.aborted) {
            const lines = handOver(state);
            (options.json ? process.stderr : process.stdout).write(`\n${lines.join("\n")}\n`);
            await untilAborted(abort.signal);
        }
        return summary.ok ? ExitCode.Ok : ExitCode.Findings;
    } finally {
        await state.org?.close();
        await state.folders?.remove();
        process.off("SIGINT", stop).off("SIGTERM", stop);
    }
}

function shown(step: string, state: DemoState): string[] {
    if (step !== "resources") {
        return [];
    }
    return ["", ...describeResources(state), "", ...describeOutputs(state), ""];
}

function untilAborted(signal: AbortSignal): Promise<void> {
    // The timer keeps the process alive where nothing else would.
    const alive = setInterval(() => undefined, 60_000);
    return new Promise((resolve) => {
        signal.addEventListener("abort", () => {
            clearInterval(alive);
            resolve();
        });
    });
}
