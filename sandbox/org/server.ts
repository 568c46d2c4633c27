import { createServer, type IncomingMessage } from "node:http";

import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { Hono } from "hono";

import { addAdminEndpoints } from "./adminEndpoints";
import type { AppView, GrantView } from "./appViews";
import { dispatch, unrouted } from "./dispatch";
import { oktaError } from "./errors";
import type { InjectedFaults } from "./injectedFaults";
import { type CallRecord, type Edition, Org } from "./org";
import type { RateLimitPreset } from "./rateLimits";
import { respond } from "./respond";
import { routes } from "./routes";
import { applySeed } from "./seed";
import { DEFAULT_SEED, type Seed } from "./seedForm";
import { StateFile } from "./stateFile";
import type { Store } from "./store";

/** The API token of the administrator, unless another one is given. It is no secret. */
export const DEFAULT_API_TOKEN = "sandbox-api-token-not-a-secret";

/** Options of `createSandbox`. */
export interface SandboxOptions {
    /** Defaults to 0, a free port. */
    port?: number;
    /** Defaults to a few users and groups. */
    seed?: Seed;
    /** The name of the org. Defaults to acme.okta.com. */
    domain?: string;
    /** The API token of the super admin. */
    apiToken?: string;
    /** Identity Engine ("idx", the default) or Classic Engine ("v1"). */
    edition?: Edition;
    /** Okta's limits for a free or an enterprise org. Defaults to "off". */
    rateLimits?: RateLimitPreset;
    /** Milliseconds that every call takes at least. */
    latency?: number;
    /**
     * Which apps an admin below SUPER_ADMIN is shown. Defaults to what the state file says, or to
     * "assigned-only", the strictest that a source names.
     */
    view?: AppView;
    /** Who is shown the grants of apps. Defaults to what the state file says, or to "super-admin". */
    grants?: GrantView;
    /**
     * Takes what is signed with an EC key that was registered without `crv`, by the length of its
     * coordinates. Defaults to false: whether Okta does is unconfirmed.
     */
    inferCurve?: boolean;
    /** A file that keeps the org across restarts. The seed fills it the first time only. */
    stateFile?: string;
    /** The clock, in milliseconds since the epoch, for tests of lifetimes. */
    now?: () => number;
}

/** A sandbox org that is listening. */
export interface Sandbox {
    /** The loopback address, http://127.0.0.1:PORT. */
    readonly url: string;
    readonly apiToken: string;
    readonly domain: string;
    readonly store: Store;
    readonly faults: InjectedFaults;
    /** The Okta API calls so far, without those to /_sandbox. */
    readonly calls: CallRecord[];
    readonly org: Org;
    /** Restores the seed, and clears the calls and the faults. */
    reset(): void;
    close(): Promise<void>;
}

/**
 * Starts a local Okta org on the loopback interface.
 *
 * @throws Error when the port is in use, or the state file cannot be read or is another org's.
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
    const domain = (options.domain ?? "acme.okta.com").toLowerCase();
    const apiToken = options.apiToken ?? DEFAULT_API_TOKEN;
    const seed = options.seed ?? DEFAULT_SEED;
    const org = new Org({
        domain,
        edition: options.edition ?? "idx",
        rateLimits: options.rateLimits ?? "off",
        latency: options.latency ?? 0,
        now: options.now ?? Date.now,
        inferCurve: options.inferCurve ?? false,
    });
    const reset = () => {
        org.clear();
        applySeed(org, seed, apiToken);
        org.changed();
    };
    const stateFile =
        options.stateFile === undefined ? undefined : new StateFile(org, options.stateFile);
    const isLoaded = stateFile?.load() === true;
    org.appView = options.view ?? org.appView;
    org.grantView = options.grants ?? org.grantView;
    if (!isLoaded) {
        reset();
    }
    org.changed = () => stateFile?.touch();
    stateFile?.write();
    const listener = getRequestListener(application(org, reset).fetch, {
        overrideGlobalObjects: false,
    });
    const server = createServer((request, response) => {
        toOriginForm(request);
        void listener(request, response);
    });
    await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(options.port ?? 0, "127.0.0.1", resolve);
    });
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    org.loopback = `http://127.0.0.1:${port}`;
    return {
        url: org.loopback,
        apiToken,
        domain,
        store: org.store,
        faults: org.faults,
        calls: org.calls,
        org,
        reset,
        close: () =>
            new Promise((resolve, reject) => {
                stateFile?.write();
                server.close((error) => (error ? reject(error) : resolve()));
                server.closeAllConnections();
            }),
    };
}

function application(org: Org, reset: () => void): Hono<{ Bindings: HttpBindings }> {
    const app = new Hono<{ Bindings: HttpBindings }>();
    addAdminEndpoints(app, org, reset);
    for (const route of routes) {
        app.on(route.method, route.path, (context) => dispatch(org, route, context));
    }
    const paths = [...new Set(routes.map((route) => route.path))];
    for (const path of paths) {
        app.all(path, (context) => unrouted(org, context, true));
    }
    app.onError((error) => {
        org.failures.push(error);
        return respond(org, oktaError("E0000009"), {});
    });
    app.notFound((context) => unrouted(org, context, false));
    return app;
}

// A client that takes the sandbox for its proxy sends the whole URL in the request line.
function toOriginForm(request: IncomingMessage): void {
    request.url = (request.url ?? "/").replace(/^https?:\/\/[^/?#]*/i, "") || "/";
    if (!request.url.startsWith("/")) {
        request.url = `/${request.url}`;
    }
}
