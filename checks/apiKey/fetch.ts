import type { AdminClient } from "../../okta/adminClient";
import { tryCall } from "../../okta/call";
import { fetchAllPages } from "../../okta/pages";
import { daysLeft } from "../../rules/apiToken";
import { listOf, memberOf, textOf, textsOf } from "../../rules/json";
import { gatewayList, tokenNetwork } from "./network";
import type { ActualServiceUser, ExpectedServiceUser } from "./snapshot";

/** Okta's list of API tokens. */
export const API_TOKENS_PATH = "/api/v1/api-tokens";

/** Looks at one service user, its roles, its zone and its token. */
export async function fetchServiceUser(
    client: AdminClient,
    state: ExpectedServiceUser,
): Promise<ActualServiceUser> {
    const path = `/api/v1/users/${encodeURIComponent(state.user.id)}`;
    const [user, roles, zone, token, tokens] = await Promise.all([
        tryCall(() => client.send(path)),
        tryCall(() => client.send(`${path}/roles`)),
        fetchZone(client, state),
        state.token === undefined ? {} : fetchToken(client, state.token.id),
        fetchTokens(client, state),
    ]);
    return {
        user: user.fact,
        status: textOf(user.json, "status"),
        ...(roles.fact.status === 200 ? { roles: textsOf(roles.json, "type") } : {}),
        ...zone,
        ...token,
        ...tokens,
    };
}

async function fetchZone(
    client: AdminClient,
    { zone }: ExpectedServiceUser,
): Promise<Pick<ActualServiceUser, "zone">> {
    if (zone === undefined) {
        return {};
    }
    const path = `/api/v1/zones/${encodeURIComponent(zone.id)}`;
    const { fact: answer, json } = await tryCall(() => client.send(path));
    const gateways = gatewayList(textsOf(memberOf(json, "gateways"), "value"));
    return { zone: { answer, gateways, active: textOf(json, "status") === "ACTIVE" } };
}

async function fetchToken(
    client: AdminClient,
    id: string,
): Promise<Pick<ActualServiceUser, "token">> {
    const path = `${API_TOKENS_PATH}/${encodeURIComponent(id)}`;
    const { fact: answer, json } = await tryCall(() => client.send(path));
    const expiresAt = textOf(json, "expiresAt");
    return {
        token: {
            answer,
            network: tokenNetwork(memberOf(json, "network")),
            ...(expiresAt === undefined ? {} : { daysLeft: daysLeft(expiresAt, Date.now()) }),
        },
    };
}

async function fetchTokens(
    client: AdminClient,
    { user }: ExpectedServiceUser,
): Promise<Pick<ActualServiceUser, "tokens">> {
    const { fact, json } = await tryCall(() =>
        fetchAllPages(client, `${API_TOKENS_PATH}?limit=200`),
    );
    const own = listOf(json).filter((token) => textOf(token, "userId") === user.id);
    return fact.status === 200 ? { tokens: textsOf(own, "id") } : {};
}
