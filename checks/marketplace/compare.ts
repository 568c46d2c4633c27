import { isGone } from "../../okta/call";
import { refreshAndUp, up } from "../drift/commands";
import { type DoctorFinding, finding, unreadable } from "../drift/finding";
import { lostFinding } from "../drift/lost";
import { nameOf, type StackLocation } from "../state/stackSnapshot";
import type { ActualIntegration, ExpectedIntegration } from "./snapshot";

/** Compares an integration of the state with the org's: one finding for each difference, or one ok. */
export function compareIntegration(
    state: ExpectedIntegration,
    org: ActualIntegration,
    stack: StackLocation,
): DoctorFinding[] {
    const name = nameOf(state.urn);
    if (isGone(org.integration) && org.isShown !== true) {
        const detail = `The org shows these credentials no integration "${state.type}", nor any other, so it may be there all the same.`;
        return [finding(name, "could_not_check", detail)];
    }
    if (isGone(org.integration)) {
        const detail = `The org does not have the state's integration "${state.type}" any more.`;
        const lost = [...(state.secret ? [state.secret] : []), state];
        const then = [up(stack)];
        return [lostFinding(name, "integration_deleted", detail, stack, { lost, then })];
    }
    const unread = unreadable(name, org.integration);
    if (unread !== undefined) {
        return [unread];
    }
    const found = [...compareScopes(state, org, stack), ...compareSecrets(state, org, stack)];
    const detail = `Integration "${state.type}", its scopes and its client secrets are as in the state.`;
    return found.length === 0 ? [finding(name, "ok", detail)] : found;
}

function compareScopes(
    state: ExpectedIntegration,
    org: ActualIntegration,
    stack: StackLocation,
): DoctorFinding[] {
    const removed = state.scopes.filter((scope) => !org.scopes.includes(scope));
    const added = org.scopes.filter((scope) => !state.scopes.includes(scope));
    if (removed.length + added.length === 0) {
        return [];
    }
    const detail = [
        ...(removed.length > 0 ? [`Not granted: ${removed.join(", ")}.`] : []),
        ...(added.length > 0 ? [`Granted and not in the stack: ${added.join(", ")}.`] : []),
    ].join(" ");
    const fixes = [up(stack, { refresh: true })];
    return [finding(nameOf(state.urn), "integration_changed", detail, fixes)];
}

function compareSecrets(
    state: ExpectedIntegration,
    { secrets }: ActualIntegration,
    stack: StackLocation,
): DoctorFinding[] {
    const { secret } = state;
    if (secret === undefined) {
        const detail = "The state has no client secret of the integration.";
        return [finding(nameOf(state.urn), "secret_lost", detail, [up(stack)])];
    }
    const name = nameOf(secret.urn);
    if (secrets === undefined) {
        return [finding(name, "could_not_check", "The client secrets cannot be read.")];
    }
    const own = secrets.find(({ id }) => id === secret.id);
    const others = secrets.filter(({ id }) => id !== secret.id);
    if (own?.active === true) {
        const unknown = others.filter(({ id }) => id !== secret.previousId);
        return unknown.map(({ id, active }) => {
            const status = active ? "active" : "not active";
            return finding(name, "secret_added", `Client secret ${id} (${status}) is there, too.`);
        });
    }
    const what = own === undefined ? "is not there any more" : "is not active";
    const detail = `Client secret ${secret.id} ${what}.`;
    // The new one is made before any is deleted.
    if (secrets.length > 1) {
        const there = secrets.map(({ id }) => id).join(" and ");
        const first = `Okta has room for two, and ${there} are there: delete the one that is not in use in the Admin Console first.`;
        return [finding(name, "secret_lost", `${detail} ${first}`)];
    }
    const rest = others.map(({ id, active }) =>
        active ? ` ${id} stays, and who has it gets in.` : ` ${id}, which is not active, stays.`,
    );
    return [finding(name, "secret_lost", detail + rest.join(""), [refreshAndUp(stack, secret)])];
}
