import type { AdminClient, ProviderSettings } from "../../okta/adminClient";
import { type CallResult, isGone, readCall, reasonOf } from "../../okta/call";
import { fetchAllPages } from "../../okta/pages";
import { pathSegment } from "../../okta/pathSegment";
import { anyZone, apiTokens, roleAssignments, userProfile } from "../../okta/shapes";
import {
    type AdoptedUser,
    tokenAdoptionProblems,
    userAdoptionProblems,
    type UserKind,
    zoneAdoptionProblems,
} from "../../rules/adoptUser";
import type { InputProblem } from "../../rules/problem";
import { problemsReadBy } from "../adopt/programRead";
import { gatewayList, type Restriction, restrictionIn } from "../network/restriction";
import { API_TOKENS_PATH } from "./fetch";

const propertyPath = "adopt.userId";

/** A user of the org with the tokens that it has, or why it cannot be taken over. */
export type FoundUser =
    | {
          readonly user: UserKind;
          readonly tokens: readonly { readonly id: string; readonly network: Restriction }[];
      }
    | { readonly problem: InputProblem; readonly isGone: boolean };

/** Reads a user that is to be taken over. */
export async function fetchAnyUser(client: AdminClient, userId: string): Promise<FoundUser> {
    const path = `/api/v1/users/${pathSegment(userId)}`;
    const [found, roles, tokens] = await Promise.all([
        readCall(() => client.send(path), userProfile),
        readCall(() => client.send(`${path}/roles`), roleAssignments),
        readCall(() => fetchAllPages(client, `${API_TOKENS_PATH}?limit=200`), apiTokens),
    ]);
    if (isGone(found.fact) || (found.value && found.value.id !== userId)) {
        const reason = `the org has no user ${userId}, or the provider credentials may not see it; wanted a user of this org. \`npx rezonate-okta adopt\` lists those that fit.`;
        return { problem: { propertyPath, reason }, isGone: true };
    }
    if (!found.value || !roles.value || !tokens.value) {
        const unread: [string, { readonly fact: CallResult; readonly value?: unknown }][] = [
            [userId, found],
            [`The admin roles of ${userId}`, roles],
            [`The API tokens of ${userId}`, tokens],
        ];
        const [what, answer] = unread.find(([, { value }]) => value === undefined) ?? [
            userId,
            found,
        ];
        const reason = `${what} could not be read: ${reasonOf(answer.fact)} Nothing was changed. Wanted the credentials of a super administrator.`;
        return { problem: { propertyPath, reason }, isGone: false };
    }
    const { status, profile } = found.value;
    return {
        user: {
            status: status ?? "",
            login: profile.login,
            email: profile.email,
            roles: roles.value
                .filter(({ assignmentType }) => (assignmentType ?? "USER") === "USER")
                .map(({ type }) => type),
        },
        tokens: tokens.value
            .filter((token) => token.userId === userId)
            .map(({ id, network }) => ({ id, network: restrictionIn(network) })),
    };
}

/** Names of the zones that a token may be used from alone; none where it is good from anywhere. */
export function zonesOf({ connection, includes, excludes }: Restriction): readonly string[] {
    return connection === "ANYWHERE"
        ? []
        : [...includes, ...excludes.map((zone) => `all but ${zone}`)];
}

/** Reads a network zone that is to be taken over, and says what is wrong with that. */
export async function fetchZoneProblems(
    client: AdminClient,
    zoneId: string,
    gateways: readonly string[],
): Promise<InputProblem[]> {
    const path = `/api/v1/zones/${pathSegment(zoneId)}`;
    const { fact, value } = await readCall(() => client.send(path), anyZone(zoneId));
    if (value === undefined) {
        const why = isGone(fact)
            ? `the org has no network zone ${zoneId}, or the provider credentials may not see it. Leave it out for a zone of the stack's own.`
            : `${zoneId} could not be read: ${reasonOf(fact)} Nothing was changed; try again.`;
        return [{ propertyPath: "adopt.zoneId", reason: why }];
    }
    const zone = {
        type: value.type,
        status: value.status,
        gateways: gatewayList((value.gateways ?? []).flatMap((one) => one.value ?? [])),
        hasProxies: (value.proxies ?? []).length > 0,
    };
    return zoneAdoptionProblems(zoneId, zone, gatewayList(gateways));
}

/** What a program wants of the service user that it takes over. */
export interface WantedUser {
    readonly login: string;
    readonly email: string;
    readonly gateways?: readonly string[] | undefined;
    readonly apiTokenId?: string | undefined;
}

/**
 * What is wrong with taking over a service user, read with the settings of the okta provider. Never
 * throws.
 *
 * @param isNew Whether the stack has not had it yet, whose own restriction of the token then is none.
 */
export function fetchUserProblems(
    { userId, zoneId }: AdoptedUser,
    wanted: WantedUser,
    access: { readonly host: string; readonly settings: ProviderSettings },
    isNew: boolean,
): Promise<InputProblem[]> {
    const scope =
        "okta.users.manage,okta.roles.manage,okta.networkZones.manage,okta.apiTokens.manage";
    const read = { ...access, scope, what: "user", propertyPath };
    return problemsReadBy(read, async (client) => {
        const found = await fetchAnyUser(client, userId);
        if ("problem" in found) {
            return [found.problem];
        }
        const { apiTokenId = "", gateways = [] } = wanted;
        const token = found.tokens.find(({ id }) => id === apiTokenId);
        return [
            ...userAdoptionProblems(userId, found.user, wanted),
            ...(zoneId === undefined ? [] : await fetchZoneProblems(client, zoneId, gateways)),
            ...(isNew && token !== undefined
                ? tokenAdoptionProblems(apiTokenId, zonesOf(token.network), zoneId)
                : []),
        ];
    });
}
