import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";

import { childName } from "../rules/childNames";
import { checkMarketplace, explainRefusal } from "../rules/marketplace";
import { INTEGRATION_TYPES } from "../rules/methods";
import { checkIntegrationScopes } from "../rules/scopes";
import { hasEngine, inProgram, uniqueHookName } from "./support/hooks";
import { InputChecks } from "./support/inputs";
import { IntegrationSecret } from "./support/integrationSecret";
import { providerOrgOf, providerSettingsOf } from "./support/providerSettings";
import { inOneForm, keepOrg } from "./support/sameOrg";
import { keepProviderSecretsOutOfDebugLog, keepSecretsOutOfDebugLog } from "./support/secretLog";

const TYPE = INTEGRATION_TYPES.marketplace;

/** What Rezonate may see of the org, and which client secret it uses. */
export interface MarketplaceIntegrationArgs {
    /** Host of the Okta org, for instance "acme.okta.com". */
    readonly oktaDomain: pulumi.Input<string>;
    /** Subdomain of the original Okta domain. Needed only when oktaDomain is a custom domain. */
    readonly tenantId?: pulumi.Input<string>;
    /** Name of the integration in Okta's catalogue. Defaults to "rezonatesecurity". */
    readonly integrationType?: pulumi.Input<string>;
    /** Okta API scopes to grant. Defaults to the read-only profile of 15 scopes. */
    readonly scopes?: pulumi.Input<pulumi.Input<string>[]>;
    /** Scopes in the list that may change the org and are meant to. Defaults to none. */
    readonly allowedManageScopes?: pulumi.Input<pulumi.Input<string>[]>;
    /** Number of the client secret: a higher one makes a new secret. Defaults to 1. */
    readonly secretGeneration?: pulumi.Input<number>;
    /**
     * Keeps the secret before the current one working, until the next one is made. Set it to false
     * once Rezonate has the current one. Defaults to true.
     */
    readonly keepPreviousSecret?: pulumi.Input<boolean>;
}

/**
 * Rezonate's Marketplace method: the API service integration "Rezonate Security" in the Okta org,
 * with a client secret. Its outputs are what Rezonate's console asks for.
 */
export class MarketplaceIntegration extends pulumi.ComponentResource {
    /** Host of the Okta org, in lower case and without "-admin". */
    public readonly oktaDomain: pulumi.Output<string>;
    /** The OAuth client id of the integration. Secret. */
    public readonly clientId: pulumi.Output<string>;
    /** The client secret of the current generation. Secret. */
    public readonly clientSecret: pulumi.Output<string>;
    /** The three together, as JSON with okta_domain, client_id and client_secret. Secret. */
    public readonly credentials: pulumi.Output<string>;
    /** The scopes that are granted, sorted. */
    public readonly grantedScopes: pulumi.Output<string[]>;

    /**
     * @throws InputPropertiesError that names all wrong args. What only an Output brings is refused
     *     in preview and up, once it is known.
     */
    constructor(
        name: string,
        args: MarketplaceIntegrationArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        const { inputs, org, scopes, wanted } = checkMarketplaceIntegrationArgs(name, args);

        super(TYPE, name, inOneForm(args), keepOrg(`${TYPE} "${name}"`, inputs.options(opts)));
        keepProviderSecretsOutOfDebugLog(this);

        const { host, hooks } = providerOrgOf(this, `${TYPE} "${name}"`, org);
        const integration = new okta.ApiServiceIntegration(
            childName.integration(name),
            {
                type: wanted.integrationType,
                grantedScopes: scopes.apply((all) => all.map((scope) => ({ scope }))),
            },
            {
                parent: this,
                // Okta cannot change an integration. The plugin would only warn, and change nothing.
                replaceOnChanges: ["type", "grantedScopes"],
                hooks: { ...hooks, onError: explainRefusals(this, name) },
            },
        );
        const secret = new IntegrationSecret(
            `${name}-secret`,
            {
                host,
                integrationId: integration.id,
                generation: wanted.secretGeneration,
                keepPrevious: args.keepPreviousSecret ?? true,
                runner: providerSettingsOf(this),
            },
            { parent: this },
        );
        keepSecretsOutOfDebugLog(secret.clientSecret);

        this.oktaDomain = org.domain;
        this.clientId = pulumi.secret(integration.id);
        this.clientSecret = pulumi.secret(secret.clientSecret);
        this.credentials = pulumi.secret(
            pulumi.jsonStringify({
                okta_domain: this.oktaDomain,
                client_id: this.clientId,
                client_secret: this.clientSecret,
            }),
        );
        this.grantedScopes = scopes;

        this.registerOutputs({
            oktaDomain: this.oktaDomain,
            clientId: this.clientId,
            clientSecret: this.clientSecret,
            credentials: this.credentials,
            grantedScopes: this.grantedScopes,
        });
    }
}

/** Says what to do where Okta does not take the integration: the plugin has only its "400 Bad Request". */
function explainRefusals(integration: MarketplaceIntegration, name: string): pulumi.ErrorHook[] {
    const explain: pulumi.ErrorHookFunction = async ({ errors, failedOperation, newInputs }) => {
        const why = explainRefusal(errors[0] ?? "", newInputs?.type);
        if (failedOperation === "create" && why !== undefined) {
            await pulumi.log.error(why, integration);
        }
        return false;
    };
    return hasEngine()
        ? [new pulumi.ErrorHook(uniqueHookName(`${name}-refused`), inProgram(explain))]
        : [];
}

/**
 * Checks the inputs of a MarketplaceIntegration without making one, for programs that register something
 * else first, such as the provider.
 *
 * @throws InputPropertiesError that names all wrong args.
 */
export function checkMarketplaceIntegrationArgs(name: string, args: MarketplaceIntegrationArgs) {
    const inputs = new InputChecks(`${TYPE} "${name}"`);
    const org = inputs.checkOrg(args.oktaDomain, args.tenantId);
    const { scopes: asked, allowedManageScopes, integrationType, secretGeneration } = args;
    const scopes = inputs.check({ scopes: asked, allowedManageScopes }, checkIntegrationScopes);
    const wanted = inputs.check({ integrationType, secretGeneration }, checkMarketplace);
    inputs.throwIfInvalid();
    return { inputs, org, scopes, wanted };
}
