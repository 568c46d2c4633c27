import type { AdminClient } from "../../okta/adminClient";
import { type AnyApp, apps, grants } from "../../okta/appShapes";
import { readCall } from "../../okta/call";
import { fetchAllPages } from "../../okta/pages";
import { pathSegment } from "../../okta/pathSegment";
import { roleAssignments } from "../../okta/shapes";
import { unlisted } from "./method";

/** A service app of the org, with what hangs on it; undefined is what could not be read. */
export interface ServiceAppSnapshot {
    readonly app: AnyApp;
    readonly grants: readonly string[] | undefined;
    readonly roles: readonly { readonly id: string; readonly type: string }[] | undefined;
}

/** Of more apps than this, a list of candidates shows the first: each costs two calls. */
const MOST_CANDIDATES = 50;

/** Reads what hangs on an app. */
export async function fetchServiceApp(
    client: AdminClient,
    app: AnyApp,
): Promise<ServiceAppSnapshot> {
    const id = pathSegment(app.id);
    const [granted, roles] = await Promise.all([
        readCall(() => fetchAllPages(client, `/api/v1/apps/${id}/grants`), grants),
        readCall(() => client.send(`/oauth2/v1/clients/${id}/roles`), roleAssignments),
    ]);
    return {
        app,
        grants: granted.value?.map(({ scopeId }) => scopeId),
        roles: roles.value?.map(({ id, type }) => ({ id, type })),
    };
}

/** Reads the API service apps of the org that sign in with a key, or why they cannot be read. */
export async function fetchServiceApps(
    client: AdminClient,
): Promise<readonly ServiceAppSnapshot[] | { readonly unread: string }> {
    const { fact, value } = await readCall(
        () => fetchAllPages(client, "/api/v1/apps?limit=200"),
        apps,
    );
    if (value === undefined) {
        return unlisted("The apps", fact);
    }
    const service = value.filter(
        ({ settings, credentials }) =>
            settings?.oauthClient?.application_type === "service" &&
            credentials?.oauthClient?.token_endpoint_auth_method === "private_key_jwt",
    );
    return Promise.all(
        service.slice(0, MOST_CANDIDATES).map((app) => fetchServiceApp(client, app)),
    );
}
