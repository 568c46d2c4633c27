import { invalid } from "./errors";
import type { Call, Reply } from "./route";
import type { Collection } from "./store";

/** A body that is JSON text already. */
export class JsonText {
    constructor(readonly text: string) {}
}

interface PageLimits {
    /** The page size when the caller names none. */
    readonly usual: number;
    readonly most: number;
    /** Keeps the JSON of each record, for long lists; only for records that are replaced, never changed in place, and listed in one form. */
    readonly keep?: true;
}

const kept = new WeakMap<object, { base: string; text: string }>();

/** One page of a listing, with Okta's Link headers. The cursor stays good while records come and go. */
export function page<T extends { id: string }>(
    call: Call,
    collection: Collection<T>,
    all: readonly T[],
    limits: PageLimits,
    view: (record: T) => unknown,
): Reply {
    const { roleScope } = call;
    const list = roleScope === "all" ? all : all.filter((record) => roleScope.has(record.id));
    const limit = limitOf(call, limits);
    const start = startOf(call, collection, list);
    const items = list.slice(start, start + limit);
    const links = [`<${address(call, call.query)}>; rel="self"`];
    const last = items.at(-1);
    if (last !== undefined && start + limit < list.length) {
        const query = new URLSearchParams(call.query);
        query.set("after", cursorOf(collection.sequenceOf(last)));
        query.set("limit", String(limit));
        links.push(`<${address(call, query)}>; rel="next"`);
    }
    const body =
        limits.keep === true
            ? new JsonText(`[${items.map((item) => keptText(call.base, item, view)).join(",")}]`)
            : items.map(view);
    return { status: 200, body, headers: { Link: links } };
}

function keptText<T extends object>(base: string, record: T, view: (record: T) => unknown): string {
    const known = kept.get(record);
    if (known?.base === base) {
        return known.text;
    }
    const text = JSON.stringify(view(record));
    kept.set(record, { base, text });
    return text;
}

function limitOf(call: Call, limits: PageLimits): number {
    const asked = call.query.get("limit");
    // -1 is what Okta's own specification names as default for apps.
    if (asked === null || asked === "" || asked === "-1") {
        return limits.usual;
    }
    const limit = Number(asked);
    if (!Number.isInteger(limit) || limit < 1) {
        throw invalid("limit", "limit: must be a positive whole number.");
    }
    return Math.min(limit, limits.most);
}

function startOf<T extends { id: string }>(
    call: Call,
    collection: Collection<T>,
    list: readonly T[],
): number {
    const after = call.query.get("after");
    if (after === null || after === "") {
        return 0;
    }
    const sequence = Number(Buffer.from(after, "base64url").toString("utf8"));
    if (!Number.isInteger(sequence)) {
        throw invalid("after", "after: The cursor is not valid.");
    }
    // The list is in the order of the sequence numbers.
    let low = 0;
    let high = list.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        const record = list[middle];
        if (record !== undefined && collection.sequenceOf(record) <= sequence) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

function cursorOf(sequence: number): string {
    return Buffer.from(String(sequence)).toString("base64url");
}

function address(call: Call, query: URLSearchParams): string {
    return query.size === 0
        ? `${call.base}${call.path}`
        : `${call.base}${call.path}?${query.toString()}`;
}
