import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";

import { OAuthIntegration, checkOAuthIntegrationArgs, oktaProviderArgs } from "./components";

const config = new pulumi.Config();

const args = {
    oktaDomain: config.require("oktaDomain"),
    tenantId: config.get("tenantId") || undefined,
    label: config.get("label"),
    scopes: config.getObject<string[]>("scopes"),
    allowedManageScopes: config.getObject<string[]>("allowedManageScopes"),
    remediation: config.getBoolean("remediation"),
    verify: config.getBoolean("verify"),
    keys: {
        algorithm: config.get("keyAlgorithm"),
        rsaBits: config.getNumber("rsaBits"),
        ecdsaCurve: config.get("ecdsaCurve"),
    },
};
checkOAuthIntegrationArgs("rezonate", args);

const provider = new okta.Provider("okta", oktaProviderArgs(args.oktaDomain, args.tenantId));
const rezonate = new OAuthIntegration("rezonate", args, { providers: [provider] });

export const tenantId = rezonate.tenantId;
export const applicationId = rezonate.applicationId;
export const privateKey = rezonate.privateKey;
export const keyId = rezonate.keyId;
export const grantedScopes = rezonate.grantedScopes;
