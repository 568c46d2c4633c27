import { isGone } from "../../okta/call";
import { inDays, WARN_BELOW_DAYS } from "../../rules/apiToken";
import { formatCommand, refreshAndUp, removeConfig, setConfig, up } from "../drift/commands";
import { type DoctorFinding, finding, unreadable } from "../drift/finding";
import { lostFinding } from "../drift/lost";
import { describeRestriction } from "../network/restriction";
import { nameOf, type StackLocation } from "../state/stackSnapshot";
import type { ActualServiceUser, ExpectedServiceUser } from "./snapshot";

/** Compares the token that the state records with the org's. */
export function compareToken(
    state: NonNullable<ExpectedServiceUser["token"]>,
    expected: ExpectedServiceUser,
    { token, tokens = [], isShown }: ActualServiceUser,
    stack: StackLocation,
): DoctorFinding[] {
    if (token === undefined) {
        return [];
    }
    const { tokenConfig } = expected;
    const name = nameOf(state.urn);
    const { answer, network, daysLeft = Infinity } = token;
    if (isGone(answer) && isShown?.token !== true) {
        const detail = `The org shows these credentials no API token ${state.id}, nor any other, so it may be there all the same.`;
        return [finding(name, "could_not_check", detail)];
    }
    if (isGone(answer) || daysLeft < 0) {
        const detail = `API token ${state.id} is not good any more.`;
        const unsets = tokenConfig.map((key) => removeConfig(stack, key));
        // A program that names the token itself has to be changed first.
        const then = unsets.length === 0 ? [] : [...unsets, up(stack)];
        return [lostFinding(name, "token_revoked", detail, stack, { lost: [state], then })];
    }
    const unread = unreadable(name, answer);
    if (unread !== undefined) {
        return [unread];
    }
    const found: DoctorFinding[] = [];
    if (describeRestriction(network) !== describeRestriction(state.network)) {
        const detail = `API token ${state.id} may be used ${describeRestriction(network)}; in the stack it is ${describeRestriction(state.network)}.`;
        found.push(finding(name, "token_network_changed", detail, [refreshAndUp(stack, state)]));
    }
    if (daysLeft < WARN_BELOW_DAYS) {
        const detail = `API token ${state.id} has ${inDays(daysLeft)} left.`;
        found.push(finding(name, "token_idle", detail));
    }
    return [...found, ...unrecorded(expected, tokens, stack, state.id)];
}

/** Says what a person has to do while the state records no token yet. */
export function compareMissingToken(
    expected: ExpectedServiceUser,
    { tokens }: ActualServiceUser,
    stack: StackLocation,
): DoctorFinding[] {
    const { name, user, zone } = expected;
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
    return unrecorded(expected, tokens, stack);
}

function unrecorded(
    { name, user, token, isConfigured }: ExpectedServiceUser,
    tokens: readonly string[],
    stack: StackLocation,
    recorded?: string,
): DoctorFinding[] {
    return tokens
        .filter((id) => id !== recorded)
        .map((id) => {
            const way = isConfigured
                ? formatCommand(setConfig(stack, "apiTokenId", id))
                : "give the component this id as apiTokenId.";
            const subject = token === undefined ? name : nameOf(token.urn);
            return finding(
                subject,
                "token_unrecorded",
                `${user.login} has API token ${id}: ${way}`,
            );
        });
}
