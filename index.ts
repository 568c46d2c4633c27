import * as okta from "@pulumi/okta";
import type { ComponentResourceOptions } from "@pulumi/pulumi";

import {
    ApiKeyIntegration,
    MarketplaceIntegration,
    OAuthIntegration,
    oktaProviderArgs,
} from "./components";
import { stackConfig } from "./components/stackConfig";

const NAME = "rezonate";
const { args, methods, oktaDomain, tenantId } = stackConfig();

const make = {
    oauth: (opts: ComponentResourceOptions) => {
        const made = new OAuthIntegration(NAME, args.oauth, opts);
        const { tenantId, applicationId, privateKey, keyId, grantedScopes } = made;
        const { remediationApplicationId, remediationPrivateKey } = made;
        const ofRemediation = { remediationApplicationId, remediationPrivateKey };
        return {
            ...{ tenantId, applicationId, privateKey, keyId, grantedScopes },
            ...(remediationApplicationId && ofRemediation),
        };
    },
    marketplace: (opts: ComponentResourceOptions) => {
        const made = new MarketplaceIntegration(NAME, args.marketplace, opts);
        const { oktaDomain, clientId, clientSecret, grantedScopes } = made;
        return { oktaDomain, clientId, clientSecret, grantedScopes };
    },
    "api-key": (opts: ComponentResourceOptions) => {
        const { oktaDomain, login, apiKey } = new ApiKeyIntegration(NAME, args["api-key"], opts);
        return { oktaDomain, login, ...(apiKey && { apiKey }) };
    },
};

const providers = [new okta.Provider("okta", oktaProviderArgs(oktaDomain, tenantId))];
const [outputs] = methods.map((method) => make[method]({ providers }));
export = outputs;
