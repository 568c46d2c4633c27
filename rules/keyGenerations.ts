import { KeyAlgorithm, type KeySettings } from "./keySettings";
import { Checked, checkedValue, InputProblem, show } from "./problem";

/** Which generations of a key there are, and which one is handed over. */
export interface KeyGenerations {
    /** Ascending, each once. */
    readonly generations: readonly number[];
    readonly current: number;
}

/** Okta's limit for the keys of one app. */
const MOST_GENERATIONS = 50;
const WANTED = `whole numbers from 1, each once, such as [1] or [1, 2]`;

/**
 * Checks a list of key generations and which of them is current: the highest where that is left
 * open. Without a list there is generation 1.
 */
export function checkKeyGenerations(
    given: { generations?: unknown; current?: unknown },
    prefix = "",
): Checked<KeyGenerations> {
    const { generations = [1], current } = given;
    const problems: InputProblem[] = [];
    const refuse = (property: string, reason: string) =>
        problems.push({ propertyPath: prefix + property, reason });

    if (!Array.isArray(generations) || generations.length === 0) {
        const got = Array.isArray(generations) ? "an empty list" : show(generations);
        refuse("generations", `got ${got}; wanted a list of ${WANTED}.`);
        return { ok: false, problems };
    }
    if (generations.length > MOST_GENERATIONS) {
        const most = `at most ${MOST_GENERATIONS}, since Okta takes no more keys for one app`;
        refuse("generations", `got ${generations.length} generations; wanted ${most}.`);
    }
    generations.forEach((one: unknown, index) => {
        if (!Number.isSafeInteger(one) || (one as number) < 1) {
            refuse(`generations[${index}]`, `got ${show(one)}; wanted ${WANTED}.`);
        } else if (generations.indexOf(one) < index) {
            refuse(`generations[${index}]`, `got ${show(one)} a second time; wanted ${WANTED}.`);
        }
    });
    const listed = (generations as number[]).toSorted((a, b) => a - b);
    if (problems.length === 0 && current !== undefined && !generations.includes(current)) {
        const wanted = `a generation that is listed: ${listed.join(", ")}`;
        refuse("current", `got ${show(current)}; wanted ${wanted}. Add it to generations first.`);
    }
    const highest = listed.at(-1) as number;
    return checkedValue(
        { generations: listed, current: (current as number | undefined) ?? highest },
        problems,
    );
}

/** What kind of key a generation has, as the tls provider says it. */
export interface GenerationKey {
    readonly generation: number;
    readonly algorithm?: string;
    readonly rsaBits?: number;
    readonly ecdsaCurve?: string;
}

/**
 * A warning where the newest generation has another kind of key than the settings name: a
 * generation never changes, so the settings have no effect. Undefined where they agree.
 */
export function settingsWarning(
    newest: GenerationKey,
    wanted: KeySettings,
    generations: readonly number[],
): string | undefined {
    const has = kindOf(newest);
    const asked = kindOf(wanted);
    if (newest.algorithm === undefined || has === asked) {
        return undefined;
    }
    const next = [...generations, newest.generation + 1].join(", ");
    return (
        `The key settings ask for ${asked}, and key generation ${newest.generation} is ${has}. ` +
        `A generation never changes: add one to get such a key, generations: [${next}] ` +
        `(in the configuration: keyGenerations).`
    );
}

function kindOf(key: {
    readonly algorithm?: string;
    readonly rsaBits?: number;
    readonly ecdsaCurve?: string;
}): string {
    return key.algorithm === KeyAlgorithm.RSA
        ? `RSA with ${key.rsaBits} bits`
        : `${key.algorithm} on ${key.ecdsaCurve}`;
}
