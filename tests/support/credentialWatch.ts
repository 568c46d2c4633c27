import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";

import { decodeJwt, decodeProtectedHeader } from "jose";

import type { Sandbox } from "../../sandbox/org/server";

interface Seen {
    readonly org: string;
    readonly credential: string;
    /** Host that a client assertion is meant for. */
    readonly audience?: string;
    accepted: boolean;
}

/**
 * Records which credentials each sandbox org of this process is sent, by whatever process. It
 * tells those that belong to another org: an API token that was made for another, a client
 * assertion for another host, and whatever one org refuses and another takes.
 */
export class CredentialWatch {
    readonly #orgs = new Map<number, string>();
    readonly #tokens = new Map<string, string>();
    readonly #seen: Seen[] = [];

    /** Starts to watch an org, whose API token is good there and nowhere else. */
    add({ url, domain, apiToken }: Pick<Sandbox, "url" | "domain" | "apiToken">): void {
        this.#orgs.set(Number(new URL(url).port), domain);
        this.#tokens.set(apiToken, domain);
    }

    start(): void {
        subscribe(CHANNEL, this.#onRequest);
    }

    stop(): void {
        unsubscribe(CHANNEL, this.#onRequest);
    }

    /** How many credentials were seen. */
    get size(): number {
        return this.#seen.length;
    }

    /** One line for each credential that an org was sent and that belongs to another. */
    leaks(): string[] {
        const acceptedAt = new Map<string, Set<string>>();
        for (const { credential, org } of this.#seen.filter(({ accepted }) => accepted)) {
            acceptedAt.set(credential, (acceptedAt.get(credential) ?? new Set()).add(org));
        }
        const lines = this.#seen.flatMap(({ org, credential, audience }) => {
            const owner =
                this.#tokens.get(tokenIn(credential)) ??
                audience ??
                [...(acceptedAt.get(credential) ?? [])].find((one) => one !== org);
            const isOwn = owner === undefined || owner === org;
            return isOwn ? [] : [`${org} was sent ${mask(credential)}, which is for ${owner}`];
        });
        return [...new Set(lines)];
    }

    readonly #onRequest = (message: unknown): void => {
        const { request, response, server } = message as {
            request: IncomingMessage;
            response: ServerResponse;
            server: Server;
        };
        const address = server.address();
        const port = typeof address === "object" && address !== null ? address.port : 0;
        const org = this.#orgs.get(port);
        if (org === undefined) {
            return;
        }
        const found: Seen[] = [];
        const { authorization } = request.headers;
        if (authorization !== undefined) {
            found.push({ org, credential: authorization, accepted: false });
        }
        if (request.url?.includes("/oauth2/v1/token")) {
            // The body is read once, by the org: so it is copied on its way in.
            const body: string[] = [];
            const push = request.push.bind(request);
            request.push = (chunk: Buffer | null, ...more) => {
                if (chunk !== null) {
                    body.push(String(chunk));
                }
                return push(chunk, ...more);
            };
            response.once("finish", () => {
                const assertion = new URLSearchParams(body.join("")).get("client_assertion");
                if (assertion !== null) {
                    const own = [org, `127.0.0.1:${port}`];
                    const read = readAssertion(assertion, own, org);
                    this.#seen.push({ org, ...read, accepted: isAccepted(response) });
                }
            });
        }
        response.once("finish", () => {
            for (const one of found) {
                this.#seen.push({ ...one, accepted: isAccepted(response) });
            }
        });
    };
}

const CHANNEL = "http.server.request.start";

function isAccepted({ statusCode }: ServerResponse): boolean {
    return statusCode < 300;
}

function tokenIn(authorization: string): string {
    return authorization.replace(/^SSWS\s*/i, "");
}

function readAssertion(
    assertion: string,
    own: readonly string[],
    org: string,
): Pick<Seen, "credential" | "audience"> {
    try {
        const { iss, aud } = decodeJwt(assertion);
        const { kid } = decodeProtectedHeader(assertion);
        const host = new URL(String(aud)).host;
        const credential = `assertion of ${iss} by key ${kid}`;
        return { credential, audience: own.includes(host) ? org : host };
    } catch {
        return { credential: assertion };
    }
}

function mask(credential: string): string {
    const [scheme = "", value] = credential.split(" ");
    return value === undefined || scheme === "assertion"
        ? credential.slice(0, 60)
        : `a ${scheme} credential`;
}

/** The watch over all sandbox orgs of the end-to-end tests. */
export const credentialWatch = new CredentialWatch();
