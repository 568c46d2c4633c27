import type { AdminClient } from "./adminClient";
import { HttpError, type HttpResponse } from "./http";

/** The most pages that are read of one list. With 200 entries a page, these are 200,000 entries. */
const MAX_PAGES = 1000;

/** How far a list is read. */
export interface PageOptions {
    /** The most pages that are read. */
    readonly most: number;
    /** Whether a page without entries ends the list, as in the System Log, which leads on. */
    readonly endsEmpty?: boolean;
}

/**
 * Reads a list to its end. The answer is that of the last page, with the entries of all as its
 * JSON.
 *
 * @throws HttpError where the list leads to another host, does not end, or has a link to its next
 *     page that is none.
 */
export async function fetchAllPages(client: AdminClient, path: string): Promise<HttpResponse> {
    const { response, isCut } = await fetchPages(client, path, { most: MAX_PAGES });
    if (isCut) {
        const reason = `a list has more than ${MAX_PAGES} pages`;
        throw new HttpError("too_many_pages", new URL(response.url).host, reason);
    }
    return response;
}

/** Reads a list like fetchAllPages, but so many pages only; tells whether there are more. */
export async function fetchPages(
    client: AdminClient,
    path: string,
    { most, endsEmpty = false }: PageOptions,
): Promise<{ readonly response: HttpResponse; readonly isCut: boolean }> {
    const entries: unknown[] = [];
    const seen = new Set<string>();
    for (let next = path; ;) {
        seen.add(next);
        const response = await client.send(next);
        if (response.status !== 200 || !Array.isArray(response.json)) {
            return { response, isCut: false };
        }
        const page = response.json as unknown[];
        for (const entry of page) {
            entries.push(entry);
        }
        const following = endsEmpty && page.length === 0 ? undefined : nextPathOf(response);
        if (following === undefined || seen.size === most) {
            return {
                response: { ...response, json: entries },
                isCut: following !== undefined,
            };
        }
        if (seen.has(following)) {
            const reason = "a list leads back to a page that was read before";
            throw new HttpError("too_many_pages", new URL(response.url).host, reason);
        }
        next = following;
    }
}

/** True where an answer is one page of a list, and more follow. */
export function hasNextPage({ headers }: Pick<HttpResponse, "headers">): boolean {
    return nextLinkIn(headers) !== undefined;
}

function nextLinkIn(headers: Headers): string | undefined {
    return /<([^>]*)>\s*;\s*rel="?next"?/i.exec(headers.get("link") ?? "")?.[1];
}

// Okta's links name the org by another domain than the one it was called at, where it has two.
function nextPathOf({ headers, url }: HttpResponse): string | undefined {
    const next = nextLinkIn(headers);
    if (next === undefined) {
        return undefined;
    }
    // RFC 8288: a link may be relative to the page that it is on.
    const target = URL.canParse(next, url) ? new URL(next, url) : undefined;
    if (target === undefined || !/^https?:$/.test(target.protocol)) {
        // A list that is cut short would look as if the rest had been deleted.
        const reason = "a list names a next page, and the link to it cannot be read";
        throw new HttpError("undecodable", new URL(url).host, reason);
    }
    return target.pathname + target.search;
}
