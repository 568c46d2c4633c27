import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";

import {
    MarketplaceIntegration,
    OAuthIntegration,
    checkMarketplaceIntegrationArgs,
    checkOAuthIntegrationArgs,
    oktaProviderArgs,
} from "./components";

const config = new pulumi.Config();

const common = {
    oktaDomain: config.require("oktaDomain"),
    tenantId: config.get("tenantId") || undefined,
    scopes: config.getObject<string[]>("scopes"),
    allowedManageScopes: config.getObject<string[]>("allowedManageScopes"),
};
const oauthArgs = {
    ...common,
    label: config.get("label"),
    remediation: config.getBoolean("remediation"),
    verify: config.getBoolean("verify"),
    keys: {
        algorithm: config.get("keyAlgorithm"),
        rsaBits: config.getNumber("rsaBits"),
        ecdsaCurve: config.get("ecdsaCurve"),
    },
};
const marketplaceArgs = {
    ...common,
    integrationType: config.get("integrationType"),
    secretGeneration: config.getNumber("secretGeneration"),
    keepPreviousSecret: config.getBoolean("keepPreviousSecret"),
};
const method = config.get("method", { allowedValues: ["oauth", "marketplace"] }) ?? "oauth";
const isOAuth = method === "oauth";
if (!isOAuth && oauthArgs.remediation) {
    const remedy = "name the scopes it needs in scopes and allowedManageScopes";
    throw new pulumi.RunError(`remediation: it is for method oauth; with ${method}, ${remedy}.`);
}
if (isOAuth) checkOAuthIntegrationArgs("rezonate", oauthArgs);
else checkMarketplaceIntegrationArgs("rezonate", marketplaceArgs);

const provider = new okta.Provider("okta", oktaProviderArgs(common.oktaDomain, common.tenantId));
const opts = { providers: [provider] };
const oauth = isOAuth ? new OAuthIntegration("rezonate", oauthArgs, opts) : undefined;
const marketplace = isOAuth
    ? undefined
    : new MarketplaceIntegration("rezonate", marketplaceArgs, opts);

export const tenantId = oauth?.tenantId;
export const applicationId = oauth?.applicationId;
export const privateKey = oauth?.privateKey;
export const keyId = oauth?.keyId;
export const oktaDomain = marketplace?.oktaDomain;
export const clientId = marketplace?.clientId;
export const clientSecret = marketplace?.clientSecret;
export const grantedScopes = (oauth ?? marketplace)?.grantedScopes;
