/** A closed set of texts, by the names that a program uses for them. */
type ClosedSet<T extends string> = Readonly<Record<string, T>>;

/** True for a value of a closed set. */
export function isOneOf<T extends string>(set: ClosedSet<T>, value: unknown): value is T {
    return Object.values(set).some((one) => one === value);
}

/** The values of a closed set as an error text names them: "a" or "b". */
export function oneOf(set: ClosedSet<string>): string {
    const all = Object.values(set).map((value) => JSON.stringify(value));
    return [all.slice(0, -1).join(", "), ...all.slice(-1)].filter(Boolean).join(" or ");
}
