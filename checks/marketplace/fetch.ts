import type { AdminClient } from "../../okta/adminClient";
import { readCall } from "../../okta/call";
import { clientSecrets, integration } from "../../okta/shapes";
import type { ActualIntegration, ExpectedIntegration } from "./snapshot";

/** Looks at one integration and at its client secrets, which Okta shows masked. */
export async function fetchIntegration(
    client: AdminClient,
    { id }: ExpectedIntegration,
): Promise<ActualIntegration> {
    const path = `/integrations/api/v1/api-services/${encodeURIComponent(id)}`;
    const [found, secrets] = await Promise.all([
        readCall(() => client.send(path), integration(id)),
        readCall(() => client.send(`${path}/credentials/secrets`), clientSecrets),
    ]);
    return {
        integration: found.fact,
        scopes: found.value?.grantedScopes ?? [],
        ...(secrets.value && {
            secrets: secrets.value.map(({ id: secretId, status }) => ({
                id: secretId,
                active: status === "ACTIVE",
            })),
        }),
    };
}
