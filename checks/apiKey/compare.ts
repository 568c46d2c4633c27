import { isGone } from "../../okta/call";
import { refreshAndUp, removeConfig, up } from "../drift/commands";
import { type DoctorFinding, finding, unreadable } from "../drift/finding";
import { lostFinding } from "../drift/lost";
import { compareZone } from "../network/zone";
import { nameOf, type StackLocation } from "../state/stackSnapshot";
import { compareMissingToken, compareToken } from "./compareToken";
import type { ActualServiceUser, ExpectedServiceUser } from "./snapshot";

/** Compares a service user of the state with the org's: one finding for each difference, or one ok. */
export function compareServiceUser(
    state: ExpectedServiceUser,
    org: ActualServiceUser,
    stack: StackLocation,
): DoctorFinding[] {
    const { user, token } = state;
    const name = nameOf(user.urn);
    if (isGone(org.user) && org.isShown?.user !== true) {
        const detail = `The org shows these credentials no user ${user.login}, nor any other, so it may be there all the same.`;
        return [finding(name, "could_not_check", detail)];
    }
    if (isGone(org.user)) {
        return [
            compareDeletedUser(name, state, stack),
            ...compareZone(state.zone, org.zone, stack),
        ];
    }
    const unread = unreadable(name, org.user);
    if (unread !== undefined) {
        return [unread];
    }
    const ofUser = [
        ...compareStatus(state, org, stack),
        ...compareRoles(state, org, stack),
        ...compareZone(state.zone, org.zone, stack),
    ];
    const ofToken =
        token === undefined
            ? compareMissingToken(state, org, stack)
            : compareToken(token, state, org, stack);
    // As long as the state has a token that is gone, an `up` of the user alone is refused.
    const isRevoked = ofToken.some(({ code }) => code === "token_revoked");
    const found = isRevoked ? [...ofToken, ...ofUser] : [...ofUser, ...ofToken];
    const detail = `Service user ${user.login}, its role, its token and from where it may be used are as in the state.`;
    return found.length === 0 ? [finding(name, "ok", detail)] : found;
}

// The token went with its user.
function compareDeletedUser(
    name: string,
    { user, roles, token, tokenConfig }: ExpectedServiceUser,
    stack: StackLocation,
): DoctorFinding {
    const gone = `The org has no user ${user.id} (${user.login}).`;
    const lost = [token, roles, user].flatMap((one) => (one === undefined ? [] : [one]));
    // A program that names the token itself has to be changed before it makes the user anew.
    const isNamed = token !== undefined && tokenConfig.length === 0;
    const detail = isNamed ? `${gone} Take its token out of the program first.` : gone;
    const unsets = token === undefined ? [] : tokenConfig.map((key) => removeConfig(stack, key));
    const then = isNamed ? [] : [...unsets, up(stack)];
    return lostFinding(name, "user_deleted", detail, stack, { lost, then });
}

const activeStatuses: readonly (string | undefined)[] = ["ACTIVE", "PROVISIONED"];
// From the others there is no way back for the okta plugin.
const fixableStatuses = ["STAGED", "SUSPENDED", "LOCKED_OUT", "DEPROVISIONED"];

function compareStatus(
    { user }: ExpectedServiceUser,
    { status }: ActualServiceUser,
    stack: StackLocation,
): DoctorFinding[] {
    if (status === undefined || activeStatuses.includes(status)) {
        return [];
    }
    const fixes = fixableStatuses.includes(status) ? [refreshAndUp(stack, user)] : [];
    const detail = `Service user ${user.login} is ${status}.`;
    return [finding(nameOf(user.urn), "user_inactive", detail, fixes)];
}

function compareRoles(
    { user, roles }: ExpectedServiceUser,
    org: ActualServiceUser,
    stack: StackLocation,
): DoctorFinding[] {
    if (roles === undefined) {
        return [];
    }
    const name = nameOf(roles.urn);
    if (org.roles === undefined) {
        return [
            finding(name, "could_not_check", `The admin roles of ${user.login} cannot be read.`),
        ];
    }
    const held = org.roles;
    const fixes = [refreshAndUp(stack, roles)];
    const removed = roles.types.filter((type) => !held.includes(type));
    const added = held.filter((type) => !roles.types.includes(type));
    return [
        ...removed.map((type) => {
            const detail = `${type} is not assigned to ${user.login}.`;
            return finding(name, "role_removed", detail, fixes);
        }),
        ...added.map((type) => {
            const detail = `${type} is assigned to ${user.login} and not in the stack.`;
            // The okta plugin does not see custom roles here.
            return finding(name, "role_added", detail, type === "CUSTOM" ? [] : fixes);
        }),
    ];
}
