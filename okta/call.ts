import * as v from "valibot";

import { textOf } from "../rules/json";
import { maskSecrets } from "../rules/mask";
import { visibleText } from "../rules/visible";
import { HttpError, type HttpResponse } from "./http";
import { anyAnswer } from "./shapes";

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
    /** True for an answer that no Okta API gives: a web page, a redirect, JSON of another shape. */
    readonly foreign: boolean;
    /** How many entries the list had, for an answer that is a list. */
    readonly entries: number | undefined;
    /** How long 429 answers made it wait. */
    readonly waitedMs: number;
}

/** Why a call brought nothing, in Okta's own words where it has some. */
export function reasonOf({ reason, status }: CallResult): string {
    return reason || `Okta answered ${status}.`;
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

/**
 * Makes one read. The value is there where the org answered 200 in the shape that Okta documents;
 * a 200 of another shape is a fact that says nothing.
 */
export async function readCall<const Shape extends v.GenericSchema>(
    send: () => Promise<HttpResponse>,
    shape: Shape,
): Promise<{ fact: CallResult; value: v.InferOutput<Shape> | undefined }> {
    const { fact, json } = await tryCall(send);
    if (fact.status !== 200 || fact.foreign) {
        return { fact, value: undefined };
    }
    const parsed = v.safeParse(shape, json);
    if (parsed.success) {
        return { fact, value: parsed.output };
    }
    const where = v.getDotPath(parsed.issues[0]) ?? "the whole";
    const reason = `It is JSON, but not what Okta answers here (${where} is wrong).`;
    return { fact: { ...fact, foreign: true, reason }, value: undefined };
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
    const isSilent = response.body === "" && response.status !== 200;
    const answeredByOkta = isSilent || v.is(anyAnswer, response.json);
    const told = said ?? /error_description="([^"]*)"/.exec(challenge)?.[1] ?? "";
    return {
        status: response.status,
        errorCode,
        reason: visibleText(maskSecrets(errorCode ? `${errorCode} ${told}` : told)),
        challenge: /\berror="([^"]*)"/.exec(challenge)?.[1],
        foreign: redirected || !answeredByOkta,
        entries: Array.isArray(response.json) ? response.json.length : undefined,
        waitedMs: response.waitedMs,
    };
}
