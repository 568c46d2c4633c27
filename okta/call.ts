import { textOf } from "../rules/json";
import { maskSecrets } from "../rules/mask";
import { HttpError, type HttpResponse } from "./http";

/** How one call ended. */
export interface CallResult {
    /** The status, or undefined when no answer came. */
    readonly status: number | undefined;
    /** Okta's error code in the body, such as E0000006. */
    readonly errorCode: string | undefined;
    /** What the org or the network said went wrong; free of secrets. */
    readonly reason: string;
    /** The error of a WWW-Authenticate challenge, such as insufficient_scope. */
    readonly challenge: string | undefined;
    /** True for an answer that no Okta API gives: a web page or a redirect. */
    readonly foreign: boolean;
    /** How many entries the list had, for an answer that is a list. */
    readonly entries: number | undefined;
    /** How long 429 answers made it wait. */
    readonly waitedMs: number;
}

/** True when the org says that there is no such thing, as opposed to no such path. */
export function isGone({ status, errorCode }: CallResult): boolean {
    return status === 404 && errorCode === "E0000007";
}

/** Makes one call and writes down how it ended; a call without an answer is a fact too. */
export async function tryCall(
    send: () => Promise<HttpResponse>,
): Promise<{ fact: CallResult; json: unknown }> {
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

const unanswered: CallResult = {
    status: undefined,
    errorCode: undefined,
    reason: "",
    challenge: undefined,
    foreign: false,
    entries: undefined,
    waitedMs: 0,
};

function describe(response: HttpResponse): CallResult {
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
