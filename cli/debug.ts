import type { HttpCall } from "../okta/http";

/** Prints a call to stderr for --debug. A call record holds no header, no query and no body. */
export function debugCalls({ method, url, outcome, milliseconds }: HttpCall): void {
    process.stderr.write(`debug: ${method} ${url} ${outcome} ${milliseconds} ms\n`);
}
