import { isGone } from "../../okta/call";
import { inDays, WARN_BELOW_DAYS } from "../../rules/apiToken";
import {
    formatCommand,
    refreshAndUp,
    removeConfig,
    setConfig,
    stateDelete,
    up,
} from "../drift/commands";
import { type DoctorFinding, finding, unreadable } from "../drift/finding";
import { nameOf } from "../state/stackSnapshot";
import { describeNetwork } from "./network";
import type { ActualServiceUser, ExpectedServiceUser } from "./snapshot";

/** Compares the token that the state records with the org's. */
export function compareToken(
    state: NonNullable<ExpectedServiceUser["token"]>,
    { user, tokenConfig }: ExpectedServiceUser,
    { token, tokens = [] }: ActualServiceUser,
    stack: string,
): DoctorFinding[] {
    if (token === undefined) {
        return [];
    }
    const name = nameOf(state.urn);
    const { answer, network, daysLeft = Infinity } = token;
    if (isGone(answer) || daysLeft < 0) {
        const detail = `API token ${state.id} is not good any more.`;
        const unsets = tokenConfig.map((key) => removeConfig(stack, key));
        return [
            finding(name, "token_revoked", detail, [
                stateDelete(stack, state),
                ...unsets,
                up(stack),
            ]),
        ];
    }
    const unread = unreadable(name, answer);
    if (unread !== undefined) {
        return [unread];
    }
    const found: DoctorFinding[] = [];
    if (describeNetwork(network) !== describeNetwork(state.network)) {
        const detail = `API token ${state.id} may be used ${describeNetwork(network)}; in the stack it is ${describeNetwork(state.network)}.`;
        found.push(finding(name, "token_network_changed", detail, [refreshAndUp(stack, state)]));
    }
    if (daysLeft < WARN_BELOW_DAYS) {
        const detail = `API token ${state.id} has ${inDays(daysLeft)} left.`;
        found.push(finding(name, "token_idle", detail));
    }
    return [...found, ...unrecorded(name, user.login, tokens, stack, state.id)];
}

/** Says what a person has to do while the state records no token yet. */
export function compareMissingToken(
    { name, user, zone }: ExpectedServiceUser,
    { tokens }: ActualServiceUser,
    stack: string,
): DoctorFinding[] {
    if (tokens === undefined) {
        return [
            finding(name, "could_not_check", `The API tokens of ${user.login} cannot be read.`),
        ];
    }
    if (tokens.length === 0) {
        const where = zone === undefined ? "" : `, to be used from the zone "${zone.name}" only`;
        const detail = `A person has to make an API token as ${user.login}${where}.`;
        return [finding(name, "token_wanted", detail)];
    }
    return unrecorded(name, user.login, tokens, stack);
}

function unrecorded(
    name: string,
    login: string,
    tokens: readonly string[],
    stack: string,
    recorded?: string,
): DoctorFinding[] {
    return tokens
        .filter((id) => id !== recorded)
        .map((id) => {
            const line = formatCommand(setConfig(stack, "apiTokenId", id));
            return finding(name, "token_unrecorded", `${login} has API token ${id}: ${line}`);
        });
}
