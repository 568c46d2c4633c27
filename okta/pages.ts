import type { AdminClient } from "./adminClient";
import { HttpError, type HttpResponse } from "./http";

/** The most pages that are read of one list. With 200 entries a page, these are 200,000 entries. */
const MAX_PAGES = 1000;

/**
 * Reads a list to its end. The answer is that of the last page, with the entries of all as its
 * JSON. Throws an HttpError where the list leads to another host or does not end.
 */
export async function fetchAllPages(client: AdminClient, path: string): Promise<HttpResponse> {
    const entries: unknown[] = [];
    const seen = new Set<string>();
    for (let next = path; ;) {
        seen.add(next);
        const response = await client.send(next);
        if (response.status !== 200 || !Array.isArray(response.json)) {
            return response;
        }
        for (const entry of response.json as unknown[]) {
            entries.push(entry);
        }
        const following = nextOf(response.headers.get("link") ?? "");
        if (following === undefined) {
            return { ...response, json: entries };
        }
        if (seen.has(following) || seen.size === MAX_PAGES) {
            const reason = seen.has(following)
                ? "a list leads back to a page that was read before"
                : `a list has more than ${MAX_PAGES} pages`;
            throw new HttpError("too_many_pages", new URL(response.url).host, reason);
        }
        next = following;
    }
}

/** True where an answer is one page of a list, and more follow. */
export function hasNextPage({ headers }: Pick<HttpResponse, "headers">): boolean {
    return nextOf(headers.get("link") ?? "") !== undefined;
}

// Okta's links name the org by another domain than the one it was called at, where it has two.
function nextOf(link: string): string | undefined {
    const next = /<([^>]*)>\s*;\s*rel="?next"?/i.exec(link)?.[1];
    if (next === undefined || !URL.canParse(next)) {
        return undefined;
    }
    const { pathname, search } = new URL(next);
    return pathname + search;
}
