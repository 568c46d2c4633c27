import { type AdminClient, openAdminClient } from "../../okta/adminClient";
import { isGone, readCall } from "../../okta/call";
import { createHttpClient } from "../../okta/http";
import { type AnyApp, anyApp } from "../../okta/shapes";
import { adoptionProblems, type AppKind } from "../../rules/adopt";
import { loopbackUrl } from "../../rules/loopback";
import { maskSecrets } from "../../rules/mask";
import type { InputProblem } from "../../rules/problem";
import {
    providerCredentials,
    type ProviderSettings,
    secretsOf,
} from "../../rules/providerCredentials";
import { messageOf } from "../../rules/userError";

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
        () => client.send(`/api/v1/apps/${encodeURIComponent(applicationId)}`),
        anyApp(applicationId),
    );
    if (value !== undefined) {
        return { app: value };
    }
    const reason = isGone(fact)
        ? `the org has no app ${applicationId}, or the provider credentials may not see it; wanted an app of this org. \`rezonate-okta adopt\` lists those that fit.`
        : `${applicationId} could not be read: ${fact.reason || `Okta answered ${fact.status}.`} Nothing was changed; try again.`;
    return { problem: { propertyPath: "adopt.applicationId", reason }, isGone: isGone(fact) };
}

/** What is wrong with taking over an app, read with the settings of the okta provider. Never throws. */
export async function fetchAdoptionProblems(
    applicationId: string,
    host: string,
    settings: ProviderSettings,
): Promise<InputProblem[]> {
    const refuse = (reason: string): InputProblem[] => [
        { propertyPath: "adopt.applicationId", reason },
    ];
    // The provider manages the app with this scope, so that no other is needed.
    const withScope = { ...settings, scopes: "okta.apps.manage" };
    const credentials = providerCredentials(withScope, process.env);
    if (credentials === undefined) {
        return refuse(
            "the okta provider has no credentials to read the app with. Set okta:apiToken.",
        );
    }
    try {
        const proxy = settings.httpProxy || process.env["OKTA_HTTP_PROXY"];
        const address = loopbackUrl(proxy) ?? new URL(`https://${host}`);
        const opened = await openAdminClient(credentials, address, createHttpClient());
        if ("failure" in opened) {
            return refuse(`the app could not be read: ${opened.failure.detail}`);
        }
        const found = await fetchAnyApp(opened.client, applicationId);
        return "problem" in found
            ? [found.problem]
            : adoptionProblems(applicationId, kindOf(found.app));
    } catch (error) {
        const reason = maskSecrets(messageOf(error), secretsOf(credentials));
        return refuse(`the app could not be read: ${reason}`);
    }
}
