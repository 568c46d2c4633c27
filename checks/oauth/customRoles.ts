import type { AdminClient } from "../../okta/adminClient";
import { type CallResult, isGone, readCall } from "../../okta/call";
import { pathSegment } from "../../okta/pathSegment";
import { rolePermissions, setResources } from "../../okta/shapes";
import { textsOfList } from "../../rules/json";
import { INTEGRATION_TYPES } from "../../rules/methods";
import { OktaType } from "../../rules/resourceTypes";
import { type DriftCheck, driftCheck } from "../drift/check";
import { refreshAndUp, up } from "../drift/commands";
import { type ExpectedResource, expectedResource } from "../drift/expected";
import { type DoctorFinding, finding, unreadable } from "../drift/finding";
import { lostFinding } from "../drift/lost";
import { nameOf, type StackLocation, type StackSnapshot } from "../state/stackSnapshot";

/** A custom admin role or a resource set of an integration, as the state has it. */
interface ExpectedPart extends ExpectedResource {
    readonly id: string;
    readonly isRole: boolean;
    /** The permissions of the role, or the ORNs that the set covers. */
    readonly entries: readonly string[];
}

/** The same as the org has it; undefined where it cannot be read. */
interface ActualPart {
    readonly fact: CallResult;
    readonly entries: readonly string[] | undefined;
}

/** Compares the permissions of an integration's custom admin roles, and what they cover, with the org. */
export const customRoleDrift: DriftCheck = driftCheck({
    expected: expectedParts,
    urnOf: ({ urn }) => urn,
    fetch: fetchPart,
    compare: comparePart,
    publicIds: ({ id }) => [id],
});

function expectedParts(stack: StackSnapshot): ExpectedPart[] {
    const integrations = stack.resources.filter(({ type }) => type === INTEGRATION_TYPES.oauth);
    return stack.resources
        .filter(({ type }) => type === OktaType.CustomRole || type === OktaType.ResourceSet)
        .filter(({ parent }) => integrations.some(({ urn }) => urn === parent))
        .map((one) => {
            const isRole = one.type === OktaType.CustomRole;
            const entries = one.outputs[isRole ? "permissions" : "resourcesOrns"];
            return {
                ...expectedResource(one, stack),
                id: one.id ?? "",
                isRole,
                entries: textsOfList(entries),
            };
        });
}

async function fetchPart(client: AdminClient, { id, isRole }: ExpectedPart): Promise<ActualPart> {
    const path = pathSegment(id);
    if (isRole) {
        const { fact, value } = await readCall(
            () => client.send(`/api/v1/iam/roles/${path}/permissions`),
            rolePermissions,
        );
        return { fact, entries: value?.permissions.map(({ label }) => label) };
    }
    const { fact, value } = await readCall(
        () => client.send(`/api/v1/iam/resource-sets/${path}/resources?limit=${MOST}`),
        setResources,
    );
    const isWhole = value !== undefined && value.resources.length < MOST;
    return { fact, entries: isWhole ? value.resources.map(({ orn }) => orn ?? "?") : undefined };
}

/** The most resources that one page has. */
const MOST = 200;

function comparePart(
    { urn, id, isRole, entries, ...resource }: ExpectedPart,
    { fact, entries: actual }: ActualPart,
    stack: StackLocation,
): DoctorFinding[] {
    const name = nameOf(urn);
    const what = isRole ? "Custom admin role" : "Resource set";
    if (isGone(fact)) {
        const lost = [...(resource.dependents ?? []), { urn, ...resource, dependents: [] }];
        const detail = `The org has no ${what.toLowerCase()} ${id}.`;
        const ways = { lost, then: [up(stack)] };
        return [lostFinding(name, "custom_role_deleted", detail, stack, ways)];
    }
    const unread = unreadable(name, fact);
    if (unread !== undefined) {
        return [unread];
    }
    if (actual === undefined) {
        const detail = `${what} ${id} has more entries than were read.`;
        return [finding(name, "could_not_check", detail)];
    }
    const removed = entries.filter((one) => !actual.includes(one));
    const added = actual.filter((one) => !entries.includes(one));
    if (removed.length === 0 && added.length === 0) {
        // What the app's own finding says.
        return [];
    }
    const changes = [
        ...(removed.length > 0 ? [`removed: ${removed.join(", ")}`] : []),
        ...(added.length > 0 ? [`added: ${added.join(", ")}`] : []),
    ].join("; ");
    const detail = `${what} ${id} was changed in Okta; ${changes}.`;
    return [finding(name, "custom_role_changed", detail, [refreshAndUp(stack, { urn })])];
}
