import { OWN_KEY_CONFIG } from "../../rules/stackConfig";
import { type FixCommand, removeConfig, setConfig } from "../drift/commands";
import type { StackLocation } from "../state/stackSnapshot";
import type { RotationRecord } from "./record";
import type { Rotation } from "./state";

/** What is next in a rotation. */
export type Step =
    /** Register the next generation, while the current one stays the one that is handed over. */
    | "add"
    /** The next generation is listed: prove it, then hand it over. */
    | "handOver"
    /** The highest generation is handed over; whether it was proven is not known. */
    | "prove"
    /** It was proven and handed over: wait until Rezonate has it, then drop the others. */
    | "wait"
    /** The others are no longer listed, and the app may still trust them. */
    | "finish";

/** What is next, by what the configuration and the state say: also after a run that broke off. */
export function nextStep({ configured, keys, trusted, record }: Rotation): Step {
    const { generations, current } = configured;
    const highest = generations.at(-1);
    if (generations.length === 1) {
        const isSettled =
            keys.every(({ generation }) => generation === highest) &&
            trusted.every((generation) => generation === highest);
        const isDropping = record?.step === "dropping" && record.generation === highest;
        return isSettled && !isDropping ? "add" : "finish";
    }
    if (current !== highest) {
        return "handOver";
    }
    return record?.generation === highest ? "wait" : "prove";
}

/** The edits of the configuration that take each step, in the order in which none is ever wrong. */
export function editsOf(project: string, at: StackLocation, keyConfig = OWN_KEY_CONFIG) {
    const set = (key: string, value: string) => setConfig(at, `${project}:${key}`, value);
    const remove = (key: string) => removeConfig(at, `${project}:${key}`);
    const list = (generations: readonly number[]) =>
        set(keyConfig.generations, JSON.stringify(generations));
    return {
        add: ({ configured: { generations, current } }: Rotation): FixCommand[] => [
            set(keyConfig.current, String(current)),
            list([...generations, nextGeneration(generations)]),
        ],
        handOver: (): FixCommand[] => [remove(keyConfig.current)],
        drop: ({ configured, namesCurrent }: Rotation): FixCommand[] => [
            list(configured.generations.slice(-1)),
            ...(namesCurrent ? [remove(keyConfig.current)] : []),
        ],
        emergency: ({ configured, keys, namesCurrent }: Rotation): FixCommand[] => [
            ...(namesCurrent ? [remove(keyConfig.current)] : []),
            list([
                nextGeneration([
                    ...configured.generations,
                    ...keys.map(({ generation }) => generation),
                ]),
            ]),
        ],
        record: (record: RotationRecord): FixCommand =>
            set(keyConfig.record, JSON.stringify(record)),
        forget: (): FixCommand => remove(keyConfig.record),
    };
}

function nextGeneration(generations: readonly number[]): number {
    return Math.max(...generations) + 1;
}

/** One step for a pipeline in which each change of the configuration is a pull request. */
export interface PrintedStep {
    readonly title: string;
    readonly edits: readonly FixCommand[];
    /** What to do after the merge and its `up`. */
    readonly then: string;
}

/**
 * The steps that are left, each a pull request of its own.
 *
 * @param flag The option that names the integration, where a stack has several.
 */
export function printedSteps(
    rotation: Rotation,
    project: string,
    at: StackLocation,
    flag = "",
): PrintedStep[] {
    const edits = editsOf(project, at, rotation.keyConfig);
    const step = nextStep(rotation);
    const { generations } = rotation.configured;
    const after =
        step === "add"
            ? { ...rotation.configured, generations: [...generations, nextGeneration(generations)] }
            : rotation.configured;
    const added: PrintedStep = {
        title: "Register the next generation; the present one stays current",
        edits: edits.add(rotation),
        then: "Nothing is handed over yet.",
    };
    const handed: PrintedStep = {
        title: "Hand the new generation over",
        edits: edits.handOver(),
        then: `Prove it with \`npx rezonate-okta verify${flag}\`, and give it to Rezonate with \`npx rezonate-okta handoff${flag}\`, unless AwsHandoff has done so.`,
    };
    const dropped: PrintedStep = {
        title: "Drop the old generation, once Rezonate uses the new one",
        edits: edits.drop({ ...rotation, configured: after, namesCurrent: false }),
        then: "The old key is refused from now on.",
    };
    return {
        add: [added, handed, dropped],
        handOver: [handed, dropped],
        prove: [dropped],
        wait: [dropped],
        finish: [],
    }[step];
}
