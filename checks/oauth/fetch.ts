import type { AdminClient } from "../../okta/adminClient";
import { grants, oidcApp } from "../../okta/appShapes";
import { isGone, readCall } from "../../okta/call";
import { pathSegment } from "../../okta/pathSegment";
import { roleAssignments } from "../../okta/shapes";
import { roleName } from "../../rules/roles";
import { isShown, SOME_APPS } from "../drift/shown";
import { restrictionIn } from "../network/restriction";
import { fetchZone } from "../network/zone";
import type { ActualApp, ExpectedApp } from "./snapshot";

/** Looks at one app, its grants and its roles. */
export async function fetchApp(
    client: AdminClient,
    { id, clientId, zone: expected }: ExpectedApp,
): Promise<ActualApp> {
    const [app, granted, roles, zone] = await Promise.all([
        readCall(() => client.send(`/api/v1/apps/${pathSegment(id)}`), oidcApp(id)),
        readCall(() => client.send(`/api/v1/apps/${pathSegment(id)}/grants`), grants),
        readCall(
            () => client.send(`/oauth2/v1/clients/${pathSegment(clientId)}/roles`),
            roleAssignments,
        ),
        expected && fetchZone(client, expected),
    ]);
    const oauthClient = app.value?.settings.oauthClient;
    return {
        app: app.fact,
        ...(isGone(app.fact) && { isShown: await isShown(client, SOME_APPS) }),
        ...(app.value !== undefined && {
            label: app.value.label,
            active: app.value.status === "ACTIVE",
            jwksUri: oauthClient?.jwks_uri || undefined,
            dpop: oauthClient?.dpop_bound_access_tokens === true,
            network: restrictionIn(oauthClient?.network),
            keys: (oauthClient?.jwks?.keys ?? []).map(({ kid, status }) => ({
                kid: kid ?? "",
                active: status !== "INACTIVE",
            })),
        }),
        ...(zone && { zone }),
        ...(granted.value && { grants: granted.value.map(({ scopeId }) => scopeId) }),
        ...(roles.value && {
            roles: roles.value.map(({ id, type, label, role, "resource-set": set }) => ({
                id,
                type: roleName(type, role, set),
                ...(label && { label }),
            })),
        }),
    };
}
