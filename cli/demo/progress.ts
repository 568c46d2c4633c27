import { Listr, ListrLogger, ProcessOutput } from "listr2";

import { maskSecrets } from "../../rules/mask";
import { UserError } from "../../rules/userError";
import { whatPulumiSaid } from "./operations";
import type { DemoState, Step } from "./steps";

/** What came of one step. */
export interface StepResult {
    readonly name: string;
    readonly ok: boolean;
    readonly seconds: number;
    readonly oktaCalls: number;
    readonly detail?: string;
    readonly error?: string;
}

/**
 * Runs the steps one after the other, up to the first that fails: with a spinner on a terminal, and
 * with plain lines anywhere else.
 */
export async function runSteps(
    steps: readonly Step[],
    state: DemoState,
    signal: AbortSignal,
    options: { readonly toStderr: boolean; readonly after: (step: Step) => string[] },
): Promise<StepResult[]> {
    const results: StepResult[] = [];
    const out = options.toStderr ? process.stderr : process.stdout;
    const logger = new ListrLogger({ processOutput: new ProcessOutput(out, out) });
    const list = new Listr<unknown, "default", "simple">(
        steps.map((step) => ({
            title: step.title,
            task: async (_, task) => {
                signal.throwIfAborted();
                const onProgress = (line: string) => (task.output = maskSecrets(line));
                const result = await timed(step, state, { onProgress, signal });
                results.push(result);
                if (!result.ok) {
                    // What went wrong is told once, below the list.
                    throw new Error("failed");
                }
                const title = `${step.title}: ${result.detail ?? "done"}`;
                task.title = [title, ...options.after(step)].join("\n");
            },
        })),
        {
            fallbackRenderer: "simple",
            fallbackRendererCondition: () => options.toStderr || !process.stdout.isTTY,
            rendererOptions: { logger, collapseErrors: true, showErrorMessage: false },
            fallbackRendererOptions: { logger },
            concurrent: false,
            // The demo ends its child processes itself.
            registerSignalListeners: false,
        },
    );
    await list.run().catch(() => undefined);
    return results;
}

async function timed(
    step: Step,
    state: DemoState,
    watch: Parameters<Step["run"]>[1],
): Promise<StepResult> {
    const started = performance.now();
    const callsBefore = state.org?.calls.length ?? 0;
    const measured = () => ({
        name: step.name,
        seconds: Math.round(performance.now() - started) / 1000,
        oktaCalls: (state.org?.calls.length ?? 0) - callsBefore,
    });
    try {
        const detail = await step.run(state, watch);
        return { ...measured(), ok: true, detail };
    } catch (error) {
        return { ...measured(), ok: false, error: explain(step, error, watch.signal) };
    }
}

function explain(step: Step, error: unknown, signal: AbortSignal): string {
    if (signal.aborted) {
        return `Stopped during "${step.title}". Everything it had made is removed; run it again.`;
    }
    const reason = maskSecrets(whatPulumiSaid(error));
    const hint = "Everything is removed again. Run it once more; it starts from nothing.";
    return error instanceof UserError ? `${reason}\n${hint}` : `${step.title}: ${reason}\n${hint}`;
}
