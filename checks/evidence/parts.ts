import type { AdminClient } from "../../okta/adminClient";
import { type CallResult, readCall } from "../../okta/call";
import { pathSegment } from "../../okta/pathSegment";
import {
    principalRateLimits,
    roleAssignments,
    rolePermissions,
    setResources,
} from "../../okta/shapes";
import { CUSTOM_ROLE } from "../../rules/roles";
import { SCOPE_ACCESS } from "../../rules/scopeAccess";
import { isManageScope } from "../../rules/scopes";
import { type Fence, type FenceZone, whyOf } from "../network/fence";
import type { GrantedScope } from "../usage/subject";
import type { NetworkEvidence, RoleEvidence, ScopeEvidence } from "./document";

/** A part of the evidence, or why it could not be read. */
export interface Part<T> {
    readonly value: T | null;
    readonly unread: readonly string[];
}

/** A part that could not be read. */
export function unreadPart(what: string, fact: CallResult): Part<never> {
    return { value: null, unread: [`${what} could not be read: ${whyOf(fact)}`] };
}

/** Why an answer could not be read, in a list; nothing where it could be, or was not asked for. */
export function whyUnread(
    what: string,
    answer: { readonly fact: CallResult; readonly value?: unknown } | undefined,
): readonly string[] {
    return answer === undefined || answer.value !== undefined
        ? []
        : unreadPart(what, answer.fact).unread;
}

/** Compares texts by their code units, so that the order is the same on every machine. */
export function byText<T>(textOf: (item: T) => string): (a: T, b: T) => number {
    return (a, b) => (textOf(a) < textOf(b) ? -1 : textOf(a) > textOf(b) ? 1 : 0);
}

/** The scopes that are granted, each with what it is for. */
export function scopeEvidence(
    granted: readonly GrantedScope[],
    inStack: readonly string[],
): ScopeEvidence[] {
    return granted
        .map(({ scope, since }) => ({
            scope,
            purpose: SCOPE_ACCESS[scope]?.purpose ?? null,
            mayChange: isManageScope(scope),
            granted: since ?? null,
            inStack: inStack.includes(scope),
        }))
        .sort(byText(({ scope }) => scope));
}

/** The admin roles at an address, each custom one with its permissions and resources. */
export async function fetchRoles(
    client: AdminClient,
    path: string,
): Promise<Part<readonly RoleEvidence[]>> {
    const { fact, value } = await readCall(() => client.send(path), roleAssignments);
    if (value === undefined) {
        return unreadPart("The admin roles", fact);
    }
    const parts = await Promise.all(
        value.map(async ({ type, label, role, "resource-set": set }) => {
            const name = label ?? type;
            if (type !== CUSTOM_ROLE || !role || !set) {
                return { role: { type, name, permissions: null, resources: null }, unread: [] };
            }
            const [permissions, resources] = await Promise.all([
                readCall(
                    () => client.send(`/api/v1/iam/roles/${pathSegment(role)}/permissions`),
                    rolePermissions,
                ),
                readCall(
                    () => client.send(`/api/v1/iam/resource-sets/${pathSegment(set)}/resources`),
                    setResources,
                ),
            ]);
            const evidence: RoleEvidence = {
                type,
                name,
                permissions: permissions.value?.permissions.map((one) => one.label).sort() ?? null,
                resources:
                    resources.value?.resources.flatMap(({ orn }) => orn ?? []).sort() ?? null,
            };
            const unread = [
                ...whyUnread(`The permissions of ${name}`, permissions),
                ...whyUnread(`The resources of ${name}`, resources),
            ];
            return { role: evidence, unread };
        }),
    );
    return {
        value: parts.map(({ role }) => role).sort(byText(({ type, name }) => `${type} ${name}`)),
        unread: parts.flatMap(({ unread }) => unread),
    };
}

/** A fence as the evidence has it. */
export function networkEvidence(fence: Fence): Part<never> & { readonly network: NetworkEvidence } {
    switch (fence.kind) {
        case "none":
            return { network: { from: "anywhere", zones: [] }, value: null, unread: [] };
        case "unread":
            return {
                network: { from: "unknown", zones: [] },
                value: null,
                unread: [fence.reason],
            };
        case "zones": {
            const zonesOf = (zones: readonly FenceZone[], rule: "include" | "exclude") =>
                zones.map(({ id, name, gateways, isActive }) => ({
                    name: isActive ? name : `${name} (inactive)`,
                    id,
                    rule,
                    gateways: gateways?.toSorted() ?? null,
                }));
            const zones = [
                ...zonesOf(fence.exclude, "exclude"),
                ...zonesOf(fence.include, "include"),
            ].sort(byText(({ rule, name, id }) => `${rule} ${name} ${id}`));
            return { network: { from: "zones", zones }, value: null, unread: [] };
        }
    }
}

/** The share of each rate limit that a client has; null where none is set for it. */
export async function fetchRateLimit(
    client: AdminClient,
    principalType: "OAUTH_CLIENT" | "SSWS_TOKEN",
    id: string,
): Promise<Part<number>> {
    const filter = `principalType eq "${principalType}" and principalId eq ${JSON.stringify(id)}`;
    const query = new URLSearchParams({ filter });
    const { fact, value } = await readCall(
        () => client.send(`/api/v1/principal-rate-limits?${query.toString()}`),
        principalRateLimits,
    );
    if (value === undefined) {
        return unreadPart("The share of the rate limits", fact);
    }
    const own = value.find(({ principalId }) => principalId === id);
    return { value: own?.defaultPercentage ?? null, unread: [] };
}
