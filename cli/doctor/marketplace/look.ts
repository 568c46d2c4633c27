import { listOf, memberOf, textOf, textsOfList } from "../../json";
import type { Runner } from "../../okta/runner";
import { observe } from "../../verify/call";
import type { IntegrationInOrg, IntegrationInState } from "./facts";

/** Looks at one integration and at its client secrets, which Okta shows masked. */
export async function lookAtIntegration(
    runner: Runner,
    { id }: IntegrationInState,
): Promise<IntegrationInOrg> {
    const path = `/integrations/api/v1/api-services/${encodeURIComponent(id)}`;
    const [integration, secrets] = await Promise.all([
        observe(() => runner.send(path)),
        observe(() => runner.send(`${path}/credentials/secrets`)),
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
