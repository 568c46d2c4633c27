import { appFields, type AppInput, appSchema } from "../appInput";
import { keysFrom } from "../appKeys";
import { appView } from "../appView";
import { newSecret } from "../clientSecrets";
import { forbidden, invalid, notFound, oktaError } from "../errors";
import type { App } from "../model";
import { checkZones } from "../network";
import { page } from "../paging";
import { filtered, startingWithQ } from "../query";
import { APP_MANAGERS, APP_READERS, isAdminApp, isSuperAdmin } from "../roles";
import { type Call, noContent, ok, type Route } from "../route";
import { deletePrincipal, newId } from "../store";
import { appParty, logEvent } from "../systemLog";
import { parseBody } from "../validate";

/** The app of the path, or 404. */
export function appOf(call: Call, type = "AppInstance"): App {
    const id = call.param("appId");
    const app = call.org.store.apps.get(id);
    if (app === undefined) {
        throw notFound(id, type);
    }
    return app;
}

/** Refuses changes of an app's credentials that Okta leaves to super admins. */
export function checkMayChangeKeys(call: Call, app: App): void {
    const { org, principal } = call;
    const hasGrants = org.store.grants.find((grant) => grant.appId === app.id) !== undefined;
    if ((hasGrants || isAdminApp(org, app)) && !isSuperAdmin(org, principal)) {
        throw forbidden();
    }
}

function createApp(call: Call) {
    const { org } = call;
    const input = parseBody(call, appSchema);
    const now = org.timestamp();
    const id = newId("0oa");
    const clientId = input.credentials?.oauthClient?.client_id ?? id;
    if (clientId === "ALL_CLIENTS" || org.store.apps.find((app) => app.clientId === clientId)) {
        throw invalid("credentials", `client_id: '${clientId}' is already in use.`);
    }
    const app: App = {
        id,
        clientId,
        name: input.signOnMode === "BOOKMARK" ? "bookmark" : "oidc_client",
        status: call.query.get("activate") === "false" ? "INACTIVE" : "ACTIVE",
        created: now,
        lastUpdated: now,
        ...appFields(input),
        keys: keysFrom(input.settings?.oauthClient?.jwks?.keys ?? [], [], now),
        secrets: [],
        accessPolicyId: null,
        idTokenIssuerMode: "ORG_URL",
    };
    checkNetwork(call, app);
    ensureSecret(app, input, now);
    org.store.apps.set(app);
    logEvent(call, "application.lifecycle.create", "Create application", [appParty(app)]);
    if (app.credentials.oauthClient) {
        logEvent(call, "app.oauth2.client.lifecycle.create", "Create OAuth client", [
            appParty(app),
        ]);
    }
    return ok(appView(org, call.base, app, { secret: true }));
}

function replaceApp(call: Call) {
    const { org } = call;
    const app = appOf(call);
    const input = parseBody(call, appSchema);
    if (input.signOnMode !== app.signOnMode) {
        throw invalid("signOnMode", "signOnMode: The sign-on mode of an app can't be changed.");
    }
    if (isAdminApp(org, app) && !isSuperAdmin(org, call.principal)) {
        throw forbidden();
    }
    const now = org.timestamp();
    const keys = keysFrom(input.settings?.oauthClient?.jwks?.keys ?? [], app.keys, now);
    const fields = appFields(input);
    const keyIds = (each: App["keys"]) =>
        each.map((key) => JSON.stringify([key.kid, key.n, key.x]));
    if (keyIds(keys).join() !== keyIds(app.keys).join()) {
        checkMayChangeKeys(call, app);
    }
    const replaced: App = { ...app, ...fields, keys, lastUpdated: now };
    checkNetwork(call, replaced);
    ensureSecret(replaced, input, now);
    org.store.apps.set(replaced);
    logEvent(call, "application.lifecycle.update", "Update application", [appParty(replaced)]);
    if (replaced.credentials.oauthClient) {
        logEvent(call, "app.oauth2.client.lifecycle.update", "Update OAuth client", [
            appParty(replaced),
        ]);
    }
    return ok(appView(org, call.base, replaced, { secret: true }));
}

function checkNetwork(call: Call, app: App): void {
    const network = app.settings.oauthClient?.network;
    if (network !== undefined) {
        checkZones(call.org, network);
    }
}

/** A secret exists for secret methods only; changing to private_key_jwt deletes it. */
function ensureSecret(app: App, input: AppInput, now: string): void {
    const method = app.credentials.oauthClient?.token_endpoint_auth_method ?? "none";
    if (!method.startsWith("client_secret")) {
        app.secrets = [];
    } else if (app.secrets.length === 0) {
        const given = input.credentials?.oauthClient?.client_secret;
        app.secrets = [newSecret(now, given ?? undefined)];
    }
}

function listApps(call: Call) {
    const { org } = call;
    const named = startingWithQ(call, org.store.apps.list(), (app) => [app.label, app.name]);
    const apps = filtered(call, named, (app) => ({
        ...app,
        credentials: { signing: { kid: org.signingKid } },
    }));
    return page(call, org.store.apps, apps, { usual: 20, most: 200 }, (app) =>
        appView(org, call.base, app, { secret: false }),
    );
}

function setStatus(call: Call, status: App["status"]) {
    const app = appOf(call);
    if (app.status !== status) {
        const changed = { ...app, status, lastUpdated: call.org.timestamp() };
        call.org.store.apps.set(changed);
        const verb = status === "ACTIVE" ? "activate" : "deactivate";
        logEvent(call, `application.lifecycle.${verb}`, `${verb} application`, [appParty(app)]);
    }
    return ok({});
}

function deleteApp(call: Call) {
    const { store } = call.org;
    const app = appOf(call);
    if (app.status === "ACTIVE") {
        throw oktaError("E0000056", "", ["The application must be deactivated before deletion."]);
    }
    store.apps.delete(app.id);
    for (const grant of store.grants.filter((each) => each.appId === app.id)) {
        store.grants.delete(grant.id);
    }
    deletePrincipal(store, app.clientId);
    logEvent(call, "application.lifecycle.delete", "Delete application", [appParty(app)]);
    return noContent();
}

const reading = { scope: "okta.apps.read", roles: APP_READERS } as const;
const managing = { scope: "okta.apps.manage", roles: APP_MANAGERS } as const;

export const appRoutes: Route[] = [
    {
        method: "GET",
        path: "/api/v1/apps",
        ...reading,
        supported:
            "q and filter, limit up to 200 (default 20: the older documentation; the specification says -1), after. expand, includeNonDeleted and the like are ignored.",
        source: "VCR, OAS, DDold:apps",
        handle: listApps,
    },
    {
        method: "POST",
        path: "/api/v1/apps",
        ...managing,
        supported:
            "OPENID_CONNECT in full, BOOKMARK without settings checks; other sign-on modes are refused. Keys with private members are refused (unconfirmed).",
        source: "VCR:TestAccResourceOktaAppOauth_serviceWithJWKS, OAS",
        handle: createApp,
    },
    {
        method: "GET",
        path: "/api/v1/apps/:appId",
        ...reading,
        supported: "in full",
        source: "VCR",
        handle: (call) => ok(appView(call.org, call.base, appOf(call), { secret: false })),
    },
    {
        method: "PUT",
        path: "/api/v1/apps/:appId",
        ...managing,
        supported:
            "full replacement; only a super admin may replace an app that holds an admin role, or change keys once scopes are granted.",
        source: "VCR, gh:terraform-provider-okta#2025, DD:guides/implement-oauth-for-okta-serviceapp",
        handle: replaceApp,
    },
    {
        method: "DELETE",
        path: "/api/v1/apps/:appId",
        ...managing,
        supported: "in full; an active app is refused. Its grants and role assignments go with it.",
        source: "VCR, DDold:apps, ERR",
        handle: deleteApp,
    },
    {
        method: "POST",
        path: "/api/v1/apps/:appId/lifecycle/activate",
        ...managing,
        supported: "200 with {} also when it is active already (unconfirmed).",
        source: "VCR",
        handle: (call) => setStatus(call, "ACTIVE"),
    },
    {
        method: "POST",
        path: "/api/v1/apps/:appId/lifecycle/deactivate",
        ...managing,
        supported: "200 with {} also when it is inactive already (unconfirmed).",
        source: "VCR",
        handle: (call) => setStatus(call, "INACTIVE"),
    },
];
