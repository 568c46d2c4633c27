import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import { authenticate, checkRole, checkScope, type Credentials } from "./authorization";
import { envelope, isErrorCode, oktaError, Refusal } from "./errors";
import type { Fault } from "./faults";
import type { Org } from "./org";
import type { Call, Method, Principal, Reply, Route } from "./route";
import { randomCharacters } from "./store";

export type HonoContext = Context<{ Bindings: HttpBindings }>;

const USUAL_CODES: Record<number, string> = {
    400: "E0000001",
    401: "E0000011",
    403: "E0000006",
    404: "E0000007",
    405: "E0000022",
    409: "E0000268",
    429: "E0000047",
    500: "E0000009",
    503: "E0000010",
};

/** Takes one request through faults, authentication, scope and role rules to its route, and records it. */
export async function dispatch(org: Org, route: Route, context: HonoContext): Promise<Response> {
    const path = context.req.path;
    const at = new Date(org.now()).toISOString();
    const { latency, answer } = org.faults.take(route.method, path);
    if (latency > 0) {
        await new Promise((resolve) => setTimeout(resolve, latency));
    }
    const caller: { principal: Principal } = { principal: { kind: "nobody" } };
    const faultBefore = answer !== undefined && answer.after !== true;
    let reply = faultBefore ? replyOf(answer) : await run(org, route, context, caller);
    if (answer?.after === true) {
        reply = replyOf(answer);
    }
    org.calls.push({
        method: route.method,
        path: path + search(context),
        status: reply.status,
        at,
        ...principalField(caller.principal),
    });
    if (answer?.drop === true) {
        context.env.incoming.socket.destroy();
    }
    return respond(org, reply);
}

/** Answers a request that no route takes: 405 where another method would do, else 404. */
export function unrouted(org: Org, context: HonoContext, otherMethodExists: boolean): Response {
    const { body, status } = oktaError(otherMethodExists ? "E0000022" : "E0000008");
    org.calls.push({
        method: context.req.method,
        path: context.req.path + search(context),
        status,
        at: new Date(org.now()).toISOString(),
    });
    return respond(org, { status, body });
}

async function run(
    org: Org,
    route: Route,
    context: HonoContext,
    caller: { principal: Principal },
): Promise<Reply> {
    try {
        const base = baseOf(org, context);
        const credentials: Credentials = {
            org,
            route,
            base,
            path: context.req.path,
            authorization: context.req.header("authorization"),
            proof: context.req.header("dpop"),
            param: (name) => context.req.param(name),
        };
        const principal = authenticate(credentials);
        caller.principal = principal;
        checkScope(credentials, principal);
        const reach = checkRole(credentials, principal);
        if (reach === "empty list") {
            return { status: 200, body: [] };
        }
        const text = await context.req.text();
        const call: Call = {
            org,
            method: route.method,
            path: context.req.path,
            base,
            query: new URLSearchParams(search(context)),
            headers: context.req.raw.headers,
            ip: context.env.incoming.socket.remoteAddress ?? "127.0.0.1",
            principal,
            reach,
            body: route.path === "/oauth2/v1/token" ? undefined : jsonOf(text, context),
            text,
            param: (name) => context.req.param(name) ?? "",
        };
        return await route.handle(call);
    } catch (error) {
        if (error instanceof Refusal) {
            return error;
        }
        throw error;
    }
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

function respond(org: Org, reply: Reply): Response {
    const headers = new Headers({
        Date: new Date(org.now()).toUTCString(),
        "Accept-Ch": "Sec-CH-UA-Platform-Version",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "X-Okta-Request-Id": randomCharacters(27),
    });
    for (const [name, value] of Object.entries(reply.headers ?? {})) {
        for (const each of Array.isArray(value) ? value : [value]) {
            headers.append(name, each);
        }
    }
    if (reply.body === undefined) {
        return new Response(null, { status: reply.status, headers });
    }
    headers.set("Content-Type", "application/json");
    const body = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body);
    return new Response(body, { status: reply.status, headers });
}

function replyOf(fault: Fault): Reply {
    const status = fault.status ?? 503;
    const code = fault.errorCode ?? USUAL_CODES[status] ?? "E0000009";
    const body = isErrorCode(code) ? oktaError(code).body : envelope(code, "Injected fault");
    return { status, body };
}

/** The URL the caller used: the loopback address, unless the request was made to the org's name. */
function baseOf(org: Org, context: HonoContext): string {
    const host = (context.req.header("host") ?? "").toLowerCase();
    return host.replace(/:\d+$/, "") === org.domain ? org.url : org.loopback;
}

function search(context: HonoContext): string {
    const query = context.req.url.indexOf("?");
    return query === -1 ? "" : context.req.url.slice(query);
}

function principalField(principal: Principal): { principal?: string } {
    switch (principal.kind) {
        case "user":
            return { principal: principal.userId };
        case "client":
            return { principal: principal.clientId };
        case "nobody":
            return {};
    }
}

export function isMethod(value: string): value is Method {
    return ["GET", "POST", "PUT", "DELETE", "PATCH"].includes(value);
}
