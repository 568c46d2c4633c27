import { daysLeft } from "../../../components/internal/apiToken";
import { listOf, memberOf, textOf, textsOf } from "../../json";
import { sendForAll } from "../../okta/pages";
import type { Runner } from "../../okta/runner";
import { observe } from "../../verify/call";
import type { ApiKeyInOrg, ApiKeyInState } from "./facts";
import { gatewayList, tokenNetwork } from "./network";

/** Okta's list of API tokens. */
export const TOKENS = "/api/v1/api-tokens";

/** Looks at one service user, its roles, its zone and its token. */
export async function lookAtApiKey(runner: Runner, state: ApiKeyInState): Promise<ApiKeyInOrg> {
    const path = `/api/v1/users/${encodeURIComponent(state.user.id)}`;
    const [user, roles, zone, token, tokens] = await Promise.all([
        observe(() => runner.send(path)),
        observe(() => runner.send(`${path}/roles`)),
        lookAtZone(runner, state),
        state.token === undefined ? {} : lookAtToken(runner, state.token.id),
        lookForTokens(runner, state),
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

async function lookAtZone(
    runner: Runner,
    { zone }: ApiKeyInState,
): Promise<Pick<ApiKeyInOrg, "zone">> {
    if (zone === undefined) {
        return {};
    }
    const path = `/api/v1/zones/${encodeURIComponent(zone.id)}`;
    const { fact: answer, json } = await observe(() => runner.send(path));
    const gateways = gatewayList(textsOf(memberOf(json, "gateways"), "value"));
    return { zone: { answer, gateways, active: textOf(json, "status") === "ACTIVE" } };
}

async function lookAtToken(runner: Runner, id: string): Promise<Pick<ApiKeyInOrg, "token">> {
    const path = `${TOKENS}/${encodeURIComponent(id)}`;
    const { fact: answer, json } = await observe(() => runner.send(path));
    const expiresAt = textOf(json, "expiresAt");
    return {
        token: {
            answer,
            network: tokenNetwork(memberOf(json, "network")),
            ...(expiresAt === undefined ? {} : { daysLeft: daysLeft(expiresAt, Date.now()) }),
        },
    };
}

async function lookForTokens(
    runner: Runner,
    { user }: ApiKeyInState,
): Promise<Pick<ApiKeyInOrg, "tokens">> {
    const { fact, json } = await observe(() => sendForAll(runner, `${TOKENS}?limit=200`));
    const own = listOf(json).filter((token) => textOf(token, "userId") === user.id);
    return fact.status === 200 ? { tokens: textsOf(own, "id") } : {};
}
