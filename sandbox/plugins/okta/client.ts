import { isRecord, type Value, type Values } from "../provider/value";
import { type Authorization, authorizationOf } from "./authorization";
import { type Answer, send } from "./http";
import { OktaError } from "./oktaError";
import { realSleep, type RetryPolicy, retryPolicy, type Sleep } from "./retry";
import type { Settings } from "./settings";

/** An HTTP method that the stand-in sends. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Calls Okta's API for one provider instance. */
export class OktaClient {
    readonly usesOAuth: boolean;
    readonly #authorization: Authorization;
    readonly #retryPolicy: RetryPolicy;
    #classic: boolean | undefined;

    constructor(
        readonly settings: Settings,
        readonly signal: AbortSignal,
        sleep: Sleep = realSleep,
    ) {
        this.usesOAuth = settings.credentials.kind !== "apiToken";
        this.#retryPolicy = retryPolicy(settings, signal, sleep);
        this.#authorization = authorizationOf(settings, this.#retryPolicy, signal);
    }

    /**
     * Sends one request. Returns the JSON object of the response, or {} when the body holds none.
     *
     * @throws OktaError on a status of 400 or more.
     */
    async call(method: Method, path: string, body?: Values): Promise<Values> {
        const parsed = parse(await this.#send(method, path, body));
        return isRecord(parsed) ? parsed : {};
    }

    /**
     * Returns the objects of all pages of a list, following the `Link` header.
     *
     * @throws OktaError on a status of 400 or more.
     */
    async list(path: string): Promise<Values[]> {
        const found: Values[] = [];
        for (let next: string | undefined = path; next !== undefined;) {
            const answer: Answer = await this.#send("GET", next, undefined);
            const page = parse(answer);
            if (Array.isArray(page)) {
                found.push(...page.filter(isRecord));
            }
            next = nextPage(answer);
        }
        return found;
    }

    /** Whether the org runs on the Classic Engine. Cached; false when the request fails. */
    async isClassic(): Promise<boolean> {
        if (this.#classic === undefined) {
            try {
                const metadata = await this.call("GET", "/.well-known/okta-organization");
                this.#classic = metadata.pipeline === "v1";
            } catch {
                return false;
            }
        }
        return this.#classic;
    }

    /** Waits. Rejects when the engine cancels. */
    pause(milliseconds: number): Promise<void> {
        return this.#retryPolicy.pause(milliseconds);
    }

    async #send(method: Method, path: string, body: Values | undefined): Promise<Answer> {
        const url = new URL(path, this.settings.proxy || this.settings.org);
        const payload = body === undefined ? undefined : JSON.stringify(body);
        const headers: Record<string, string> = { Accept: "application/json" };
        if (payload !== undefined) {
            headers["Content-Type"] = "application/json";
            headers["Content-Length"] = String(Buffer.byteLength(payload));
        }
        const { proxy, requestTimeoutMs: timeoutMs } = this.settings;
        const answer = await this.#retryPolicy.retry(method, async (retryHeaders) => {
            const credentials = await this.#authorization(method, url);
            return send({
                method,
                url,
                proxy,
                headers: { ...headers, ...credentials, ...retryHeaders },
                body: payload,
                timeoutMs,
                signal: this.signal,
            });
        });
        if (answer.status >= 400) {
            throw new OktaError(answer);
        }
        return answer;
    }
}

function parse(answer: Answer): Value {
    if (answer.text === "") {
        return null;
    }
    try {
        return JSON.parse(answer.text) as Value;
    } catch {
        throw new Error(`Okta answered ${answer.status} with something that is not JSON`);
    }
}

function nextPage(answer: Answer): string | undefined {
    const links = String(answer.headers.link ?? "");
    const target = /<([^>]+)>;\s*rel="next"/.exec(links)?.[1];
    if (target === undefined) {
        return undefined;
    }
    const { pathname, search } = new URL(target);
    return pathname + search;
}
