import type { App } from "../model";
import { page } from "../paging";
import { startingWithQ } from "../query";
import { APP_READERS } from "../roles";
import { type Call, ok, type Route } from "../route";
import { clientOf } from "./clientRoles";

/** A client in the form of RFC 7591; its keys and secrets are left to the app's endpoints. */
function clientView(call: Call, app: App) {
    const settings = app.settings.oauthClient;
    return {
        client_id: app.clientId,
        client_id_issued_at: Math.floor(Date.parse(app.created) / 1000),
        client_name: app.label,
        client_uri: settings?.client_uri ?? null,
        logo_uri: settings?.logo_uri ?? null,
        application_type: settings?.application_type ?? null,
        redirect_uris: settings?.redirect_uris ?? [],
        response_types: settings?.response_types ?? [],
        grant_types: settings?.grant_types ?? [],
        token_endpoint_auth_method: app.credentials.oauthClient?.token_endpoint_auth_method ?? null,
        _links: { app: { href: `${call.base}/api/v1/apps/${app.id}` } },
    };
}

const reading = {
    method: "GET",
    scope: "okta.clients.read",
    roles: APP_READERS,
    source: "DDold:clients",
} as const;

export const clientRoutes: Route[] = [
    {
        ...reading,
        path: "/oauth2/v1/clients",
        supported: "q, limit, after. Clients are made as apps: dynamic registration is not there.",
        handle: (call) => {
            const { apps } = call.org.store;
            const clients = apps.filter((app) => app.credentials.oauthClient !== undefined);
            const named = startingWithQ(call, clients, (app) => [app.label, app.clientId]);
            return page(call, apps, named, { usual: 50, most: 200 }, (app) =>
                clientView(call, app),
            );
        },
    },
    {
        ...reading,
        path: "/oauth2/v1/clients/:clientId",
        supported: "apps only, no API service integrations",
        handle: (call) => ok(clientView(call, clientOf(call))),
    },
];
