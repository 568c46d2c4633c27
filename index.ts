import * as okta from "@pulumi/okta";
import type { ComponentResourceOptions } from "@pulumi/pulumi";

import {
    ApiKeyIntegration,
    checkApiKeyIntegrationArgs,
    checkMarketplaceIntegrationArgs,
    checkOAuthIntegrationArgs,
    MarketplaceIntegration,
    OAuthIntegration,
    oktaProviderArgs,
    stackConfig,
} from "./components";

const NAME = "rezonate";
const { args, methods, oktaDomain, tenantId } = stackConfig();

const program = {
    oauth: {
        check: () => checkOAuthIntegrationArgs(NAME, args.oauth),
        make: (opts: ComponentResourceOptions) => {
            const made = new OAuthIntegration(NAME, args.oauth, opts);
            const { tenantId, applicationId, privateKey, keyId, grantedScopes } = made;
            return { tenantId, applicationId, privateKey, keyId, grantedScopes };
        },
    },
    marketplace: {
        check: () => checkMarketplaceIntegrationArgs(NAME, args.marketplace),
        make: (opts: ComponentResourceOptions) => {
            const made = new MarketplaceIntegration(NAME, args.marketplace, opts);
            const { oktaDomain, clientId, clientSecret, grantedScopes } = made;
            return { oktaDomain, clientId, clientSecret, grantedScopes };
        },
    },
    "api-key": {
        check: () => checkApiKeyIntegrationArgs(NAME, args["api-key"]),
        make: (opts: ComponentResourceOptions) => {
            const { oktaDomain, login, apiKey } = new ApiKeyIntegration(
                NAME,
                args["api-key"],
                opts,
            );
            return { oktaDomain, login, ...(apiKey && { apiKey }) };
        },
    },
};

for (const method of methods) {
    program[method].check();
}
const providers = [new okta.Provider("okta", oktaProviderArgs(oktaDomain, tenantId))];
const [outputs] = methods.map((method) => program[method].make({ providers }));
export = outputs;
