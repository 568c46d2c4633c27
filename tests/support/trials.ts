import { appendFileSync } from "node:fs";

/** What is tried on purpose: the tables of docs/reliability.md, in their order. */
export const TRIALS = {
    kill: "Pulumi killed by SIGKILL",
    lost: "Writes that took effect and whose answer was lost",
    hostile: "Answers that no Okta org gives",
} as const;

/** What a case tried, and how it ended. */
export interface Trial {
    readonly kind: keyof typeof TRIALS;
    readonly tried: string;
    /** What was observed, under the head of its column. */
    readonly ended: Readonly<Record<string, string>>;
}

/** The file that `npm run reliability` has the tests write their trials to. */
export const TRIALS_FILE = "RELIABILITY_TRIALS";

/** Notes how a case ended, where `npm run reliability` runs the tests. */
export function note(kind: Trial["kind"], tried: string, ended: Trial["ended"] | string): void {
    const file = process.env[TRIALS_FILE];
    if (file !== undefined) {
        const columns = typeof ended === "string" ? { "how it ended": ended } : ended;
        const trial: Trial = { kind, tried, ended: columns };
        appendFileSync(file, `${JSON.stringify(trial)}\n`);
    }
}
