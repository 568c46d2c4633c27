import { isGone } from "../../okta/call";
import { OktaType } from "../../rules/resourceTypes";
import { type FixCommand, refreshAndUp, up } from "../drift/commands";
import { type DoctorFinding, finding, unreadable } from "../drift/finding";
import { lostFinding } from "../drift/lost";
import { takeOver } from "../drift/takeOver";
import { describeRestriction } from "../network/restriction";
import { compareZone } from "../network/zone";
import { nameOf, type StackLocation } from "../state/stackSnapshot";
import type { ActualApp, ExpectedApp } from "./snapshot";

/** Compares an app of the state with the org's: one finding for each difference, or one ok. */
export function compareApp(
    state: ExpectedApp,
    org: ActualApp,
    stack: StackLocation,
): DoctorFinding[] {
    const name = nameOf(state.urn);
    if (isGone(org.app) && org.isShown !== true) {
        const detail = `The org shows these credentials no app ${state.id} ("${state.label}"), nor any other, so it may be there all the same.`;
        return [finding(name, "could_not_check", detail)];
    }
    if (isGone(org.app)) {
        const detail = `The org has no app ${state.id} ("${state.label}").`;
        const lost = [...state.roles, ...state.scopes, state];
        return [
            lostFinding(name, "app_deleted", detail, stack, { lost, then: [up(stack)] }),
            ...compareZone(state.zone, org.zone, stack),
        ];
    }
    const unread = unreadable(name, org.app);
    if (unread !== undefined) {
        return [unread];
    }
    const found = [
        ...compareSettings(state, org, stack, name),
        ...compareKeys(state, org, stack, name),
        ...compareGrants(state, org, stack),
        ...compareRoles(state, org, stack, name),
        ...compareZone(state.zone, org.zone, stack),
    ];
    const detail = `App ${state.id} ("${state.label}"), its keys, scopes, roles and from where it gets tokens are as in the state.`;
    return found.length === 0 ? [finding(name, "ok", detail)] : found;
}

function compareSettings(
    state: ExpectedApp,
    org: ActualApp,
    stack: StackLocation,
    name: string,
): DoctorFinding[] {
    const found: DoctorFinding[] = [];
    if (org.active === false) {
        const detail = `App ${state.id} is not active.`;
        found.push(finding(name, "app_inactive", detail, [refreshAndUp(stack, state)]));
    }
    if (org.jwksUri !== state.jwksUri) {
        const [inStack, inOkta] = [state.jwksUri, org.jwksUri].map((uri) => uri ?? "not set");
        const detail = `The address of the app's key set is ${inStack} in the stack and ${inOkta} in Okta.`;
        found.push(finding(name, "jwks_uri_changed", detail, [refreshAndUp(stack, state)]));
    }
    if (org.network !== undefined) {
        const [inStack, inOkta] = [state.network, org.network].map(describeRestriction);
        if (inStack !== inOkta) {
            const detail = `App ${state.id} gets tokens ${inOkta}; in the stack it is ${inStack}.`;
            // What somebody has restricted is not to be lifted for lack of a word in the program.
            const isOwn = state.network.connection !== "ANYWHERE";
            const fixes = isOwn ? [refreshAndUp(stack, state)] : [];
            found.push(finding(name, "network_changed", detail, fixes));
        }
    }
    if (org.dpop === true) {
        found.push(finding(name, "dpop_on", `App ${state.id} takes DPoP proofs only.`));
    }
    if (org.label !== undefined && org.label !== state.label) {
        const detail = `It is "${state.label}" in the stack and "${org.label}" in Okta.`;
        found.push(finding(name, "label_changed", detail, [refreshAndUp(stack, state)]));
    }
    return found;
}

function compareKeys(
    state: ExpectedApp,
    org: ActualApp,
    stack: StackLocation,
    name: string,
): DoctorFinding[] {
    const keys = org.keys ?? [];
    const kids = keys.map(({ kid }) => kid);
    const fix = [refreshAndUp(stack, state)];
    const removed = state.kids.filter((kid) => !kids.includes(kid));
    const inactive = keys.filter(({ kid, active }) => !active && state.kids.includes(kid));
    const added = kids.filter((kid) => !state.kids.includes(kid));
    return [
        ...removed.map((kid) => finding(name, "key_removed", `Key ${kid} is not on the app.`, fix)),
        ...inactive.map(({ kid }) => finding(name, "key_inactive", `Key ${kid} is not active.`)),
        ...added.map((kid) =>
            finding(name, "key_added", `Key ${kid} is on the app and not in the stack.`, fix),
        ),
    ];
}

function compareGrants(state: ExpectedApp, org: ActualApp, stack: StackLocation): DoctorFinding[] {
    return state.scopes.flatMap((resource) => {
        const name = nameOf(resource.urn);
        const { grants } = org;
        if (grants === undefined) {
            return [finding(name, "could_not_check", "The grants of the app cannot be read.")];
        }
        const fix = [refreshAndUp(stack, resource)];
        const removed = resource.scopes.filter((scope) => !grants.includes(scope));
        const added = grants.filter((scope) => !resource.scopes.includes(scope));
        return [
            ...removed.map((scope) =>
                finding(name, "grant_removed", `${scope} is not granted.`, fix),
            ),
            ...added.map((scope) =>
                finding(name, "grant_added", `${scope} is granted and not in the stack.`, fix),
            ),
        ];
    });
}

function compareRoles(
    state: ExpectedApp,
    org: ActualApp,
    stack: StackLocation,
    name: string,
): DoctorFinding[] {
    const { roles } = org;
    if (roles === undefined) {
        return [finding(name, "could_not_check", "The admin roles of the app cannot be read.")];
    }
    // A role that was taken away and given back has a new id, and the state's one is as lost.
    const removed = state.roles.filter((role) => !roles.some(({ id }) => id === role.id));
    const added = roles.filter(({ id }) => !state.roles.some((role) => role.id === id));
    // Those that the program assigns are taken over.
    const awaited = state.missingRoles ?? [];
    return [
        ...removed.map((role) => {
            const detail = `${role.type} is not assigned to the app.`;
            // Pulumi takes nothing out of the state on which something depends: what is assigned
            // after this role goes with it, and what Okta still has of that comes back.
            const later = state.roles.filter(({ urn }) =>
                role.dependents?.some((one) => one.urn === urn),
            );
            const kept = later.filter((one) => !removed.includes(one));
            const then = [
                ...kept.flatMap((one) => takeOverRole(stack, one, state, one.id)),
                ...reassign(stack, role, added, state),
            ];
            const what = { lost: [...later, role], then };
            return lostFinding(nameOf(role.urn), "role_removed", detail, stack, what);
        }),
        ...added
            .filter(({ type }) => !removed.some((role) => role.type === type))
            .filter(({ type, label = type }) => !awaited.some((one) => [type, label].includes(one)))
            .map(({ id, type }) => {
                const detail = `${type} (${id}) is assigned to the app and not in the stack.`;
                return finding(name, "role_added", detail);
            }),
    ];
}

// Okta refuses a second assignment of a role that is there, so that one is taken over instead.
function reassign(
    stack: StackLocation,
    role: ExpectedApp["roles"][number],
    added: readonly { readonly id: string; readonly type: string }[],
    app: ExpectedApp,
): FixCommand[] {
    const again = added.find(({ type }) => type === role.type);
    return again === undefined
        ? [up(stack, { targets: [role] })]
        : takeOverRole(stack, role, app, again.id);
}

function takeOverRole(
    stack: StackLocation,
    role: ExpectedApp["roles"][number],
    { clientId }: ExpectedApp,
    assignmentId: string,
): FixCommand[] {
    return takeOver(stack, role, OktaType.AppRole, `${clientId}/${assignmentId}`);
}
