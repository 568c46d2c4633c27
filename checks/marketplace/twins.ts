import type { AdminClient } from "../../okta/adminClient";
import { integrations } from "../../okta/appShapes";
import { readCall } from "../../okta/call";
import { fetchAllPages } from "../../okta/pages";
import { childName } from "../../rules/childNames";
import { textOf } from "../../rules/json";
import { REZONATE_TYPE } from "../../rules/marketplace";
import { INTEGRATION_TYPES } from "../../rules/methods";
import { OktaType } from "../../rules/resourceTypes";
import type { DriftCheck } from "../drift/check";
import { finding, unreadable } from "../drift/finding";
import { removalLines, withLines } from "../drift/removal";
import { isShown } from "../drift/shown";
import { absentIf, childrenLacking, presenceIn, type Unrecorded } from "../drift/unrecorded";
import { nameOf, type StackSnapshot } from "../state/stackSnapshot";
import { API_SERVICES_PATH } from "./fetch";
import { expectedIntegrations } from "./state";

/** Finds integrations of the type of one of the stack's that the stack has not. */
export const integrationTwins: DriftCheck = (stack) =>
    expectedIntegrations(stack).map(({ urn, id, type }) => ({
        urn,
        publicIds: [id],
        check: async (client) => {
            const { fact, value = [] } = await fetchIntegrations(client);
            // What else goes wrong the integration's own finding says.
            const unread = fact.status === 403 ? unreadable(nameOf(urn), fact) : undefined;
            if (unread !== undefined) {
                return [unread];
            }
            return value
                .filter((one) => one.type === type && one.id !== id)
                .filter((one) => !stack.ownIds.includes(one.id))
                .map((one) => {
                    const detail = `Integration ${one.id} has the type "${type}", too, and Okta makes each SUPER_ADMIN. Rezonate's credentials belong to integration ${id}.`;
                    return withLines(finding(nameOf(urn), "twin", detail), removal(client, one.id));
                });
        },
    }));

/** What each MarketplaceIntegration of a stack makes in Okta and the state does not have. */
export function unrecordedIntegrations(stack: StackSnapshot): Unrecorded[] {
    return stack.resources
        .filter(({ type }) => type === INTEGRATION_TYPES.marketplace)
        .flatMap((component) => {
            const name = childName.integration(nameOf(component.urn));
            const lacking = childrenLacking(stack, component);
            const wanted = textOf(component.inputs, "integrationType") ?? REZONATE_TYPE;
            return lacking(OktaType.ServiceIntegration, name, async (client, subject) => {
                const answer = await fetchIntegrations(client);
                const found = answer.value?.find(
                    ({ id, type }) => type === wanted && !stack.ownIds.includes(id),
                );
                if (found !== undefined) {
                    // Whose secret it has nobody can tell: Rezonate may use it.
                    const detail = `Integration ${found.id} has the type "${wanted}". If nobody uses it, remove it by the lines below; then run pulumi up.`;
                    return { kind: "doubtful", detail, removal: removal(client, found.id) };
                }
                const shown = await isShown(client, API_SERVICES_PATH);
                const what = `integration "${wanted}" that this stack made`;
                return presenceIn(subject, answer, () => absentIf(shown, subject, what));
            });
        });
}

function fetchIntegrations(client: AdminClient) {
    return readCall(() => fetchAllPages(client, API_SERVICES_PATH), integrations);
}

function removal(client: AdminClient, id: string): string[] {
    return removalLines(client, [["DELETE", `${API_SERVICES_PATH}/${id}`]]);
}
