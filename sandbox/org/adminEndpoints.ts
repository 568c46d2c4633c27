import type { HttpBindings } from "@hono/node-server";
import type { Hono } from "hono";
import * as z from "zod";

import { createInConsole } from "./apiTokens";
import type { Org } from "./org";

const faultSchema = z.strictObject({
    method: z.enum(["GET", "POST", "PUT", "DELETE", "PATCH"]).optional(),
    path: z
        .string()
        .refine(isPattern, "must be the start of a path or a regular expression")
        .optional(),
    status: z.int().min(400).max(599).optional(),
    errorCode: z.string().optional(),
    times: z.int().positive().optional(),
    skip: z.int().nonnegative().optional(),
    after: z.boolean().optional(),
    drop: z.boolean().optional(),
    latency: z.int().nonnegative().max(60_000).optional(),
    slowRoles: z.int().nonnegative().optional(),
});

const tokenSchema = z.strictObject({ login: z.string(), name: z.string().min(1).max(100) });

/**
 * Adds the sandbox's own endpoints below /_sandbox: injected faults, recorded calls, state, reset, and
 * actions that Okta offers in the Admin Console only.
 */
export function addAdminEndpoints(
    app: Hono<{ Bindings: HttpBindings }>,
    org: Org,
    reset: () => void,
): void {
    // A web page that is open in a browser beside the sandbox must not steer it.
    app.use("/_sandbox/*", async (context, next) => {
        const host = (context.req.header("host") ?? "").replace(/:\d+$/, "");
        const isLocal = ["127.0.0.1", "localhost", org.domain].includes(host.toLowerCase());
        if (!isLocal || context.req.header("origin") !== undefined) {
            return context.json({ error: "the sandbox is steered from its own machine only" }, 403);
        }
        return next();
    });
    app.get("/_sandbox/calls", (context) => context.json(org.calls));
    app.get("/_sandbox/faults", (context) => context.json(org.faults.list()));
    app.post("/_sandbox/faults", async (context) => {
        const body: unknown = await context.req.json().catch(() => undefined);
        const parsed = z.union([faultSchema, z.array(faultSchema)]).safeParse(body);
        if (!parsed.success) {
            return context.json({ error: z.prettifyError(parsed.error) }, 400);
        }
        for (const fault of [parsed.data].flat()) {
            org.faults.add(fault);
        }
        return context.json(org.faults.list(), 201);
    });
    app.delete("/_sandbox/faults", (context) => {
        org.faults.clear();
        return context.body(null, 204);
    });
    app.post("/_sandbox/console/api-tokens", async (context) => {
        const body: unknown = await context.req.json().catch(() => undefined);
        const parsed = tokenSchema.safeParse(body);
        if (!parsed.success) {
            return context.json({ error: z.prettifyError(parsed.error) }, 400);
        }
        const made = createInConsole(org, parsed.data.login, parsed.data.name);
        org.changed();
        return made === undefined
            ? context.json({ error: "no active user with an admin role has this login" }, 403)
            : context.json(made, 201);
    });
    app.post("/_sandbox/reset", (context) => {
        reset();
        return context.body(null, 204);
    });
    app.get("/_sandbox/state", (context) => context.json(stateOf(org)));
    app.all("/_sandbox/*", (context) =>
        context.json(
            {
                error: "no such sandbox endpoint; see calls, console/api-tokens, faults, reset, state",
            },
            404,
        ),
    );
}

/** What the org holds, without secrets. */
function stateOf(org: Org) {
    const { store } = org;
    return {
        domain: org.domain,
        edition: org.edition,
        view: org.appView,
        grantView: org.grantView,
        users: store.users.size,
        groups: store.groups.size,
        apps: store.apps.list().map((app) => ({ ...app, secrets: app.secrets.length })),
        grants: store.grants.list(),
        roleAssignments: store.roleAssignments.list(),
        customRoles: store.customRoles.list(),
        resourceSets: store.resourceSets.list(),
        zones: store.zones.list(),
    };
}

function isPattern(source: string): boolean {
    try {
        new RegExp(source);
        return true;
    } catch {
        return false;
    }
}
