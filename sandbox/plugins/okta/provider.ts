import type { Provider } from "../provider/resource";
import { OktaClient } from "./client";
import { statusLine, summary } from "./oktaError";
import { getApiToken } from "./queries/getApiToken";
import { getOrgMetadata } from "./queries/getOrgMetadata";
import { adminRoleCustom } from "./resources/adminRoleCustom";
import { adminRoleCustomAssignments } from "./resources/adminRoleCustomAssignments";
import { apiServiceIntegration } from "./resources/apiServiceIntegration";
import { apiToken } from "./resources/apiToken";
import { appOauth } from "./resources/appOauth";
import { appOauthApiScope } from "./resources/appOauthApiScope";
import { oauthRoleAssignment } from "./resources/oauthRoleAssignment";
import { principalRateLimits } from "./resources/principalRateLimits";
import { resourceSet } from "./resources/resourceSet";
import { user } from "./resources/user";
import { userAdminRoles } from "./resources/userAdminRoles";
import { zone } from "./resources/zone";
import { configuration, readSettings } from "./settings";

/** The stand-in for the official okta plugin. */
export const oktaProvider: Provider<OktaClient> = {
    name: "okta",
    version: "7.0.0",
    configuration,
    resources: {
        "okta:app/oAuth:OAuth": appOauth,
        "okta:index/appOauthApiScope:AppOauthApiScope": appOauthApiScope,
        "okta:app/oauthRoleAssignment:OauthRoleAssignment": oauthRoleAssignment,
        "okta:index/adminRoleCustom:AdminRoleCustom": adminRoleCustom,
        "okta:index/adminRoleCustomAssignments:AdminRoleCustomAssignments":
            adminRoleCustomAssignments,
        "okta:index/resourceSet:ResourceSet": resourceSet,
        "okta:index/apiServiceIntegration:ApiServiceIntegration": apiServiceIntegration,
        "okta:index/apiToken:ApiToken": apiToken,
        "okta:index/principalRateLimits:PrincipalRateLimits": principalRateLimits,
        "okta:network/zone:Zone": zone,
        "okta:user/user:User": user,
        "okta:index/userAdminRoles:UserAdminRoles": userAdminRoles,
    },
    queries: {
        "okta:index/getApiToken:getApiToken": getApiToken,
        "okta:index/getOrgMetadata:getOrgMetadata": getOrgMetadata,
    },
    async configure(values, signal) {
        const client = new OktaClient(readSettings(values, process.env), signal);
        if (!client.usesOAuth) {
            // The official plugin contains two generations of Okta's SDK. Each verifies the token.
            await verify(client, "v3", statusLine);
            await verify(client, "v2", summary);
        }
        return client;
    },
};

async function verify(
    client: OktaClient,
    generation: string,
    wording: (error: unknown) => string,
): Promise<void> {
    try {
        await client.call("GET", "/api/v1/users/me");
    } catch (error) {
        const address = client.settings.proxy || client.settings.org;
        throw new Error(
            `Provider Configuration Error: error with ${generation} SDK client: ${wording(error)}. ` +
                `${address} did not accept okta:apiToken; check the token, okta:orgName and okta:baseUrl`,
            { cause: error },
        );
    }
}
