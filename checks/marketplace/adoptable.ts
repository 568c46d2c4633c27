import type { AdminClient, ProviderSettings } from "../../okta/adminClient";
import { clientSecrets, integrationOfAnyType, type ListedIntegration } from "../../okta/appShapes";
import { isGone, readCall, reasonOf } from "../../okta/call";
import { pathSegment } from "../../okta/pathSegment";
import { integrationAdoptionProblems, type IntegrationKind } from "../../rules/adoptIntegration";
import { type ListedSecret, noRoomForSecret } from "../../rules/marketplace";
import type { InputProblem } from "../../rules/problem";
import { problemsReadBy } from "../adopt/programRead";
import { API_SERVICES_PATH } from "./fetch";

const propertyPath = "adopt.integrationId";

/** An integration of the org with its client secrets, or why it cannot be taken over. */
export type FoundIntegration =
    | { readonly integration: ListedIntegration; readonly secrets: readonly ListedSecret[] }
    | { readonly problem: InputProblem; readonly isGone: boolean };

/** Reads an integration that is to be taken over. */
export async function fetchAnyIntegration(
    client: AdminClient,
    integrationId: string,
): Promise<FoundIntegration> {
    const path = `${API_SERVICES_PATH}/${pathSegment(integrationId)}`;
    const [found, secrets] = await Promise.all([
        readCall(() => client.send(path), integrationOfAnyType(integrationId)),
        readCall(() => client.send(`${path}/credentials/secrets`), clientSecrets),
    ]);
    if (isGone(found.fact)) {
        const reason = `the org has no API service integration ${integrationId}, or the provider credentials may not see it; wanted one of this org. \`npx rezonate-okta adopt\` lists those that fit.`;
        return { problem: { propertyPath, reason }, isGone: true };
    }
    if (found.value !== undefined && secrets.value !== undefined) {
        return { integration: found.value, secrets: secrets.value };
    }
    const { fact } = found.value === undefined ? found : secrets;
    const what = found.value === undefined ? integrationId : `The secrets of ${integrationId}`;
    const reason = `${what} could not be read: ${reasonOf(fact)} Nothing was changed. Wanted the credentials of a super administrator, or the scope okta.oauthIntegrations.manage.`;
    return { problem: { propertyPath, reason }, isGone: false };
}

/** Why a client secret cannot be made for an integration that is to be taken over. */
export function secretProblems(
    { address }: AdminClient,
    integrationId: string,
    secrets: readonly ListedSecret[],
): InputProblem[] {
    const reason = noRoomForSecret(integrationId, secrets, address);
    return reason === undefined ? [] : [{ propertyPath, reason }];
}

/**
 * What is wrong with taking over an integration, read with the settings of the okta provider.
 * Never throws.
 *
 * @param needsSecret Whether a client secret is to be made, too.
 */
export function fetchIntegrationProblems(
    integrationId: string,
    wanted: IntegrationKind,
    access: { readonly host: string; readonly settings: ProviderSettings },
    needsSecret: boolean,
): Promise<InputProblem[]> {
    const scope = "okta.oauthIntegrations.manage";
    const read = { ...access, scope, what: "integration", propertyPath };
    return problemsReadBy(read, async (client) => {
        const found = await fetchAnyIntegration(client, integrationId);
        if ("problem" in found) {
            return [found.problem];
        }
        const { type, grantedScopes: scopes } = found.integration;
        return [
            ...integrationAdoptionProblems(integrationId, { type, scopes }, wanted),
            ...(needsSecret ? secretProblems(client, integrationId, found.secrets) : []),
        ];
    });
}
