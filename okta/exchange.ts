import * as oauth from "oauth4webapi";

import type { HttpClient, HttpResponse } from "./http";

/** A fetch for the OAuth library that keeps the whole answer, to evaluate it where the library only throws. */
export interface Exchange {
    readonly fetch: (url: string, init: WireInit) => Promise<Response>;
    readonly last: () => HttpResponse | undefined;
}

interface WireInit {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: oauth.ProtectedResourceRequestBody;
}

/** Sends by our client what the library wants to send. */
export function recordExchange(http: HttpClient): Exchange {
    let last: HttpResponse | undefined;
    return {
        last: () => last,
        async fetch(url, init) {
            const { method, headers } = init;
            const body = asText(init.body);
            last = await http.send(url, { method, headers, ...body });
            const empty = last.status === 204 || last.status === 304;
            return new Response(empty ? null : last.body, {
                status: last.status,
                headers: last.headers,
            });
        },
    };
}

function asText(body: WireInit["body"]): { body?: string } {
    if (typeof body === "string") {
        return { body };
    }
    return body instanceof URLSearchParams ? { body: body.toString() } : {};
}

/** The options that make the library send through an exchange, with a DPoP proof or without. */
export function requestOptions(
    fetch: Exchange["fetch"],
    proof: oauth.DPoPHandle | undefined,
): {
    [oauth.customFetch]: Exchange["fetch"];
    [oauth.allowInsecureRequests]: true;
    DPoP?: oauth.DPoPHandle;
} {
    return {
        [oauth.customFetch]: fetch,
        // The HTTP client itself lets plain http go to loopback only.
        [oauth.allowInsecureRequests]: true,
        DPoP: proof,
    };
}
