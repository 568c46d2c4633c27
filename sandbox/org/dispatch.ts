import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";

import { authenticate, type Credentials } from "./authentication";
import { checkRole, checkScope } from "./authorization";
import { HttpError, oktaError } from "./errors";
import type { Org } from "./org";
import { replyOf, respond } from "./respond";
import type { Call, Reply, Route } from "./route";
import type { Principal } from "./types";

/** A request in Hono, with the Node request that it came from. */
export type HonoContext = Context<{ Bindings: HttpBindings }>;

// A sandbox that runs for days must not fill the memory with its calls.
const MOST_CALLS = 100_000;

/** What becomes known of a call on its way, and is recorded even when it is refused. */
interface Progress {
    principal: Principal;
    headers: Record<string, string>;
}

/** Takes one request through faults, rate limits, authentication, scope and role rules to its route, and records it. */
export async function dispatch(org: Org, route: Route, context: HonoContext): Promise<Response> {
    const at = new Date(org.now()).toISOString();
    const { latency, answer } = org.faults.take(route.method, context.req.path);
    const progress: Progress = { principal: { kind: "nobody" }, headers: {} };
    let reply: Reply;
    try {
        org.rateLimiter.enter();
        if (latency + org.latency > 0) {
            await new Promise((resolve) => setTimeout(resolve, latency + org.latency));
        }
        if (answer !== undefined && answer.after !== true) {
            progress.headers = countedHeaders(org, route, context, progress.principal);
            reply = replyOf(org, answer);
        } else {
            reply = await run(org, route, context, progress);
        }
        if (answer?.after === true) {
            reply = replyOf(org, answer);
        }
    } catch (error) {
        reply = httpErrorOf(error);
    } finally {
        org.rateLimiter.leave();
    }
    record(org, context, at, reply.status, progress.principal);
    if (answer?.drop === true) {
        context.env.incoming.socket.destroy();
    }
    org.changed();
    return respond(org, reply, progress.headers);
}

/** Answers a request that no route takes: 405 where another method would do, else 404. */
export function unrouted(org: Org, context: HonoContext, otherMethodExists: boolean): Response {
    const refusal = oktaError(otherMethodExists ? "E0000022" : "E0000008");
    const at = new Date(org.now()).toISOString();
    record(org, context, at, refusal.status, { kind: "nobody" });
    return respond(org, refusal, {});
}

async function run(
    org: Org,
    route: Route,
    context: HonoContext,
    progress: Progress,
): Promise<Reply> {
    const { path } = context.req;
    const credentials: Credentials = {
        org,
        route,
        path,
        base: baseOf(org, context),
        authorization: context.req.header("authorization"),
        proof: context.req.header("dpop"),
        ip: ipOf(context),
        param: (name) => context.req.param(name),
    };
    try {
        progress.principal = await authenticate(credentials);
    } finally {
        progress.headers = countedHeaders(org, route, context, progress.principal);
    }
    const { principal } = progress;
    checkScope(credentials, principal);
    const roleScope = checkRole(credentials, principal);
    if (roleScope === "empty list") {
        return { status: 200, body: [] };
    }
    const text = await bodyOf(context);
    const call: Call = {
        org,
        method: route.method,
        path,
        base: credentials.base,
        query: new URLSearchParams(search(context)),
        headers: context.req.raw.headers,
        ip: credentials.ip,
        principal,
        roleScope,
        body: route.path === "/oauth2/v1/token" ? undefined : jsonOf(text, context),
        text,
        param: (name) => context.req.param(name) ?? "",
    };
    return await route.handle(call);
}

function countedHeaders(org: Org, route: Route, context: HonoContext, principal: Principal) {
    return org.rateLimiter.count(route.method, context.req.path, principal);
}

function httpErrorOf(error: unknown): HttpError {
    if (error instanceof HttpError) {
        return error;
    }
    throw error;
}

// A body that breaks off is the caller's fault, not ours.
function bodyOf(context: HonoContext): Promise<string> {
    return context.req.text().catch(() => {
        throw oktaError("E0000003");
    });
}

function jsonOf(text: string, context: HonoContext): unknown {
    if (text === "") {
        return undefined;
    }
    const type = context.req.header("content-type") ?? "application/json";
    if (!/^application\/([\w.-]+\+)?json\b/i.test(type)) {
        throw oktaError("E0000021");
    }
    try {
        return JSON.parse(text) as unknown;
    } catch {
        throw oktaError("E0000003");
    }
}

function record(
    org: Org,
    context: HonoContext,
    at: string,
    status: number,
    principal: Principal,
): void {
    const { method, path } = context.req;
    if (org.calls.length >= MOST_CALLS) {
        org.calls.splice(0, MOST_CALLS / 10);
    }
    const entry = { method, path: path + search(context), status, at };
    switch (principal.kind) {
        case "user":
            org.calls.push({ ...entry, principal: principal.userId });
            break;
        case "client":
            org.calls.push({ ...entry, principal: principal.clientId });
            break;
        case "nobody":
            org.calls.push(entry);
    }
}

/** The URL the caller used: the loopback address, unless the request was made to the org's name. */
function baseOf(org: Org, context: HonoContext): string {
    const host = (context.req.header("host") ?? "").toLowerCase();
    return host.replace(/:\d+$/, "") === org.domain ? org.url : org.loopback;
}

function ipOf(context: HonoContext): string {
    return (context.env.incoming.socket.remoteAddress ?? "127.0.0.1").replace(/^::ffff:/, "");
}

function search(context: HonoContext): string {
    const query = context.req.url.indexOf("?");
    return query === -1 ? "" : context.req.url.slice(query);
}
