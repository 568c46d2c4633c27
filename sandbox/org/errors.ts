import { newId } from "./store";

/** The errors of Okta's management API: status and summary by error code. `{0}` is filled in by the thrower. */
const OKTA_ERRORS = {
    E0000001: [400, "Api validation failed: {0}"],
    E0000003: [400, "The request body was not well-formed."],
    E0000005: [403, "Invalid session"],
    E0000006: [403, "You do not have permission to perform the requested action"],
    E0000007: [404, "Not found: Resource not found: {0}"],
    E0000008: [404, "The requested path was not found"],
    E0000009: [500, "Internal Server Error"],
    E0000010: [503, "Service is in read only mode"],
    E0000011: [401, "Invalid token provided"],
    E0000015: [401, "You do not have permission to access the feature you are requesting"],
    E0000016: [403, "Activation failed because the user is already active"],
    E0000021: [
        400,
        "Bad request.  Accept and/or Content-Type headers likely do not match supported values.",
    ],
    E0000022: [405, "The endpoint does not support the provided HTTP method"],
    E0000031: [400, "Invalid search criteria."],
    E0000043: [403, "Self service application assignment is not enabled."],
    E0000047: [429, "API call exceeded rate limit due to too many requests."],
    E0000056: [403, "Delete application forbidden."],
    E0000090: [409, "Duplicate role assignment exception."],
    E0000091: [400, "The provided role type was not the same as required role type."],
    E0000143: [403, "App instance operation not allowed."],
    E0000227: [400, "Roles can only be granted to service application type"],
    E0000263: [409, "Attempted to assign a duplicate standard role assignment to an admin"],
    E0000268: [409, "Another request is making changes to the role assignments. Please try again."],
} as const satisfies Record<string, readonly [number, string]>;

/** An error code of the management API that the sandbox uses. */
export type ErrorCode = keyof typeof OKTA_ERRORS;

/** An error response. Handlers throw it, and `dispatch` sends it. */
export class HttpError extends Error {
    constructor(
        readonly status: number,
        readonly body: unknown,
        readonly headers: Record<string, string> = {},
    ) {
        super(`Refused with status ${status}`);
    }
}

/** Whether the sandbox has a status and a summary for this error code. */
export function isErrorCode(value: string): value is ErrorCode {
    return Object.hasOwn(OKTA_ERRORS, value);
}

/** Returns the error response for one of Okta's error codes. */
export function oktaError(
    code: ErrorCode,
    subject = "",
    causes: readonly string[] = [],
): HttpError {
    const [status, summary] = OKTA_ERRORS[code];
    return new HttpError(
        status,
        envelope(
            code,
            summary.replace("{0}", () => subject),
            causes,
        ),
    );
}

/** Okta's error body. */
export function envelope(code: string, summary: string, causes: readonly string[] = []) {
    return {
        errorCode: code,
        errorSummary: summary,
        errorLink: code,
        errorId: newId("oae"),
        errorCauses: causes.map((errorSummary) => ({ errorSummary })),
    };
}

/** 404 for an unknown id of a type, such as `AppInstance`. */
export function notFound(id: string, type: string): HttpError {
    return oktaError("E0000007", `${id} (${type})`);
}

/** 400 for a field that Okta does not accept. */
export function invalid(field: string, ...causes: string[]): HttpError {
    return oktaError("E0000001", field, causes);
}

/** Returns 403 E0000006. */
export function forbidden(): HttpError {
    return oktaError("E0000006");
}

/** An error of the token endpoint, in the form of RFC 6749 section 5.2. */
export function oauthError(
    status: number,
    error: string,
    description: string,
    headers: Record<string, string> = {},
): HttpError {
    return new HttpError(status, { error, error_description: description }, headers);
}
