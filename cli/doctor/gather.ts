import { listOf, memberOf, textOf, textsOf } from "../json";
import type { HttpClient } from "../okta/http";
import { openRunner, type Runner, type RunnerCredentials } from "../okta/runner";
import { observe } from "../verify/call";
import type { AppInOrg, AppInState, DoctorFacts } from "./facts";

/** Looks at each app of the stack in its org. It only reads. */
export async function gatherDoctor(
    apps: readonly AppInState[],
    credentials: RunnerCredentials | undefined,
    address: URL,
    http: HttpClient,
): Promise<DoctorFacts> {
    const unseen = apps.map((state) => ({ state }));
    if (credentials === undefined) {
        return { runner: "none", apps: unseen };
    }
    const opened = await openRunner(credentials, address, http);
    if ("failure" in opened) {
        return { runner: credentials.kind, runnerFailure: opened.failure, apps: unseen };
    }
    const seen = apps.map(async (state) => ({ state, org: await lookAtApp(opened.runner, state) }));
    return { runner: credentials.kind, apps: await Promise.all(seen) };
}

async function lookAtApp(runner: Runner, { id, clientId }: AppInState): Promise<AppInOrg> {
    const look = (path: string): ReturnType<typeof observe> => observe(() => runner.send(path));
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
