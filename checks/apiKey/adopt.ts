import type { AdminClient } from "../../okta/adminClient";
import { readCall } from "../../okta/call";
import { fetchAllPages } from "../../okta/pages";
import { apiTokens, zones } from "../../okta/shapes";
import { userAdoptionProblems, type UserKind } from "../../rules/adoptUser";
import { childName } from "../../rules/childNames";
import { isUserId, USER_ID } from "../../rules/ids";
import { OktaType } from "../../rules/resourceTypes";
import { CUSTOM_ROLE, READ_ONLY_ROLES } from "../../rules/roles";
import type { StackConfig } from "../../rules/stackConfig";
import { networkOf } from "../../rules/stackConfig";
import {
    type AdoptionPlan,
    difference as is,
    inARow,
    type MethodAdoption,
    planWithout,
    unlisted,
    unreadPlan,
    type UserCandidate,
} from "../adopt/method";
import { describeRestriction, gatewayList } from "../network/restriction";
import { isAutomaticName } from "../network/unrecorded";
import { fetchAnyUser, fetchZoneProblems, type FoundUser, zonesOf } from "./adoptable";
import { API_TOKENS_PATH } from "./fetch";

/** Of more users with API tokens than this, a list of candidates shows the first. */
const MOST_CANDIDATES = 50;

const OPTION = "userId";

/** The zone of the program's integration, after which the engine names what a lost stack has left. */
const OWN_ZONE = childName.zone("rezonate");

type Tokens = Extract<FoundUser, { readonly user: UserKind }>["tokens"];

/** A network zone that a lost stack of the program has left, with its addresses. */
interface LeftZone {
    readonly id: string;
    readonly gateways: readonly string[];
}

/** How a stack takes over the service user of an API key. */
export const apiKeyAdoption: MethodAdoption = {
    what: "service user",
    option: OPTION,
    type: OktaType.User,
    isId: isUserId,
    form: `the id of a user, ${USER_ID}`,
    async candidates(client, config) {
        const { fact, value } = await readCall(
            () => fetchAllPages(client, `${API_TOKENS_PATH}?limit=200`),
            apiTokens,
        );
        if (value === undefined) {
            return unlisted("The API tokens", fact);
        }
        const owners = [...new Set(value.flatMap(({ userId }) => userId ?? []))];
        const found = await Promise.all(
            owners.slice(0, MOST_CANDIDATES).map(async (userId) => {
                const one = await fetchAnyUser(client, userId);
                return "problem" in one ? [] : [candidateOf(userId, one.user, one.tokens)];
            }),
        );
        const likely = ({ login, roles }: UserCandidate): number =>
            (login === config.login ? 4 : 0) +
            (/rezonate/i.test(login) ? 2 : 0) +
            (roles.join() === READ_ONLY_ROLES.join() ? 1 : 0);
        return found.flat().sort((a, b) => likely(b) - likely(a));
    },
    async plan(client, userId, config, takenIds) {
        const found = await fetchAnyUser(client, userId);
        if ("problem" in found) {
            return planWithout(OPTION, found);
        }
        const { user, tokens } = found;
        const { login = user.login, email = user.email ?? user.login } = config;
        const problems = userAdoptionProblems(userId, user, { login, email });
        if (problems.length > 0) {
            return { differences: [], edits: {}, problems, unread: [] };
        }
        const left = await fetchLeftZone(client, config, tokens, takenIds);
        return "unread" in left
            ? unreadPlan(OPTION, left.unread)
            : planUser(userId, found, left.zone, config);
    },
};

function candidateOf(userId: string, user: UserKind, tokens: Tokens): UserCandidate {
    const { login, status, roles } = user;
    return { userId, login, status, roles, tokens: tokens.length };
}

/** The zone of a lost stack: the one that a token of the user names, or one of the wanted addresses. */
async function fetchLeftZone(
    client: AdminClient,
    config: StackConfig,
    tokens: Tokens,
    takenIds: readonly string[],
): Promise<{ readonly zone: LeftZone | undefined } | { readonly unread: string }> {
    const { fact, value } = await readCall(
        () => fetchAllPages(client, "/api/v1/zones?limit=200"),
        zones,
    );
    if (value === undefined) {
        return unlisted("the network zones", fact);
    }
    const { gateways } = networkOf(config);
    const wanted = gateways && gatewayList(gateways).join();
    const named = tokens.flatMap(({ network }) => network.includes);
    const own = value
        .filter(({ id, name }) => isAutomaticName(name, OWN_ZONE) && !takenIds.includes(id))
        .map((zone) => ({
            id: zone.id,
            gateways: gatewayList((zone.gateways ?? []).flatMap((one) => one.value ?? [])),
        }))
        .filter((zone) => wanted === undefined || zone.gateways.join() === wanted);
    const zone =
        own.find(({ id }) => named.includes(id)) ??
        own.find((one) => one.gateways.join() === wanted);
    const flaws = zone && (await fetchZoneProblems(client, zone.id, zone.gateways));
    return { zone: flaws?.length === 0 ? zone : undefined };
}

/** Plans how a stack takes over a service user: what may use which token from where stays. */
function planUser(
    userId: string,
    { user, tokens }: { readonly user: UserKind; readonly tokens: Tokens },
    zone: LeftZone | undefined,
    config: StackConfig,
): AdoptionPlan {
    const { login, email, roles, status } = user;
    const gateways = zone?.gateways ?? networkOf(config).gateways;
    const custom = roles.filter((role) => role === CUSTOM_ROLE);
    // Where the up would change from where a token may be used, a person decides.
    const isAsWanted = ({ network }: Tokens[number]): boolean => {
        const from = zonesOf(network);
        return gateways === undefined
            ? from.length === 0
            : zone !== undefined && from.length === 1 && from[0] === zone.id;
    };
    const [only] = tokens.length === 1 ? tokens.filter(isAsWanted) : [];
    const named = config.apiTokenId ?? only?.id;
    const kept = tokens.map(({ id, network }) => `${id} (${describeRestriction(network)})`);
    const open = named === undefined ? inARow(tokens.map(({ id }) => id)) : undefined;
    return {
        problems: [],
        unread: [],
        differences: [
            ...is("user", "kept", `${login} (${status}), with its names and its profile`),
            ...is("roles", "kept", READ_ONLY_ROLES.join(", ")),
            ...is(
                "roles",
                "undecided",
                custom.length === 0
                    ? undefined
                    : `${custom.length} of the type CUSTOM: the program does not manage them, and they stay`,
            ),
            ...is("zone", "kept", zone && `${zone.id}: ${zone.gateways.join(", ")}`),
            ...is(
                "zone",
                "changed",
                zone === undefined && gateways !== undefined
                    ? `added: one for ${gateways.join(", ")}`
                    : undefined,
            ),
            ...is("tokens", "kept", inARow(kept)),
            ...is(
                "tokens",
                "undecided",
                open &&
                    `not managed by the stack: ${open}. Set apiTokenId to the one that Rezonate uses, and the up after that restricts it to the gateways`,
            ),
            ...is(
                "apiKey",
                "undecided",
                config.apiKey === undefined
                    ? "not in the stack, which hands nothing over until it is: Okta does not show it again"
                    : undefined,
            ),
        ],
        edits: {
            adopt: JSON.stringify({ userId, ...(zone && { zoneId: zone.id }) }),
            ...(config.login === undefined && { login }),
            ...(config.email === undefined && email && email !== login && { email }),
            ...(zone !== undefined &&
                networkOf(config).gateways === undefined && {
                    gateways: JSON.stringify(zone.gateways),
                }),
            ...(config.apiTokenId === undefined && only && { apiTokenId: only.id }),
        },
    };
}
