import { memberOf, textOf, textsOf } from "../json";
import type { HttpClient } from "../okta/http";
import { sendForAll } from "../okta/pages";
import { openRunner, type Runner, type RunnerCredentials } from "../okta/runner";
import { observe } from "../verify/call";
import type { CallFact } from "../verify/facts";
import { needs } from "./needs";
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
    const [self, setting, namesakes, superAdminRead] = await Promise.all([
        lookAtSelf(runner),
        lookAtSetting(runner, plan),
        lookForNamesakes(runner, plan),
        look(runner, `/oauth2/v1/clients/${NO_APP}/roles`),
    ]);
    return {
        plan,
        ...host,
        runner: credentials.kind,
        runnerScopes: granted,
        // Nobody knows whose an access token is; any call tells whether it is good.
        ...(credentials.kind === "accessToken" ? { signIn: superAdminRead.fact } : self),
        ...setting,
        ...namesakes,
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
    const { credentials } = runner;
    if (credentials.kind === "accessToken") {
        return {};
    }
    if (credentials.kind === "oauth") {
        const path = `/oauth2/v1/clients/${encodeURIComponent(credentials.clientId)}/roles`;
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

async function lookAtSetting(
    runner: Runner,
    { method }: Plan,
): Promise<Pick<PreflightFacts, "publicClientAdmins">> {
    if (!needs[method].publicClientAdmins) {
        return {};
    }
    const { json } = await look(runner, "/api/v1/org/settings/clientPrivilegesSetting");
    const flag = memberOf(json, "clientPrivilegesSetting");
    return typeof flag === "boolean" ? { publicClientAdmins: flag } : {};
}

async function lookForNamesakes(
    runner: Runner,
    { method, name }: Plan,
): Promise<Pick<PreflightFacts, "namesakes" | "limit">> {
    if (name === undefined) {
        return {};
    }
    const { namesake } = needs[method];
    let limit: PreflightFacts["limit"];
    const { fact, json } = await observe(async () => {
        const response = await sendForAll(runner, namesake.path(name));
        limit = response.rateLimit;
        return response;
    });
    const isTold = fact.status === 200 || (fact.status === 404 && fact.errorCode === "E0000007");
    return { ...(isTold ? { namesakes: namesake.ids(json, name) } : {}), limit };
}
