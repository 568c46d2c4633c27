import type { AdminClient } from "../../okta/adminClient";
import { tryCall } from "../../okta/call";
import { listOf, memberOf, textOf, textsOfList } from "../../rules/json";
import type { ActualIntegration, ExpectedIntegration } from "./snapshot";

/** Looks at one integration and at its client secrets, which Okta shows masked. */
export async function fetchIntegration(
    client: AdminClient,
    { id }: ExpectedIntegration,
): Promise<ActualIntegration> {
    const path = `/integrations/api/v1/api-services/${encodeURIComponent(id)}`;
    const [integration, secrets] = await Promise.all([
        tryCall(() => client.send(path)),
        tryCall(() => client.send(`${path}/credentials/secrets`)),
    ]);
    return {
        integration: integration.fact,
        scopes: textsOfList(memberOf(integration.json, "grantedScopes")),
        ...(secrets.fact.status === 200
            ? {
                  secrets: listOf(secrets.json).map((secret) => ({
                      id: textOf(secret, "id") ?? "",
                      active: textOf(secret, "status") === "ACTIVE",
                  })),
              }
            : {}),
    };
}
