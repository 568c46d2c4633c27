import { compileFilter } from "./filter";
import type { Call } from "./route";

/** Keeps the records that `filter` and `search` of the query let through; `fields` shows a record under the names the caller uses. */
export function filtered<T>(
    call: Call,
    records: readonly T[],
    fields: (record: T) => unknown,
): readonly T[] {
    let kept = records;
    for (const name of ["filter", "search"]) {
        const expression = call.query.get(name);
        if (expression !== null && expression.trim() !== "") {
            const test = compileFilter(expression);
            kept = kept.filter((record) => test(fields(record)));
        }
    }
    return kept;
}

/** Keeps the records with a name that starts with `q` of the query. */
export function startingWithQ<T>(
    call: Call,
    records: readonly T[],
    names: (record: T) => readonly unknown[],
): readonly T[] {
    const q = call.query.get("q")?.toLowerCase();
    if (q === undefined || q === "") {
        return records;
    }
    return records.filter((record) =>
        names(record).some((name) => typeof name === "string" && name.toLowerCase().startsWith(q)),
    );
}
