import type { AdminClient } from "../../okta/adminClient";
import { isGone, readCall } from "../../okta/call";
import { pathSegment } from "../../okta/pathSegment";
import { identified } from "../../okta/shapeParts";
import { rolePermissions, setResources } from "../../okta/shapes";
import { childName } from "../../rules/childNames";
import type { WantedCustomRole } from "../../rules/customRoles";
import { textsOfList } from "../../rules/json";
import type { CoveredLists } from "../../rules/resourceNames";
import { OktaType } from "../../rules/resourceTypes";
import { CUSTOM_ROLE } from "../../rules/roles";
import { childrenLacking, type Presence, presenceIn, type Unrecorded } from "../drift/unrecorded";
import { nameOf, type StackSnapshot } from "../state/stackSnapshot";
import { customRolesOf } from "./state";
import { fetchRolePresence } from "./unrecorded";

/** The custom admin roles of the integrations of a stack that Okta may have and the state lacks. */
export function unrecordedCustomRoles(stack: StackSnapshot): Unrecorded[] {
    return customRolesOf(stack).flatMap(({ integration, clientId, scopes, roles }) => {
        const name = nameOf(integration.urn);
        const lacking = childrenLacking(stack, integration);
        const listed = (property: keyof CoveredLists) => {
            const list = integration.inputs[property];
            return list === undefined ? undefined : textsOfList(list);
        };
        const lists: CoveredLists = {
            remediationGroups: listed("remediationGroups"),
            visibilityGroups: listed("visibilityGroups"),
            visibilityApps: listed("visibilityApps"),
        };
        return roles
            .flatMap((wanted) => {
                const { topic } = wanted;
                const label = wanted.label(clientId);
                return [
                    ...lacking(OktaType.CustomRole, childName.customRole(name, topic), (...to) =>
                        fetchCustomRole(...to, label, wanted.permissions(scopes)),
                    ),
                    ...lacking(OktaType.ResourceSet, childName.resourceSet(name, topic), (...to) =>
                        fetchResourceSet(...to, label, wanted, lists),
                    ),
                    ...lacking(OktaType.AppRole, childName.customAssignment(name, topic), (...to) =>
                        fetchRolePresence(
                            ...to,
                            clientId,
                            `"${label}"`,
                            (one) => one.type === CUSTOM_ROLE && one.label === label,
                        ),
                    ),
                ];
            })
            .map((one) => ({ ...one, publicIds: [clientId] }));
    });
}

async function fetchCustomRole(
    client: AdminClient,
    subject: string,
    label: string,
    wanted: readonly string[],
): Promise<Presence | undefined> {
    const path = `/api/v1/iam/roles/${pathSegment(label)}`;
    const what = `custom role "${label}"`;
    const answer = await readCall(() => client.send(path), identified);
    if (isGone(answer.fact)) {
        return { kind: "absent", detail: `The org has no ${what}.` };
    }
    const allowed = await readCall(() => client.send(`${path}/permissions`), rolePermissions);
    return presenceIn(subject, answer, ({ id }) =>
        presenceIn(subject, allowed, ({ permissions }) =>
            foundUnlessMore(
                `The org has the ${what}`,
                id,
                permissions.map((one) => one.label).filter((one) => !wanted.includes(one)),
            ),
        ),
    );
}

async function fetchResourceSet(
    client: AdminClient,
    subject: string,
    label: string,
    { resources }: WantedCustomRole,
    lists: CoveredLists,
): Promise<Presence | undefined> {
    const path = `/api/v1/iam/resource-sets/${pathSegment(label)}`;
    const what = `resource set "${label}"`;
    const answer = await readCall(() => client.send(path), identified);
    if (isGone(answer.fact)) {
        return { kind: "absent", detail: `The org has no ${what}.` };
    }
    const covered = await readCall(() => client.send(`${path}/resources`), setResources);
    const wanted = resources("", "", lists).map(withoutOrg);
    return presenceIn(subject, answer, ({ id }) =>
        presenceIn(subject, covered, ({ resources: all }) =>
            foundUnlessMore(
                `The org has the ${what}`,
                id,
                all
                    .map(({ orn }) => orn ?? "a resource without ORN")
                    .filter((orn) => !wanted.includes(withoutOrg(orn))),
            ),
        ),
    );
}

// Partition and org are the same in all ORNs of an org.
function withoutOrg(orn: string): string {
    const [, , service, , ...resource] = orn.split(":");
    return [service, ...resource].join(":");
}

function foundUnlessMore(found: string, importId: string, more: readonly string[]): Presence {
    return more.length === 0
        ? { kind: "found", importId, detail: `${found}.` }
        : {
              kind: "doubtful",
              detail: `${found}, with more than in the program: ${more.join(", ")}.`,
          };
}
