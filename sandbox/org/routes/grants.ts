import * as z from "zod";

import { invalid, notFound } from "../errors";
import type { App, Grant } from "../model";
import { page } from "../paging";
import { assignRole, existing } from "../roleAssignments";
import { APP_READERS, SUPER_ONLY } from "../roles";
import { type Call, noContent, ok, type Route } from "../route";
import { newId } from "../store";
import { appParty, logEvent, party } from "../systemLog";
import { isOktaScope } from "../tokenScopes";
import { parseBody } from "../validate";
import { appOf } from "./apps";
import { clientAssignee } from "./clientRoles";

const grantSchema = z.looseObject({ issuer: z.string().min(1), scopeId: z.string().min(1) });

function grantView(base: string, app: App, grant: Grant, withScope: boolean) {
    const self = `${base}/api/v1/apps/${app.id}`;
    return {
        id: grant.id,
        status: "ACTIVE",
        created: grant.created,
        createdBy: grant.createdBy,
        lastUpdated: grant.lastUpdated,
        issuer: grant.issuer,
        clientId: grant.clientId,
        scopeId: grant.scopeId,
        source: "ADMIN",
        ...(withScope ? { _embedded: { scope: { id: grant.scopeId } } } : {}),
        _links: {
            app: { href: self, title: app.label },
            self: { href: `${self}/grants/${grant.id}`, hints: { allow: ["GET", "DELETE"] } },
            client: { href: `${base}/oauth2/v1/clients/${app.clientId}`, title: app.label },
        },
    };
}

function grantScope(call: Call) {
    const { org } = call;
    const app = appOf(call);
    const { issuer, scopeId } = parseBody(call, grantSchema);
    if (!org.urls.includes(issuer)) {
        throw invalid("issuer", `issuer: '${issuer}' is not the URL of this org.`);
    }
    if (!isOktaScope(scopeId) || scopeId.endsWith(".self")) {
        throw invalid("scopeId", `scopeId: '${scopeId}' is not a scope that can be granted.`);
    }
    const known = org.store.grants.find(
        (grant) => grant.appId === app.id && grant.scopeId === scopeId,
    );
    if (known !== undefined) {
        return ok(grantView(call.base, app, known, true));
    }
    const now = org.timestamp();
    const { principal } = call;
    const grant = org.store.grants.set({
        id: newId("oag"),
        appId: app.id,
        clientId: app.clientId,
        issuer,
        scopeId,
        created: now,
        lastUpdated: now,
        createdBy:
            principal.kind === "client"
                ? { id: principal.clientId, type: "App" }
                : { id: principal.kind === "user" ? principal.userId : "unknown", type: "User" },
    });
    logEvent(call, "app.oauth2.admin.consent.grant", "Grant admin consent for scopes to app", [
        appParty(app),
        party("scope", scopeId, scopeId),
    ]);
    if (org.clientPrivilegesSetting && isService(app)) {
        const role = { type: "SUPER_ADMIN" };
        if (existing(call, { id: app.clientId }, role) === undefined) {
            assignRole(call, clientAssignee(app), role);
        }
    }
    return ok(grantView(call.base, app, grant, true));
}

function isService(app: App): boolean {
    return app.settings.oauthClient?.application_type === "service";
}

function grantOf(call: Call): { app: App; grant: Grant } {
    const app = appOf(call);
    const id = call.param("grantId");
    const grant = call.org.store.grants.get(id);
    if (grant?.appId !== app.id) {
        throw notFound(id, "OAuth2ScopeConsentGrant");
    }
    return { app, grant };
}

const reading = {
    scope: "okta.appGrants.read",
    roles: APP_READERS,
    superAdminView: true,
} as const;
const managing = { scope: "okta.appGrants.manage", roles: SUPER_ONLY } as const;

export const grantRoutes: Route[] = [
    {
        method: "GET",
        path: "/api/v1/apps/:appId/grants",
        ...reading,
        supported:
            "expand=scope, limit, after; for super admins only, unless the setting says otherwise",
        source: "VCR@701bf831, OAS",
        handle: (call) => {
            const app = appOf(call);
            const { grants } = call.org.store;
            const list = grants.filter((grant) => grant.appId === app.id);
            const withScope = call.query.get("expand") === "scope";
            return page(call, grants, list, { usual: 200, most: 200 }, (grant) =>
                grantView(call.base, app, grant, withScope),
            );
        },
    },
    {
        method: "POST",
        path: "/api/v1/apps/:appId/grants",
        ...managing,
        supported:
            "200 as recorded (the specification says 201). A second POST of a scope answers with the existing grant (unconfirmed); names not in Okta's form and .self scopes are refused (text unconfirmed), unknown names are not. The issuer is the org's URL or its loopback address.",
        source: "VCR@701bf831, OAS, DD:guides/implement-oauth-for-okta-serviceapp",
        handle: grantScope,
    },
    {
        method: "GET",
        path: "/api/v1/apps/:appId/grants/:grantId",
        ...reading,
        supported: "in full",
        source: "OAS",
        handle: (call) => {
            const { app, grant } = grantOf(call);
            const withScope = call.query.get("expand") === "scope";
            return ok(grantView(call.base, app, grant, withScope));
        },
    },
    {
        method: "DELETE",
        path: "/api/v1/apps/:appId/grants/:grantId",
        ...managing,
        supported: "in full",
        source: "VCR@701bf831, OAS",
        handle: (call) => {
            const { app, grant } = grantOf(call);
            call.org.store.grants.delete(grant.id);
            logEvent(call, "app.oauth2.admin.consent.revoke", "Revoke admin consent for app", [
                appParty(app),
                party("scope", grant.scopeId, grant.scopeId),
            ]);
            return noContent();
        },
    },
];
