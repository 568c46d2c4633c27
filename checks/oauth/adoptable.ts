import type { AdminClient, ProviderSettings } from "../../okta/adminClient";
import { type AnyApp, anyApp } from "../../okta/appShapes";
import { isGone, readCall, reasonOf } from "../../okta/call";
import { pathSegment } from "../../okta/pathSegment";
import { adoptionProblems, type AppKind } from "../../rules/adopt";
import type { InputProblem } from "../../rules/problem";
import { problemsReadBy } from "../adopt/programRead";

/** What of an app decides whether it may be taken over. */
export function kindOf({ status, signOnMode, settings, credentials }: AnyApp): AppKind {
    const client = settings?.oauthClient;
    return {
        status,
        type: client?.application_type ?? signOnMode ?? undefined,
        authMethod: credentials?.oauthClient?.token_endpoint_auth_method ?? undefined,
        dpop: client?.dpop_bound_access_tokens === true,
    };
}

/** Reads an app of any kind that is to be taken over. */
export async function fetchAnyApp(
    client: AdminClient,
    applicationId: string,
): Promise<
    { readonly app: AnyApp } | { readonly problem: InputProblem; readonly isGone: boolean }
> {
    const { fact, value } = await readCall(
        () => client.send(`/api/v1/apps/${pathSegment(applicationId)}`),
        anyApp(applicationId),
    );
    if (value !== undefined) {
        return { app: value };
    }
    const reason = isGone(fact)
        ? `the org has no app ${applicationId}, or the provider credentials may not see it; wanted an app of this org. \`rezonate-okta adopt\` lists those that fit.`
        : `${applicationId} could not be read: ${reasonOf(fact)} Nothing was changed; try again.`;
    return { problem: { propertyPath: "adopt.applicationId", reason }, isGone: isGone(fact) };
}

/** What is wrong with taking over an app, read with the settings of the okta provider. Never throws. */
export async function fetchAdoptionProblems(
    applicationId: string,
    host: string,
    settings: ProviderSettings,
): Promise<InputProblem[]> {
    const propertyPath = "adopt.applicationId";
    const access = { host, settings, scope: "okta.apps.manage", what: "app", propertyPath };
    return problemsReadBy(access, async (client) => {
        const found = await fetchAnyApp(client, applicationId);
        return "problem" in found
            ? [found.problem]
            : adoptionProblems(applicationId, kindOf(found.app));
    });
}
