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
 * Runs the steps one after the other, up to the first that fails, and prints a line when one begins,
 * for what it reports, and when it ends.
 */
export async function runSteps(
    steps: readonly Step[],
    state: DemoState,
    signal: AbortSignal,
    options: { readonly toStderr: boolean; readonly after: (step: Step) => string[] },
): Promise<StepResult[]> {
    const results: StepResult[] = [];
    const out = options.toStderr ? process.stderr : process.stdout;
    const print = (...lines: string[]) => out.write(`${lines.join("\n")}\n`);
    for (const step of steps) {
        if (signal.aborted) {
            break;
        }
        print(`❯ ${step.title}`);
        const onProgress = (line: string) => print(`  › ${maskSecrets(line)}`);
        const result = await timed(step, state, { onProgress, signal });
        results.push(result);
        if (!result.ok) {
            // The reason is printed once, below all steps.
            print(`✖ ${step.title}`);
            break;
        }
        print(`✔ ${step.title}: ${result.detail ?? "done"}`, ...options.after(step));
    }
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
