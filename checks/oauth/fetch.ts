import type { AdminClient } from "../../okta/adminClient";
import { type CallResult, isGone, tryCall } from "../../okta/call";
import { listOf, memberOf, textOf, textsOf } from "../../rules/json";
import type { ActualApp, ExpectedApp } from "./snapshot";

/** Looks at one app, its grants and its roles. */
export async function fetchApp(
    client: AdminClient,
    { id, clientId }: ExpectedApp,
): Promise<ActualApp> {
    const read = (path: string): ReturnType<typeof tryCall> => tryCall(() => client.send(path));
    const [app, grants, roles] = await Promise.all([
        read(`/api/v1/apps/${encodeURIComponent(id)}`),
        read(`/api/v1/apps/${encodeURIComponent(id)}/grants`),
        read(`/oauth2/v1/clients/${encodeURIComponent(clientId)}/roles`),
    ]);
    const oauthClient = memberOf(memberOf(app.json, "settings"), "oauthClient");
    const keys = memberOf(memberOf(oauthClient, "jwks"), "keys");
    const label = textOf(app.json, "label");
    return {
        app: app.fact,
        ...(isGone(app.fact) && { canSeeApps: await canSeeApps(client, roles.fact) }),
        label,
        ...(app.fact.status === 200
            ? {
                  active: textOf(app.json, "status") === "ACTIVE",
                  dpop: memberOf(oauthClient, "dpop_bound_access_tokens") === true,
                  keys: listOf(keys).map((key) => ({
                      kid: textOf(key, "kid") ?? "",
                      active: textOf(key, "status") !== "INACTIVE",
                  })),
              }
            : {}),
        ...(grants.fact.status === 200 ? { grants: textsOf(grants.json, "scopeId") } : {}),
        ...(roles.fact.status === 200
            ? {
                  roles: listOf(roles.json).map((role) => ({
                      id: textOf(role, "id") ?? "",
                      type: textOf(role, "type") ?? "",
                  })),
              }
            : {}),
    };
}

// Only a Super Admin is told that there is no such client; others are refused, whatever there is.
async function canSeeApps(client: AdminClient, roles: CallResult): Promise<boolean> {
    if (isGone(roles)) {
        return true;
    }
    const { fact } = await tryCall(() => client.send("/api/v1/apps?limit=1"));
    return fact.status === 200 && (fact.entries ?? 0) > 0;
}
