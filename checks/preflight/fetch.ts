import { SUPER_ADMIN_PATH } from "../../okta/absentIds";
import {
    type AdminClient,
    openAdminClient,
    type ProviderCredentials,
} from "../../okta/adminClient";
import { isGone, readCall, tryCall } from "../../okta/call";
import type { HttpClient } from "../../okta/http";
import { fetchAllPages } from "../../okta/pages";
import { pathSegment } from "../../okta/pathSegment";
import { clientPrivileges, currentUser, orgMetadata, roleAssignments } from "../../okta/shapes";
import { fetchReached } from "../oauth/excepted";
import { registry } from "../registry";
import { fetchNetwork } from "./network";
import type { PreflightPlan, PreflightSnapshot } from "./snapshot";

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
    const started = Date.now();
    const opened = await openAdminClient(credentials, plan.address, http);
    if ("failure" in opened) {
        return { plan, ...host, credentials: credentials.kind, tokenFailure: opened.failure };
    }
    const { client, granted } = opened;
    const [self, setting, taken, superAdminRead, customRoles, reached] = await Promise.all([
        fetchOwnRoles(client),
        fetchSetting(client, plan),
        Promise.all(plan.names.map((name) => fetchNameConflicts(client, plan, name))),
        readCall(() => client.send(SUPER_ADMIN_PATH), roleAssignments),
        plan.customRole ? tryCall(() => client.send("/api/v1/iam/roles?limit=1")) : undefined,
        plan.reach && fetchReached(client, plan.reach),
    ]);
    const since = started + (host.clockOffsetSeconds ?? 0) * 1000;
    return {
        plan,
        ...host,
        network: await fetchNetwork(client, plan.restriction ?? {}, since),
        credentials: credentials.kind,
        grantedScopes: granted,
        // Nobody knows whose an access token is; any call tells whether it is good.
        ...(credentials.kind === "accessToken" ? { signIn: superAdminRead.fact } : self),
        ...setting,
        nameConflicts: Object.fromEntries(taken.map(({ name, ids }) => [name, ids])),
        limit: taken[0]?.limit,
        superAdminRead: superAdminRead.fact,
        customRoles: customRoles?.fact,
        reached,
    };
}

async function fetchHost(
    plan: PreflightPlan,
    http: HttpClient,
): Promise<Pick<PreflightSnapshot, "metadata" | "edition" | "orgId" | "clockOffsetSeconds">> {
    let clockOffsetSeconds: number | undefined;
    const { fact, value } = await readCall(async () => {
        const response = await http.send(new URL("/.well-known/okta-organization", plan.address));
        clockOffsetSeconds = response.clockOffsetSeconds;
        return response;
    }, orgMetadata);
    return {
        metadata: fact,
        orgId: value?.id,
        edition: value?.pipeline,
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
        const path = `/oauth2/v1/clients/${pathSegment(credentials.clientId)}/roles`;
        return { ownRoles: await fetchRoles(client, path) };
    }
    const me = await readCall(() => client.send("/api/v1/users/me"), currentUser);
    const ownRoles = me.value && (await fetchRoles(client, `/api/v1/users/${me.value.id}/roles`));
    return { signIn: me.fact, ownRoles };
}

async function fetchRoles(client: AdminClient, path: string): Promise<string[] | undefined> {
    const { value } = await readCall(() => client.send(path), roleAssignments);
    return value?.map(({ type }) => type);
}

async function fetchSetting(
    client: AdminClient,
    { method }: PreflightPlan,
): Promise<Pick<PreflightSnapshot, "publicClientAdmins">> {
    if (!registry[method].requirements.publicClientAdmins) {
        return {};
    }
    const { value } = await readCall(
        () => client.send("/api/v1/org/settings/clientPrivilegesSetting"),
        clientPrivileges,
    );
    return value === undefined ? {} : { publicClientAdmins: value.clientPrivilegesSetting };
}

async function fetchNameConflicts(
    client: AdminClient,
    { method }: PreflightPlan,
    name: string,
): Promise<{ name: string; ids: string[] | undefined; limit: PreflightSnapshot["limit"] }> {
    const { nameConflict } = registry[method].requirements;
    let limit: PreflightSnapshot["limit"];
    const { fact, json } = await tryCall(async () => {
        const response = await fetchAllPages(client, nameConflict.path(name));
        limit = response.rateLimit;
        return response;
    });
    if (isGone(fact)) {
        return { name, ids: [], limit };
    }
    const ids = fact.status === 200 ? nameConflict.ids(json, name) : undefined;
    return { name, ids, limit };
}
