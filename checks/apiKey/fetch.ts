import type { AdminClient } from "../../okta/adminClient";
import { isGone, readCall } from "../../okta/call";
import { fetchAllPages } from "../../okta/pages";
import { pathSegment } from "../../okta/pathSegment";
import { apiToken, apiTokens, roleAssignments, user } from "../../okta/shapes";
import { daysLeft } from "../../rules/apiToken";
import { isShown } from "../drift/shown";
import { restrictionIn } from "../network/restriction";
import { fetchZone } from "../network/zone";
import type { ActualServiceUser, ExpectedServiceUser } from "./snapshot";

/** Okta's list of API tokens. */
export const API_TOKENS_PATH = "/api/v1/api-tokens";

/** Looks at one service user, its roles, its zone and its token. */
export async function fetchServiceUser(
    client: AdminClient,
    state: ExpectedServiceUser,
): Promise<ActualServiceUser> {
    const path = `/api/v1/users/${pathSegment(state.user.id)}`;
    const [found, roles, zone, token, tokens] = await Promise.all([
        readCall(() => client.send(path), user(state.user.id)),
        readCall(() => client.send(`${path}/roles`), roleAssignments),
        state.zone && fetchZone(client, state.zone),
        fetchToken(client, state),
        fetchTokens(client, state),
    ]);
    return {
        user: found.fact,
        isShown: {
            ...(isGone(found.fact) && { user: await isShown(client, "/api/v1/users?limit=1") }),
            ...(token.token &&
                isGone(token.token.answer) && { token: await isShown(client, API_TOKENS_PATH) }),
        },
        status: found.value?.status,
        ...(roles.value && { roles: roles.value.map(({ type }) => type) }),
        ...(zone && { zone }),
        ...token,
        ...tokens,
    };
}

async function fetchToken(
    client: AdminClient,
    { token }: ExpectedServiceUser,
): Promise<Pick<ActualServiceUser, "token">> {
    if (token === undefined) {
        return {};
    }
    const path = `${API_TOKENS_PATH}/${pathSegment(token.id)}`;
    const { fact: answer, value } = await readCall(() => client.send(path), apiToken(token.id));
    return {
        token: {
            answer,
            network: restrictionIn(value?.network),
            ...(value?.expiresAt != null && { daysLeft: daysLeft(value.expiresAt, Date.now()) }),
        },
    };
}

async function fetchTokens(
    client: AdminClient,
    { user: owner }: ExpectedServiceUser,
): Promise<Pick<ActualServiceUser, "tokens">> {
    const { value } = await readCall(
        () => fetchAllPages(client, `${API_TOKENS_PATH}?limit=200`),
        apiTokens,
    );
    const own = value?.filter(({ userId }) => userId === owner.id);
    return own === undefined ? {} : { tokens: own.map(({ id }) => id) };
}
