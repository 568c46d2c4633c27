import {
    type AdminClient,
    openAdminClient,
    type ProviderCredentials,
} from "../../okta/adminClient";
import { type CallResult, isGone, tryCall } from "../../okta/call";
import type { HttpClient } from "../../okta/http";
import { fetchAllPages } from "../../okta/pages";
import { memberOf, textOf, textsOf } from "../../rules/json";
import { registry } from "../registry";
import type { PreflightPlan, PreflightSnapshot } from "./snapshot";

// Ids have 20 characters and are never all zeros after the prefix, so that no app has this one.
const NO_APP = "0oa00000000000000000";

/** Reads org and provider credentials before anything is made. It changes nothing. */
export async function fetchPreflightSnapshot(
    plan: PreflightPlan,
    credentials: ProviderCredentials | undefined,
    http: HttpClient,
): Promise<PreflightSnapshot> {
    const host = await fetchHost(plan, http);
    if (host.orgId === undefined || credentials === undefined) {
        return { plan, ...host, credentials: credentials?.kind ?? "none" };
    }
    const opened = await openAdminClient(credentials, plan.address, http);
    if ("failure" in opened) {
        return { plan, ...host, credentials: credentials.kind, tokenFailure: opened.failure };
    }
    const { client, granted } = opened;
    const [self, setting, nameConflicts, superAdminRead] = await Promise.all([
        fetchOwnRoles(client),
        fetchSetting(client, plan),
        fetchNameConflicts(client, plan),
        fetchPath(client, `/oauth2/v1/clients/${NO_APP}/roles`),
    ]);
    return {
        plan,
        ...host,
        credentials: credentials.kind,
        grantedScopes: granted,
        // Nobody knows whose an access token is; any call tells whether it is good.
        ...(credentials.kind === "accessToken" ? { signIn: superAdminRead.fact } : self),
        ...setting,
        ...nameConflicts,
        superAdminRead: superAdminRead.fact,
    };
}

type Seen = { fact: CallResult; json: unknown };

function fetchPath(client: AdminClient, path: string): Promise<Seen> {
    return tryCall(() => client.send(path));
}

async function fetchHost(
    plan: PreflightPlan,
    http: HttpClient,
): Promise<Pick<PreflightSnapshot, "metadata" | "edition" | "orgId" | "clockOffsetSeconds">> {
    let clockOffsetSeconds: number | undefined;
    const { fact, json } = await tryCall(async () => {
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

async function fetchOwnRoles(
    client: AdminClient,
): Promise<Pick<PreflightSnapshot, "signIn" | "ownRoles">> {
    const { credentials } = client;
    if (credentials.kind === "accessToken") {
        return {};
    }
    if (credentials.kind === "oauth") {
        const path = `/oauth2/v1/clients/${encodeURIComponent(credentials.clientId)}/roles`;
        return rolesIn(await fetchPath(client, path));
    }
    const me = await fetchPath(client, "/api/v1/users/me");
    const id = textOf(me.json, "id");
    const roles =
        id === undefined ? {} : rolesIn(await fetchPath(client, `/api/v1/users/${id}/roles`));
    return { signIn: me.fact, ...roles };
}

function rolesIn({ fact, json }: Seen): Pick<PreflightSnapshot, "ownRoles"> {
    return fact.status === 200 ? { ownRoles: textsOf(json, "type") } : {};
}

async function fetchSetting(
    client: AdminClient,
    { method }: PreflightPlan,
): Promise<Pick<PreflightSnapshot, "publicClientAdmins">> {
    if (!registry[method].requirements.publicClientAdmins) {
        return {};
    }
    const { json } = await fetchPath(client, "/api/v1/org/settings/clientPrivilegesSetting");
    const flag = memberOf(json, "clientPrivilegesSetting");
    return typeof flag === "boolean" ? { publicClientAdmins: flag } : {};
}

async function fetchNameConflicts(
    client: AdminClient,
    { method, name }: PreflightPlan,
): Promise<Pick<PreflightSnapshot, "nameConflicts" | "limit">> {
    if (name === undefined) {
        return {};
    }
    const { nameConflict } = registry[method].requirements;
    let limit: PreflightSnapshot["limit"];
    const { fact, json } = await tryCall(async () => {
        const response = await fetchAllPages(client, nameConflict.path(name));
        limit = response.rateLimit;
        return response;
    });
    const isTold = fact.status === 200 || isGone(fact);
    return { ...(isTold ? { nameConflicts: nameConflict.ids(json, name) } : {}), limit };
}
