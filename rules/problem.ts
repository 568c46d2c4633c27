import { visibleText } from "./visible";

/** One thing that is wrong with one input; the reason is complete without the path. */
export interface InputProblem {
    readonly propertyPath: string;
    readonly reason: string;
}

/** What a check makes of an input: the value to go on with, or all that is wrong with it. */
export type Checked<T> =
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly problems: InputProblem[] };

/** The value when nothing is wrong with it, the problems otherwise. */
export function checkedValue<T>(value: T, problems: InputProblem[]): Checked<T> {
    return problems.length === 0 ? { ok: true, value } : { ok: false, problems };
}

/** A value as an error text shows it: short, on one line, unmistakable about its type. */
export function show(value: unknown): string {
    if (value === undefined) {
        return "nothing";
    }
    const text = visibleText(String(JSON.stringify(value)));
    return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
