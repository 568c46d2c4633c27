import type { AdminClient } from "../../okta/adminClient";
import { tryCall } from "../../okta/call";
import { listOf, memberOf, textOf, textsOf } from "../../rules/json";
import type { ActualApp, ExpectedApp } from "./snapshot";

/** Looks at one app, its grants and its roles. */
export async function fetchApp(
    runner: AdminClient,
    { id, clientId }: ExpectedApp,
): Promise<ActualApp> {
    const look = (path: string): ReturnType<typeof tryCall> => tryCall(() => runner.send(path));
    const [app, grants, roles] = await Promise.all([
        look(`/api/v1/apps/${encodeURIComponent(id)}`),
        look(`/api/v1/apps/${encodeURIComponent(id)}/grants`),
        look(`/oauth2/v1/clients/${encodeURIComponent(clientId)}/roles`),
    ]);
    const client = memberOf(memberOf(app.json, "settings"), "oauthClient");
    const keys = memberOf(memberOf(client, "jwks"), "keys");
    const label = textOf(app.json, "label");
    return {
        app: app.fact,
        label,
        ...(app.fact.status === 200
            ? {
                  active: textOf(app.json, "status") === "ACTIVE",
                  dpop: memberOf(client, "dpop_bound_access_tokens") === true,
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
