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
const onOkta = () => ({
    providers: [new okta.Provider("okta", oktaProviderArgs(common.oktaDomain, common.tenantId))],
});

function oauth() {
    const args = {
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
    checkOAuthIntegrationArgs("rezonate", args);
    const rezonate = new OAuthIntegration("rezonate", args, onOkta());
    const { tenantId, applicationId, privateKey, keyId, grantedScopes } = rezonate;
    return { tenantId, applicationId, privateKey, keyId, grantedScopes };
}

function marketplace() {
    const args = {
        ...common,
        integrationType: config.get("integrationType"),
        secretGeneration: config.getNumber("secretGeneration"),
        keepPreviousSecret: config.getBoolean("keepPreviousSecret"),
    };
    if (config.getBoolean("remediation")) {
        throw new pulumi.RunError("remediation: only for oauth. Here, use allowedManageScopes.");
    }
    checkMarketplaceIntegrationArgs("rezonate", args);
    const rezonate = new MarketplaceIntegration("rezonate", args, onOkta());
    const { oktaDomain, clientId, clientSecret, grantedScopes } = rezonate;
    return { oktaDomain, clientId, clientSecret, grantedScopes };
}

const methods = { oauth, marketplace };
const allowedValues = Object.keys(methods) as (keyof typeof methods)[];
export = methods[config.get("method", { allowedValues }) ?? "oauth"]();
