import type { AdminClient } from "../../okta/adminClient";
import { grants } from "../../okta/appShapes";
import { readCall } from "../../okta/call";
import { pathSegment } from "../../okta/pathSegment";
import { type RoleAssignment, roleAssignments } from "../../okta/shapes";
import { childName } from "../../rules/childNames";
import { textOf, textsOfList } from "../../rules/json";
import { OktaType, SERVICE_APP_TYPE } from "../../rules/resourceTypes";
import { isShown, SOME_APPS } from "../drift/shown";
import {
    absentIf,
    childrenLacking,
    type Presence,
    presenceIn,
    type Unrecorded,
} from "../drift/unrecorded";
import { unrecordedZone } from "../network/unrecorded";
import { nameOf, type StackSnapshot, type StateResource } from "../state/stackSnapshot";
import { fetchAppsTrusting, thumbprintsIn } from "./ownKey";
import { wantedRoles } from "./state";
import { zoneUsers } from "./zoneUsers";

/** What each ServiceApp of a stack makes in Okta and the state does not have. */
export function unrecordedOfApps(stack: StackSnapshot): Unrecorded[] {
    return stack.resources
        .filter(({ type, inputs }) => type === SERVICE_APP_TYPE && inputs["scopes"] !== undefined)
        .flatMap((component) => {
            const name = nameOf(component.urn);
            const lacking = childrenLacking(stack, component);
            const zone = unrecordedZone(stack, component, zoneUsers);
            const app = stack.resources.find(
                ({ type, parent }) => type === OktaType.App && parent === component.urn,
            );
            if (app === undefined) {
                const made = lacking(OktaType.App, childName.app(name), (client, subject) =>
                    fetchAppPresence(client, subject, component, stack),
                );
                return [...zone, ...made];
            }
            const id = app.id ?? "";
            const clientId = textOf(app.outputs, "clientId") ?? id;
            const scopes = textsOfList(component.inputs["scopes"]);
            return [
                ...zone,
                ...lacking(OktaType.AppScopes, childName.scopes(name), (client, subject) =>
                    fetchGrantsPresence(client, subject, id, scopes),
                ),
                ...wantedRoles(component).flatMap((role) =>
                    lacking(OktaType.AppRole, childName.role(name, role), (client, subject) =>
                        fetchRolePresence(
                            client,
                            subject,
                            clientId,
                            role,
                            ({ type }) => type === role,
                        ),
                    ),
                ),
            ].map((one) => ({ ...one, publicIds: [id, clientId] }));
        });
}

// Nobody but this stack can sign for an app that trusts its key: the private half is in the state.
async function fetchAppPresence(
    client: AdminClient,
    subject: string,
    { inputs }: StateResource,
    { ownIds }: StackSnapshot,
): Promise<Presence | undefined> {
    const answer = await fetchAppsTrusting(client, thumbprintsIn(inputs["jwks"]));
    const found = answer.value?.find(({ id }) => !ownIds.includes(id));
    if (found !== undefined) {
        const detail = `App ${found.id} ("${found.label}") trusts the stack's key.`;
        return { kind: "found", importId: found.id, detail };
    }
    const what = `app "${textOf(inputs, "label") ?? ""}" that trusts the stack's key`;
    const shown = await isShown(client, SOME_APPS);
    return presenceIn(subject, answer, () => absentIf(shown, subject, what));
}

async function fetchGrantsPresence(
    client: AdminClient,
    subject: string,
    appId: string,
    wanted: readonly string[],
): Promise<Presence | undefined> {
    const path = `/api/v1/apps/${pathSegment(appId)}/grants`;
    const answer = await readCall(() => client.send(path), grants);
    return presenceIn(subject, answer, (found) => {
        const granted = found.map(({ scopeId }) => scopeId);
        const more = granted.filter((scope) => !wanted.includes(scope));
        if (more.length > 0) {
            const detail = `Granted to app ${appId} and not in the program: ${more.join(", ")} (the app > Okta API Scopes > Revoke).`;
            return { kind: "doubtful", detail };
        }
        if (granted.length === 0) {
            return { kind: "absent", detail: `No scope is granted to app ${appId}.` };
        }
        const detail = `${granted.length} of the ${wanted.length} scopes that the program wants are granted to app ${appId}.`;
        return { kind: "found", importId: appId, detail };
    });
}

/** Looks for one admin role among those of an app; `role` is what a report calls it. */
export async function fetchRolePresence(
    client: AdminClient,
    subject: string,
    clientId: string,
    role: string,
    isIt: (assignment: RoleAssignment) => boolean,
): Promise<Presence | undefined> {
    const path = `/oauth2/v1/clients/${pathSegment(clientId)}/roles`;
    const answer = await readCall(() => client.send(path), roleAssignments);
    return presenceIn(subject, answer, (assigned) => {
        const found = assigned.find(isIt);
        if (found === undefined) {
            return { kind: "absent", detail: `${role} is not assigned to app ${clientId}.` };
        }
        const detail = `${role} (${found.id}) is assigned to app ${clientId}.`;
        return { kind: "found", importId: `${clientId}/${found.id}`, detail };
    });
}
