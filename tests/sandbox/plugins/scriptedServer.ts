import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { OktaClient } from "../../../sandbox/plugins/okta/client";
import { readSettings } from "../../../sandbox/plugins/okta/settings";
import type { Context } from "../../../sandbox/plugins/provider/resource";
import type { Values } from "../../../sandbox/plugins/provider/value";

export interface Reply {
    readonly status?: number;
    readonly body?: unknown;
    readonly headers?: Record<string, string>;
}
export interface Call {
    readonly line: string;
    readonly body: Values;
    readonly headers: NodeJS.Dict<string | string[]>;
}

/** A scripted org: answers as told, and remembers what it was asked. */
export interface ScriptedOrg {
    readonly url: string;
    readonly calls: Call[];
    /** Method and path of each call so far. */
    lines(): string[];
    close(): Promise<void>;
}

export async function scriptedOrg(
    answer: (line: string, body: Values) => Reply | undefined,
): Promise<ScriptedOrg> {
    const calls: Call[] = [];
    const server: Server = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on("data", (chunk: Buffer) => chunks.push(chunk));
        request.on("end", () => {
            const raw = Buffer.concat(chunks).toString();
            const isJson = raw.startsWith("{");
            const form = Object.fromEntries(new URLSearchParams(raw));
            const body = (isJson ? JSON.parse(raw) : form) as Values;
            const path = (request.url ?? "").replace(/^http:\/\/[^/]+/, "");
            const line = `${request.method} ${path}`;
            calls.push({ line, body, headers: request.headers });
            const reply = answer(line, body) ?? notFound(path);
            response.writeHead(reply.status ?? 200, {
                "Content-Type": "application/json",
                ...reply.headers,
            });
            response.end(reply.body === undefined ? "" : JSON.stringify(reply.body));
        });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return {
        url: `http://127.0.0.1:${port}`,
        calls,
        lines: () => calls.map((call) => call.line),
        close: () =>
            new Promise<void>((resolve) => {
                server.close(() => resolve());
                server.closeAllConnections();
            }),
    };
}

export function notFound(id: string): Reply {
    const errorSummary = `Not found: Resource not found: ${id}`;
    return { status: 404, body: { errorCode: "E0000007", errorSummary, errorCauses: [] } };
}

export interface TestContext extends Context<OktaClient> {
    readonly warnings: string[];
    /** Milliseconds of each wait that was asked for; none is really waited. */
    readonly pauses: number[];
}

/** What a handler gets in a test: a client of this org, and a place for its warnings. */
export function contextFor(
    org: ScriptedOrg,
    settings: Values = { apiToken: "not-a-real-token" },
): TestContext {
    const warnings: string[] = [];
    const pauses: number[] = [];
    const sleep = (milliseconds: number): Promise<void> => {
        pauses.push(milliseconds);
        return Promise.resolve();
    };
    const values = { orgName: "acme", httpProxy: org.url, minWaitSeconds: 0, ...settings };
    const client = new OktaClient(readSettings(values, {}), new AbortController().signal, sleep);
    return { client, warn: (message) => warnings.push(message), warnings, pauses };
}
