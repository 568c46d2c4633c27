import { oktaError } from "./errors";
import { isObject } from "./json";

type Test = (record: unknown) => boolean;
type Comparison = (actual: unknown, wanted: string | number | boolean | null) => boolean;

/** A fault in a filter expression; becomes E0000031. */
class FilterFault extends Error {}

const COMPARISONS: Record<string, Comparison> = {
    eq: (actual, wanted) => fold(actual) === fold(wanted),
    ne: (actual, wanted) => fold(actual) !== fold(wanted),
    sw: (actual, wanted) => text(actual).startsWith(text(wanted)),
    ew: (actual, wanted) => text(actual).endsWith(text(wanted)),
    co: (actual, wanted) => text(actual).includes(text(wanted)),
    gt: (actual, wanted) => isOrdered(actual) && text(actual) > text(wanted),
    ge: (actual, wanted) => isOrdered(actual) && text(actual) >= text(wanted),
    lt: (actual, wanted) => isOrdered(actual) && text(actual) < text(wanted),
    le: (actual, wanted) => isOrdered(actual) && text(actual) <= text(wanted),
};

/** Compiles a SCIM filter (comparisons, `pr`, and, or, not, parentheses); attributes are paths into the record. */
export function compileFilter(expression: string): Test {
    const tokens = tokensOf(expression);
    const reader = { tokens, position: 0 };
    try {
        const test = disjunction(reader, 0);
        if (reader.position < tokens.length) {
            throw new FilterFault();
        }
        return test;
    } catch (error) {
        if (error instanceof FilterFault) {
            throw oktaError("E0000031");
        }
        throw error;
    }
}

interface Reader {
    readonly tokens: readonly string[];
    position: number;
}

const DEEPEST = 50;

function tokensOf(expression: string): string[] {
    const token = /\s*("(?:[^"\\]|\\.)*"|[()]|[^\s()"]+)\s*/y;
    const tokens: string[] = [];
    while (token.lastIndex < expression.length) {
        const found = token.exec(expression)?.[1];
        if (found === undefined) {
            throw oktaError("E0000031");
        }
        tokens.push(found);
    }
    return tokens;
}

function disjunction(reader: Reader, depth: number): Test {
    const tests = [conjunction(reader, depth)];
    while (takeWord(reader, "or")) {
        tests.push(conjunction(reader, depth));
    }
    return (record) => tests.some((test) => test(record));
}

function conjunction(reader: Reader, depth: number): Test {
    const tests = [term(reader, depth)];
    while (takeWord(reader, "and")) {
        tests.push(term(reader, depth));
    }
    return (record) => tests.every((test) => test(record));
}

function term(reader: Reader, depth: number): Test {
    if (depth > DEEPEST) {
        throw new FilterFault();
    }
    if (takeWord(reader, "not")) {
        const test = term(reader, depth + 1);
        return (record) => !test(record);
    }
    if (takeWord(reader, "(")) {
        const test = disjunction(reader, depth + 1);
        if (!takeWord(reader, ")")) {
            throw new FilterFault();
        }
        return test;
    }
    const path = next(reader);
    if (!/^[A-Za-z_][\w.$:-]*$/.test(path)) {
        throw new FilterFault();
    }
    const operator = next(reader).toLowerCase();
    if (operator === "pr") {
        return (record) => valuesAt(record, path).some((value) => value !== null);
    }
    const comparison = Object.hasOwn(COMPARISONS, operator) ? COMPARISONS[operator] : undefined;
    if (comparison === undefined) {
        throw new FilterFault();
    }
    const wanted = literal(next(reader));
    return (record) => valuesAt(record, path).some((value) => comparison(value, wanted));
}

function next(reader: Reader): string {
    const token = reader.tokens[reader.position];
    if (token === undefined) {
        throw new FilterFault();
    }
    reader.position += 1;
    return token;
}

function takeWord(reader: Reader, word: string): boolean {
    if (reader.tokens[reader.position]?.toLowerCase() !== word) {
        return false;
    }
    reader.position += 1;
    return true;
}

function literal(token: string): string | number | boolean | null {
    let value: unknown;
    try {
        value = JSON.parse(token);
    } catch {
        throw new FilterFault();
    }
    switch (typeof value) {
        case "string":
        case "number":
        case "boolean":
            return value;
        default:
            if (value === null) {
                return null;
            }
            throw new FilterFault();
    }
}

/** The values a path leads to; a list in the way means each of its items. */
function valuesAt(record: unknown, path: string): unknown[] {
    let values: unknown[] = [record];
    for (const member of path.split(".")) {
        values = values
            .flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]))
            .map((value) =>
                isObject(value) && Object.hasOwn(value, member) ? value[member] : undefined,
            )
            .filter((value) => value !== undefined);
    }
    return values.flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]));
}

function fold(value: unknown): unknown {
    return typeof value === "string" ? value.toLowerCase() : value;
}

function text(value: unknown): string {
    const folded = fold(value);
    if (typeof folded === "number" || typeof folded === "boolean") {
        return String(folded);
    }
    return typeof folded === "string" ? folded : "";
}

function isOrdered(value: unknown): boolean {
    return typeof value === "string" || typeof value === "number";
}
