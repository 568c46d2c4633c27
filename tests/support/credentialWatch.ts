import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createRequire } from "node:module";

import { decodeJwt, decodeProtectedHeader } from "jose";

import type { Sandbox } from "../../sandbox/org/server";

const { fingerprint } = createRequire(__filename)("./fingerprint.cjs") as {
    fingerprint: (authorization: string) => string;
};

/** A credential that an org was sent. */
export interface Seen {
    readonly org: string;
    /** What it is known by; not the credential itself. */
    readonly credential: string;
    /** What it is called in a message. */
    readonly name: string;
    /** Host that a client assertion is meant for. */
    readonly audience?: string;
    readonly accepted: boolean;
}

// The token of every sandbox that is given none. It is public.
const PUBLIC = fingerprint("SSWS sandbox-api-token-not-a-secret");

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
        this.#tokens.set(fingerprint(`SSWS ${apiToken}`), domain);
    }

    start(): void {
        subscribe(CHANNEL, this.#onRequest);
    }

    stop(): void {
        unsubscribe(CHANNEL, this.#onRequest);
    }

    /** Adds what an org of another process was sent. */
    report(seen: Seen): void {
        if (seen.credential !== PUBLIC) {
            this.#seen.push(seen);
        }
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
        const lines = this.#seen.flatMap(({ org, credential, name, audience }) => {
            const owner =
                this.#tokens.get(credential) ??
                audience ??
                [...(acceptedAt.get(credential) ?? [])].find((one) => one !== org);
            const isOwn = owner === undefined || owner === org;
            return isOwn ? [] : [`${org} was sent ${name}, which is for ${owner}`];
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
        const { authorization } = request.headers;
        if (authorization !== undefined) {
            const credential = fingerprint(authorization);
            const name = nameOf(authorization.split(" ")[0]);
            response.once("finish", () => {
                this.#seen.push({ org, credential, name, accepted: isAccepted(response) });
            });
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
    };
}

const CHANNEL = "http.server.request.start";

function isAccepted({ statusCode }: ServerResponse): boolean {
    return statusCode < 300;
}

/** What a credential of a scheme is called in a message. */
export function nameOf(scheme = ""): string {
    return `a ${scheme} credential`;
}

function readAssertion(
    assertion: string,
    own: readonly string[],
    org: string,
): Pick<Seen, "credential" | "name" | "audience"> {
    try {
        const { iss, aud } = decodeJwt(assertion);
        const { kid } = decodeProtectedHeader(assertion);
        const host = new URL(String(aud)).host;
        const credential = `assertion of ${iss} by key ${kid}`;
        const name = credential.slice(0, 60);
        return { credential, name, audience: own.includes(host) ? org : host };
    } catch {
        return { credential: fingerprint(`assertion ${assertion}`), name: "a broken assertion" };
    }
}

/** The watch over all sandbox orgs of the end-to-end tests. */
export const credentialWatch = new CredentialWatch();
