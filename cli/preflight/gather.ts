import { listOf, memberOf, textOf, textsOf } from "../json";
import type { HttpClient } from "../okta/http";
import { openRunner, type Runner, type RunnerCredentials } from "../okta/runner";
import { observe } from "../verify/call";
import type { CallFact } from "../verify/facts";
import type { Plan, PreflightFacts } from "./facts";

// Ids have 20 characters and are never all zeros after the prefix, so that no app has this one.
const NO_APP = "0oa00000000000000000";

/** Looks at org and runner before anything is made. It only reads. */
export async function gatherPreflight(
    plan: Plan,
    credentials: RunnerCredentials | undefined,
    http: HttpClient,
): Promise<PreflightFacts> {
    const host = await lookAtHost(plan, http);
    if (host.orgId === undefined || credentials === undefined) {
        return { plan, ...host, runner: credentials?.kind ?? "none" };
    }
    const opened = await openRunner(credentials, plan.address, http);
    if ("failure" in opened) {
        return { plan, ...host, runner: credentials.kind, runnerFailure: opened.failure };
    }
    const { runner, granted } = opened;
    const [self, setting, apps, superAdminRead] = await Promise.all([
        lookAtSelf(runner),
        look(runner, "/api/v1/org/settings/clientPrivilegesSetting"),
        lookAtApps(runner, plan.label),
        look(runner, `/oauth2/v1/clients/${NO_APP}/roles`),
    ]);
    const flag = memberOf(setting.json, "clientPrivilegesSetting");
    return {
        plan,
        ...host,
        runner: credentials.kind,
        runnerScopes: granted,
        ...self,
        ...(typeof flag === "boolean" ? { publicClientAdmins: flag } : {}),
        ...apps,
        superAdminRead: superAdminRead.fact,
    };
}

type Seen = { fact: CallFact; json: unknown };

function look(runner: Runner, path: string): Promise<Seen> {
    return observe(() => runner.send(path));
}

async function lookAtHost(
    plan: Plan,
    http: HttpClient,
): Promise<Pick<PreflightFacts, "metadata" | "edition" | "orgId" | "clockOffsetSeconds">> {
    let clockOffsetSeconds: number | undefined;
    const { fact, json } = await observe(async () => {
        const response = await http.send(new URL("/.well-known/okta-organization", plan.address));
        clockOffsetSeconds = response.clockOffsetSeconds;
        return response;
    });
    const orgId = textOf(json, "id");
    const edition = textOf(json, "pipeline");
    return {
        metadata: fact,
        orgId,
        edition,
        clockOffsetSeconds,
    };
}

async function lookAtSelf(runner: Runner): Promise<Pick<PreflightFacts, "signIn" | "runnerRoles">> {
    if (runner.credentials.kind === "oauth") {
        const path = `/oauth2/v1/clients/${encodeURIComponent(runner.credentials.clientId)}/roles`;
        return rolesSeen(await look(runner, path));
    }
    const me = await look(runner, "/api/v1/users/me");
    const id = textOf(me.json, "id");
    const roles =
        id === undefined ? {} : rolesSeen(await look(runner, `/api/v1/users/${id}/roles`));
    return { signIn: me.fact, ...roles };
}

function rolesSeen({ fact, json }: Seen): Pick<PreflightFacts, "runnerRoles"> {
    return fact.status === 200 ? { runnerRoles: textsOf(json, "type") } : {};
}

async function lookAtApps(
    runner: Runner,
    label: string,
): Promise<Pick<PreflightFacts, "sameLabel" | "appsLimit">> {
    let appsLimit: PreflightFacts["appsLimit"];
    const { fact, json } = await observe(async () => {
        const response = await runner.send(`/api/v1/apps?q=${encodeURIComponent(label)}&limit=200`);
        appsLimit = response.rateLimit;
        return response;
    });
    // `q` finds by prefix, and by the app's technical name too.
    const same = listOf(json).filter((app) => textOf(app, "label") === label);
    return {
        ...(fact.status === 200 ? { sameLabel: textsOf(same, "id") } : {}),
        appsLimit,
    };
}
