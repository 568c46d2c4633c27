import type { AdminClient } from "./adminClient";
import type { HttpResponse } from "./http";

/** Reads a list to its end. The answer is that of the last page, with the entries of all as its JSON. */
export async function fetchAllPages(client: AdminClient, path: string): Promise<HttpResponse> {
    const entries: unknown[] = [];
    for (let next = path; ;) {
        const response = await client.send(next);
        if (response.status !== 200 || !Array.isArray(response.json)) {
            return response;
        }
        entries.push(...(response.json as unknown[]));
        const following = nextOf(response.headers.get("link") ?? "");
        if (following === undefined) {
            return { ...response, json: entries };
        }
        next = following;
    }
}

// Without the host that the link names, so that nothing goes elsewhere than to the client's org.
function nextOf(link: string): string | undefined {
    const next = /<([^>]*)>\s*;\s*rel="next"/.exec(link)?.[1];
    if (next === undefined || !URL.canParse(next)) {
        return undefined;
    }
    const { pathname, search } = new URL(next);
    return pathname + search;
}
