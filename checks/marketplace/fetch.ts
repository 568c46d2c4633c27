import type { AdminClient } from "../../okta/adminClient";
import { clientSecrets, integration } from "../../okta/appShapes";
import { isGone, readCall } from "../../okta/call";
import { pathSegment } from "../../okta/pathSegment";
import { isShown } from "../drift/shown";
import type { ActualIntegration, ExpectedIntegration } from "./snapshot";

/** Okta's list of API service integrations. */
export const API_SERVICES_PATH = "/integrations/api/v1/api-services";

/** Looks at one integration and at its client secrets, which Okta shows masked. */
export async function fetchIntegration(
    client: AdminClient,
    { id }: ExpectedIntegration,
): Promise<ActualIntegration> {
    const path = `${API_SERVICES_PATH}/${pathSegment(id)}`;
    const [found, secrets] = await Promise.all([
        readCall(() => client.send(path), integration(id)),
        readCall(() => client.send(`${path}/credentials/secrets`), clientSecrets),
    ]);
    return {
        integration: found.fact,
        ...(isGone(found.fact) && { isShown: await isShown(client, API_SERVICES_PATH) }),
        scopes: found.value?.grantedScopes ?? [],
        ...(secrets.value && {
            secrets: secrets.value.map(({ id: secretId, status }) => ({
                id: secretId,
                active: status === "ACTIVE",
            })),
        }),
    };
}
