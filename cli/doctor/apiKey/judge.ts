import { forget, refreshAndUp, unset, up, type Mending } from "../commands";
import { finding, isGone, unreadable, type DoctorFinding } from "../finding";
import { nameOf } from "../inState";
import type { ApiKeyInOrg, ApiKeyInState } from "./facts";
import { judgeToken, judgeTokenToCome } from "./judgeToken";

/** Compares a service user of the state with the org's: one finding for each difference, or one ok. */
export function judgeApiKey(
    state: ApiKeyInState,
    org: ApiKeyInOrg,
    stack: string,
): DoctorFinding[] {
    const { user, token } = state;
    const name = nameOf(user.urn);
    if (isGone(org.user)) {
        const detail = `The org has no user ${user.id} (${user.login}).`;
        const mendings = startAnew(state, stack);
        return [finding(name, "user_deleted", detail, mendings), ...judgeZone(state, org, stack)];
    }
    const unread = unreadable(name, org.user);
    if (unread !== undefined) {
        return [unread];
    }
    const found = [
        ...judgeStatus(state, org, stack),
        ...judgeRoles(state, org, stack),
        ...judgeZone(state, org, stack),
        ...(token === undefined
            ? judgeTokenToCome(state, org, stack)
            : judgeToken(token, state, org, stack)),
    ];
    const detail = `Service user ${user.login}, its role, its token and from where it may be used are as in the state.`;
    return found.length === 0 ? [finding(name, "ok", detail)] : found;
}

// The token went with its user.
function startAnew({ user, roles, token, tokenConfig }: ApiKeyInState, stack: string): Mending[] {
    const dependents = [token, roles].flatMap((one) => (one === undefined ? [] : [one]));
    return [
        ...[...dependents, user].map((one) => forget(stack, one)),
        ...(token === undefined ? [] : tokenConfig.map((key) => unset(stack, key))),
        up(stack),
    ];
}

const activeStatuses: readonly (string | undefined)[] = ["ACTIVE", "PROVISIONED"];
// From the others there is no way back for the okta plugin.
const mendableStatuses = ["STAGED", "SUSPENDED", "LOCKED_OUT", "DEPROVISIONED"];

function judgeStatus(
    { user }: ApiKeyInState,
    { status }: ApiKeyInOrg,
    stack: string,
): DoctorFinding[] {
    if (status === undefined || activeStatuses.includes(status)) {
        return [];
    }
    const mendings = mendableStatuses.includes(status) ? [refreshAndUp(stack, user)] : [];
    const detail = `Service user ${user.login} is ${status}.`;
    return [finding(nameOf(user.urn), "user_inactive", detail, mendings)];
}

function judgeRoles(
    { user, roles }: ApiKeyInState,
    org: ApiKeyInOrg,
    stack: string,
): DoctorFinding[] {
    if (roles === undefined) {
        return [];
    }
    const name = nameOf(roles.urn);
    if (org.roles === undefined) {
        return [finding(name, "unchecked", `The admin roles of ${user.login} cannot be read.`)];
    }
    const held = org.roles;
    const mendings = [refreshAndUp(stack, roles)];
    const removed = roles.types.filter((type) => !held.includes(type));
    const added = held.filter((type) => !roles.types.includes(type));
    return [
        ...removed.map((type) => {
            const detail = `${type} is not assigned to ${user.login}.`;
            return finding(name, "role_removed", detail, mendings);
        }),
        ...added.map((type) => {
            const detail = `${type} is assigned to ${user.login} and not in the stack.`;
            // The okta plugin does not see custom roles here.
            return finding(name, "role_added", detail, type === "CUSTOM" ? [] : mendings);
        }),
    ];
}

function judgeZone({ zone }: ApiKeyInState, org: ApiKeyInOrg, stack: string): DoctorFinding[] {
    if (zone === undefined || org.zone === undefined) {
        return [];
    }
    const { answer, gateways, active } = org.zone;
    const name = nameOf(zone.urn);
    if (isGone(answer)) {
        // A new zone has a new id, which the token's network has to follow.
        const detail = `The org has no network zone ${zone.id} ("${zone.name}").`;
        return [finding(name, "zone_changed", detail, [refreshAndUp(stack)])];
    }
    const unread = unreadable(name, answer);
    if (unread !== undefined) {
        return [unread];
    }
    const removed = zone.gateways.filter((gateway) => !gateways.includes(gateway));
    const added = gateways.filter((gateway) => !zone.gateways.includes(gateway));
    const differences = [
        ...(active ? [] : [`Network zone "${zone.name}" is not active.`]),
        ...(removed.length > 0 ? [`Gateways taken away: ${removed.join(", ")}.`] : []),
        ...(added.length > 0 ? [`Gateways added: ${added.join(", ")}.`] : []),
    ];
    const mendings = [refreshAndUp(stack, zone)];
    return differences.length === 0
        ? []
        : [finding(name, "zone_changed", differences.join(" "), mendings)];
}
