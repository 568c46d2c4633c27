import { envelope, isErrorCode, oktaError } from "./errors";
import type { InjectedFault } from "./injectedFaults";
import type { Org } from "./org";
import { JsonText } from "./paging";
import { headersOf } from "./rateLimits";
import type { Reply } from "./route";
import { randomCharacters } from "./store";

const USUAL_CODES: Readonly<Record<number, string>> = {
    400: "E0000001",
    401: "E0000011",
    403: "E0000006",
    404: "E0000007",
    405: "E0000022",
    409: "E0000268",
    429: "E0000047",
    500: "E0000009",
    503: "E0000010",
};

/** A reply with the headers that every answer of Okta has. */
export function respond(org: Org, reply: Reply, extra: Record<string, string>): Response {
    const headers = new Headers({
        Date: new Date(org.now()).toUTCString(),
        "Accept-Ch": "Sec-CH-UA-Platform-Version",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "X-Okta-Request-Id": randomCharacters(27),
        ...extra,
    });
    for (const [name, value] of Object.entries(reply.headers ?? {})) {
        headers.delete(name);
        for (const each of Array.isArray(value) ? value : [value]) {
            headers.append(name, each);
        }
    }
    if (reply.body === undefined) {
        return new Response(null, { status: reply.status, headers });
    }
    headers.set("Content-Type", "application/json");
    const text = reply.body instanceof JsonText ? reply.body.text : JSON.stringify(reply.body);
    return new Response(text, { status: reply.status, headers });
}

/** What a fault answers with; a 429 says when to come back, as Okta's do. */
export function replyOf(org: Org, fault: InjectedFault): Reply {
    const status = fault.status ?? 503;
    const code = fault.errorCode ?? USUAL_CODES[status] ?? "E0000009";
    const body = isErrorCode(code) ? oktaError(code).body : envelope(code, "Injected fault");
    return status === 429
        ? { status, body, headers: headersOf(UNKNOWN_LIMIT, 0, org.seconds() + 1) }
        : { status, body };
}

const UNKNOWN_LIMIT = 100;
