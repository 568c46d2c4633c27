import type { ProviderArgs } from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";

import { checkOktaDomain } from "../rules/oktaDomain";
import { pluginPrivateKey } from "../rules/providerKey";
import { providerProblemsIn } from "./support/configSource";
import { InputChecks } from "./support/inputs";
import { keepProviderOrg } from "./support/sameOrg";
import { keepSecretsOutOfDebugLog, keyItself } from "./support/secretLog";

/**
 * Arguments for an okta.Provider that works on the org of the given Okta domain. Everything else
 * comes from the stack's configuration in the given namespace, "okta" by default; what is not there
 * the plugin takes from its environment variables, such as OKTA_API_TOKEN. A program with several
 * orgs gives each its own namespace, so that no org gets the credentials of another. The provider
 * that takes these arguments refuses another org than the one the stack's state has it on.
 *
 * @throws InputPropertiesError where domain, tenant id or settings are wrong: all that the plugin
 *     would refuse, and credentials that are in clear in the stack's file.
 */
export function oktaProviderArgs(
    oktaDomain: pulumi.Input<string>,
    tenantId?: pulumi.Input<string>,
    configNamespace = "okta",
): ProviderArgs {
    const inputs = new InputChecks("The okta provider");
    const org = inputs.evaluate([oktaDomain, tenantId] as const, ([host, id]) =>
        checkOktaDomain(host, id),
    );
    const config = new pulumi.Config(configNamespace);
    const privateKey = keyItself(config.get("privateKey"));
    keepSecretsOutOfDebugLog(config.get("apiToken"), config.get("accessToken"), privateKey);
    inputs.problems.push(...providerProblemsIn(config));
    inputs.throwIfInvalid();

    // A rejected output would leave a program of the Automation API waiting for ever: the provider
    // is refused by a hook instead, and could reach no org by this name.
    const host = org.apply((it) => (it.ok ? it.value.domain : "refused.invalid"));
    const orgName = host.apply((domain) => domain.slice(0, domain.indexOf(".")));
    keepProviderOrg(orgName, org);
    return {
        orgName,
        baseUrl: host.apply((domain) => domain.slice(domain.indexOf(".") + 1)),
        apiToken: config.getSecret("apiToken"),
        accessToken: config.getSecret("accessToken"),
        clientId: config.get("clientId"),
        privateKey: config.getSecret("privateKey")?.apply(pluginPrivateKey),
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
