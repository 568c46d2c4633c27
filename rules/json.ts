/** JSON that came from outside; undefined where it is none. */
export function parseJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

/** A member of a JSON object that came from outside. */
export function memberOf(json: unknown, name: string): unknown {
    return typeof json === "object" && json !== null
        ? (json as Readonly<Record<string, unknown>>)[name]
        : undefined;
}

/** A text member of a JSON object that came from outside. */
export function textOf(json: unknown, name: string): string | undefined {
    const value = memberOf(json, name);
    return typeof value === "string" ? value : undefined;
}

/** The members of a given name, where they are text, of the objects in a JSON list. */
export function textsOf(json: unknown, name: string): string[] {
    return textsOfList(listOf(json).map((item) => memberOf(item, name)));
}

/** The texts in a JSON list. */
export function textsOfList(json: unknown): string[] {
    return listOf(json).filter((item) => typeof item === "string");
}

/** A JSON list that came from outside; anything else counts as an empty one. */
export function listOf(json: unknown): readonly unknown[] {
    return Array.isArray(json) ? json : [];
}
