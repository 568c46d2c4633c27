import { HttpError, type HttpResponse } from "../okta/http";
import { textOf } from "../json";
import { maskSecrets } from "../mask";
import type { CallFact } from "./facts";

/** Makes one call and writes down how it ended; a call without an answer is a fact too. */
export async function observe(
    send: () => Promise<HttpResponse>,
): Promise<{ fact: CallFact; json: unknown }> {
    try {
        const response = await send();
        return { fact: describe(response), json: response.json };
    } catch (error) {
        if (error instanceof HttpError) {
            return { fact: { ...unanswered, reason: `${error.message}.` }, json: undefined };
        }
        throw error;
    }
}

const unanswered: CallFact = {
    status: undefined,
    errorCode: undefined,
    reason: "",
    challenge: undefined,
    foreign: false,
    entries: undefined,
    waitedMs: 0,
};

function describe(response: HttpResponse): CallFact {
    const challenge = response.headers.get("www-authenticate") ?? "";
    const errorCode = textOf(response.json, "errorCode");
    const said =
        textOf(response.json, "errorSummary") ?? textOf(response.json, "error_description");
    const redirected = response.status >= 300 && response.status < 400;
    const answeredByOkta = response.body === "" || response.json !== undefined;
    const told = said ?? /error_description="([^"]*)"/.exec(challenge)?.[1] ?? "";
    return {
        status: response.status,
        errorCode,
        reason: maskSecrets(errorCode ? `${errorCode} ${told}` : told),
        challenge: /\berror="([^"]*)"/.exec(challenge)?.[1],
        foreign: redirected || !answeredByOkta,
        entries: Array.isArray(response.json) ? response.json.length : undefined,
        waitedMs: response.waitedMs,
    };
}
