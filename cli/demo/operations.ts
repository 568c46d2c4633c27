import type { EngineEvent, OutputMap, Stack } from "@pulumi/pulumi/automation";

import { messageOf, UserError } from "../../rules/userError";

/** What an operation on the stack reports while it runs. */
export interface Watch {
    readonly onProgress: (line: string) => void;
    readonly signal: AbortSignal;
}

/** A resource of the stack, as its state has it. */
export interface StackResource {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    readonly parent?: string;
    readonly outputs: Record<string, unknown>;
}

/** `pulumi up`: the outputs, and how many resources it changed. */
export async function up(
    stack: Stack,
    watch: Watch,
): Promise<{ outputs: OutputMap; changed: number }> {
    const result = await explain("up", watch, (options) => stack.up(options));
    return { outputs: result.outputs, changed: changes(result.summary.resourceChanges) };
}

/** `pulumi refresh`: how many resources were not as the state had them. */
export async function refresh(stack: Stack, watch: Watch): Promise<number> {
    const result = await explain("refresh", watch, (options) => stack.refresh(options));
    return changes(result.summary.resourceChanges);
}

/** `pulumi destroy`. */
export async function destroy(stack: Stack, watch: Watch): Promise<void> {
    await explain("destroy", watch, (options) => stack.destroy(options));
}

/** What the stack's state holds, without its root and its providers. */
export async function stackResources(stack: Stack): Promise<StackResource[]> {
    const state = (await stack.exportStack()).deployment as {
        resources?: (Omit<StackResource, "name"> & { outputs?: Record<string, unknown> })[];
    };
    return (state.resources ?? [])
        .filter(({ type }) => !type.startsWith("pulumi:"))
        .map(({ urn, type, parent, outputs }) => {
            const name = urn.slice(urn.lastIndexOf("::") + 2);
            return { urn, type, name, ...(parent && { parent }), outputs: outputs ?? {} };
        });
}

async function explain<T>(
    operation: string,
    { onProgress, signal }: Watch,
    run: (options: { onEvent: (event: EngineEvent) => void; signal: AbortSignal }) => Promise<T>,
): Promise<T> {
    const errors: string[] = [];
    const onEvent = ({ diagnosticEvent, resourcePreEvent }: EngineEvent) => {
        if (diagnosticEvent?.severity === "error") {
            errors.push(withoutColour(diagnosticEvent.message));
        } else if (resourcePreEvent && !/^(same|read|refresh)/.test(resourcePreEvent.metadata.op)) {
            const { op, urn } = resourcePreEvent.metadata;
            onProgress(`${op} ${urn.slice(urn.lastIndexOf("::") + 2)}`);
        }
    };
    try {
        return await run({ onEvent, signal });
    } catch (error) {
        signal.throwIfAborted();
        const reason = errors.length > 0 ? errors.join("\n").trim() : whatPulumiSaid(error);
        throw new UserError(`pulumi ${operation} failed: ${reason}`);
    }
}

/** The lines with which the CLI explains itself, out of all that the Automation API wraps around. */
export function whatPulumiSaid(error: unknown): string {
    const text = messageOf(error);
    const lines = text.split("\n").filter((line) => /^\s*error: /.test(line));
    return lines.length > 0 ? [...new Set(lines)].join("\n") : text.trim();
}

function changes(counts: Record<string, number> | undefined): number {
    return Object.entries(counts ?? {})
        .filter(([op]) => op !== "same")
        .reduce((sum, [, count]) => sum + count, 0);
}

function withoutColour(text: string): string {
    return text.replace(/<\{%[^%]*%\}>/g, "");
}
