import type { ProviderArgs } from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";

import { checkOktaDomain } from "../rules/oktaDomain";
import { InputChecks } from "./support/inputs";

/**
 * Arguments for an okta.Provider that works on the org of the given Okta domain, with everything
 * else taken from the stack's "okta:" configuration; what is not there the plugin takes from its
 * environment variables, such as OKTA_API_TOKEN.
 */
export function oktaProviderArgs(
    oktaDomain: pulumi.Input<string>,
    tenantId?: pulumi.Input<string>,
): ProviderArgs {
    const inputs = new InputChecks("The okta provider");
    const domain = inputs
        .check([oktaDomain, tenantId] as const, ([host, id]) => checkOktaDomain(host, id))
        .apply((org) => org.domain);
    inputs.throwIfInvalid();

    const config = new pulumi.Config("okta");
    return {
        orgName: domain.apply((host) => host.slice(0, host.indexOf("."))),
        baseUrl: domain.apply((host) => host.slice(host.indexOf(".") + 1)),
        apiToken: config.getSecret("apiToken"),
        accessToken: config.getSecret("accessToken"),
        clientId: config.get("clientId"),
        privateKey: config.getSecret("privateKey"),
        privateKeyId: config.get("privateKeyId"),
        scopes: config.getObject<string[]>("scopes"),
        httpProxy: config.get("httpProxy"),
        backoff: config.getBoolean("backoff"),
        maxRetries: config.getNumber("maxRetries"),
        minWaitSeconds: config.getNumber("minWaitSeconds"),
        maxWaitSeconds: config.getNumber("maxWaitSeconds"),
        maxApiCapacity: config.getNumber("maxApiCapacity"),
        parallelism: config.getNumber("parallelism"),
        requestTimeout: config.getNumber("requestTimeout"),
        logLevel: config.getNumber("logLevel"),
    };
}
