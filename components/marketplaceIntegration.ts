import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";

import {
    type AdoptedIntegration,
    checkAdoptedIntegration,
    checkKeptSecret,
} from "../rules/adoptIntegration";
import { childName } from "../rules/childNames";
import { checkMarketplace, explainRefusal } from "../rules/marketplace";
import { INTEGRATION_TYPES } from "../rules/methods";
import { checkIntegrationScopes } from "../rules/scopes";
import { hasEngine, inProgram, uniqueHookName } from "./support/hooks";
import { InputChecks } from "./support/inputs";
import { IntegrationAdoption } from "./support/integrationAdoption";
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
    /**
     * An integration that is in the org already, for the component to take over instead of making
     * one. Its id, scopes and client secret stay, and a second secret is made; remove this after
     * the first `up`. Not an Input. Defaults to none.
     */
    readonly adopt?: AdoptedIntegration;
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

        const component = `${TYPE} "${name}"`;
        const adoption = args.adopt && new IntegrationAdoption(component, args.adopt);
        const options = keepOrg(component, inputs.options(opts));
        super(TYPE, name, inOneForm(args), adoption?.componentOptions(options) ?? options);
        keepProviderSecretsOutOfDebugLog(this);

        const at = providerOrgOf(this, component, org);
        adoption?.readWith(this, at, { type: wanted.integrationType, scopes });
        const makeSecret = (
            integrationId: pulumi.Input<string>,
            keepExisting: pulumi.Input<boolean> | undefined,
        ) =>
            new IntegrationSecret(
                `${name}-secret`,
                {
                    host: at.host,
                    integrationId,
                    generation: wanted.secretGeneration,
                    keepPrevious: args.keepPreviousSecret ?? true,
                    runner: providerSettingsOf(this),
                    ...(keepExisting !== undefined && { keepExisting }),
                },
                { parent: this, ...(adoption && { hooks: at.hooks }) },
            );
        // Once the integration is the stack's, the secret in it counts as one that nobody has, were
        // adopt to be removed then. So the stack's own secret comes first.
        const first = args.adopt && makeSecret(args.adopt.integrationId, true);
        const made = madeNow(name);
        const integrationOptions = {
            parent: this,
            // Okta cannot change an integration. The plugin would only warn, and change nothing.
            replaceOnChanges: ["type", "grantedScopes"],
            hooks: { ...at.hooks, ...made?.hooks, onError: explainRefusals(this, name) },
        };
        const integration = new okta.ApiServiceIntegration(
            childName.integration(name),
            {
                type: wanted.integrationType,
                grantedScopes: scopes.apply((all) => all.map((scope) => ({ scope }))),
            },
            first && adoption
                ? adoption.integrationOptions(integrationOptions, first)
                : integrationOptions,
        );
        const isKept = made && integration.id.apply(() => !made.isMade());
        const secret = first ?? makeSecret(integration.id, isKept);
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

/**
 * Tells whether this run has made the integration. Where only its secret is made anew, the other one
 * that is there may be what Rezonate signs in with.
 */
function madeNow(name: string) {
    if (!hasEngine()) {
        return undefined;
    }
    let isMade = false;
    const note: pulumi.ResourceHookFunction = () => {
        isMade = true;
    };
    const hook = new pulumi.ResourceHook(uniqueHookName(`${name}-made`), note);
    return { isMade: () => isMade, hooks: { afterCreate: [hook] } };
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
    const { adopt, keepPreviousSecret } = args;
    const scopes = inputs.check({ scopes: asked, allowedManageScopes }, checkIntegrationScopes);
    const wanted = inputs.check({ integrationType, secretGeneration }, checkMarketplace);
    if (adopt !== undefined) {
        inputs.check(adopt, checkAdoptedIntegration);
        inputs.check({ adopt, keepPreviousSecret }, checkKeptSecret);
    }
    inputs.throwIfInvalid();
    return { inputs, org, scopes, wanted };
}
