import { records, text } from "../provider/value";
import { type Answer, jsonOf } from "./http";

/** An error response of Okta. */
export class OktaError extends Error {
    readonly status: number;
    /** Code and reason of the status line, which is all that Okta's newer Go SDK reports. */
    readonly statusLine: string;

    constructor(answer: Answer) {
        super(messageOf(answer));
        this.status = answer.status;
        this.statusLine = `${answer.status} ${answer.statusText}`.trim();
    }
}

/** Whether the error is Okta's 404. */
export function isNotFound(error: unknown): error is OktaError {
    return error instanceof OktaError && error.status === 404;
}

/** Formats an error as Okta's newer Go SDK does: the status line alone. */
export function statusLine(error: unknown): string {
    if (error instanceof OktaError) {
        return error.statusLine;
    }
    return error instanceof Error ? error.message : String(error);
}

/** Formats an error as Okta's older Go SDK does: with Okta's error summary. */
export function summary(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}

/** Runs a call, and prefixes the message of an error with `heading`. */
export async function explained<Result>(
    heading: string,
    call: () => Promise<Result>,
    wording: (error: unknown) => string = summary,
): Promise<Result> {
    try {
        return await call();
    } catch (error) {
        throw new Error(`${heading}: ${wording(error)}`, { cause: error });
    }
}

/** Runs a call. Returns undefined on a 404. */
export async function orMissing<Result>(call: () => Promise<Result>): Promise<Result | undefined> {
    try {
        return await call();
    } catch (error) {
        if (isNotFound(error)) {
            return undefined;
        }
        throw error;
    }
}

function messageOf(answer: Answer): string {
    const challenge = String(answer.headers["www-authenticate"] ?? "");
    const challenged = /error_description="([^"]*)"/.exec(challenge)?.[1];
    if (challenged && (answer.status === 401 || answer.status === 403)) {
        return `the API returned an error: ${challenged}`;
    }
    const body = jsonOf(answer);
    const said = text(body, "error_description") || text(body, "errorSummary");
    const code = text(body, "errorCode");
    if (said === "") {
        return `the API returned an unknown error: ${answer.status}`;
    }
    const causes = records(body, "errorCauses").map(
        (cause) => `errorSummary: ${text(cause, "errorSummary")}`,
    );
    const tail = causes.length > 0 ? `. Causes: ${causes.join(", ")}` : "";
    return `the API returned an error: ${said}${code ? ` (${code})` : ""}${tail}`;
}
