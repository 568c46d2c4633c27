import * as pulumi from "@pulumi/pulumi";

import { type AdoptedApp, checkAdoptedApp } from "../rules/adopt";
import { childName } from "../rules/childNames";
import { checkLabel, DEFAULT_LABEL, REMEDIATION_SUFFIX } from "../rules/label";
import { checkLimitedView } from "../rules/limitedView";
import { INTEGRATION_TYPES } from "../rules/methods";
import { checkNetworkRestriction } from "../rules/networkRestriction";
import { checkOAuthScopes, customPermissions } from "../rules/permissions";
import {
    checkRemediation,
    hasRemediationRole,
    overWarning,
    partRemediation,
} from "../rules/remediation";
import { hasLimitedView, rolesFor } from "../rules/roles";
import { manageScopesOf } from "../rules/scopes";
import { checkVendorKeys, type VendorKeys } from "../rules/vendorKeys";
import { ServiceApp, withPublicMembers } from "./serviceApp";
import type { SigningJwk } from "./signingKeys";
import {
    areGenerated,
    checkKeys,
    type ClientKeysArgs,
    clientKeysOf,
    onceTrusted,
} from "./support/clientKeys";
import { programTime } from "./support/clock";
import { addCustomRoles } from "./support/customRoles";
import { InputChecks } from "./support/inputs";
import { checkedNetworkArgs, type NetworkArgs } from "./support/networkRestriction";
import { oauthProof } from "./support/oauthProof";
import { providerHostOf } from "./support/providerSettings";
import { remediationAppArgs, type RemediationArgs } from "./support/remediationArgs";
import { remediationEnd } from "./support/remediationEnd";
import { inOneForm, keepOrg } from "./support/sameOrg";
import type { VisibilityArgs } from "./support/visibilityArgs";

const TYPE = INTEGRATION_TYPES.oauth;

/** What Rezonate may see of the org, and whether it may act. */
export interface OAuthIntegrationArgs
    extends VisibilityArgs, RemediationArgs, NetworkArgs, ClientKeysArgs {
    /** Host of the Okta org, for instance "acme.okta.com". */
    readonly oktaDomain: pulumi.Input<string>;
    /** Subdomain of the original Okta domain. Needed only when oktaDomain is a custom domain. */
    readonly tenantId?: pulumi.Input<string>;
    /** Name of the app in the Admin Console, 1 to 100 characters. Defaults to "Rezonate". */
    readonly label?: pulumi.Input<string>;
    /** Okta API scopes to grant. Defaults to the read-only profile of 15 scopes. */
    readonly scopes?: pulumi.Input<pulumi.Input<string>[]>;
    /** Scopes in the list that may change the org and are meant to. Defaults to none. */
    readonly allowedManageScopes?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Proves access after each create and each change of key or scopes: gets a token with the new
     * key and reads once for each scope. What is wrong becomes a warning. Not an Input.
     * Defaults to false.
     */
    readonly verify?: boolean;
    /**
     * An app that is in the org already, for the component to take over instead of making one. Its
     * id stays; remove this after the first `up`. Not an Input. Defaults to none.
     */
    readonly adopt?: AdoptedApp;
}

/**
 * Rezonate's OAuth method: a key, and a service app in the Okta org that trusts it, with
 * read-only scopes and the role READ_ONLY_ADMIN. Its outputs are what Rezonate's console asks for.
 */
export class OAuthIntegration extends pulumi.ComponentResource {
    /** Rezonate's tenant_id: the subdomain of the Okta domain. */
    public readonly tenantId: pulumi.Output<string>;
    /** Host of the Okta org, in lower case and without "-admin". */
    public readonly oktaDomain: pulumi.Output<string>;
    /** Rezonate's application_id: the OAuth client id of the app. Secret. */
    public readonly applicationId: pulumi.Output<string>;
    /**
     * Rezonate's private_key: PKCS#8 PEM, once the app trusts the key. Secret. Left out where
     * Rezonate holds all keys.
     */
    public readonly privateKey?: pulumi.Output<string>;
    /**
     * The three together, as JSON with tenant_id, application_id and private_key. Secret. Left out
     * where Rezonate holds all keys.
     */
    public readonly credentials?: pulumi.Output<string>;
    /**
     * Key id of the current generation: the RFC 7638 thumbprint of the key. Left out where Rezonate
     * holds all keys.
     */
    public readonly keyId?: pulumi.Output<string>;
    /** Key id of each generation, by its number. */
    public readonly keyIds: pulumi.Output<Record<string, string>>;
    /** The public keys that the app trusts; none where it has a jwksUri. */
    public readonly publicJwks: pulumi.Output<SigningJwk[]>;
    /** The scopes that are granted, sorted. */
    public readonly grantedScopes: pulumi.Output<string[]>;
    /** OAuth client id of the app of remediation. Secret. Left out without remediationApp. */
    public readonly remediationApplicationId?: pulumi.Output<string>;
    /** Its private key, in the form of privateKey. Secret. Left out without remediationApp. */
    public readonly remediationPrivateKey?: pulumi.Output<string>;
    /** The same for that app as `credentials` is for this one. Secret. Left out without remediationApp. */
    public readonly remediationCredentials?: pulumi.Output<string>;

    /**
     * @throws InputPropertiesError that names all wrong args. What only an Output brings is refused
     *     in preview and up, once it is known.
     */
    constructor(name: string, args: OAuthIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
        const { app: wanted, hasOwnApp, isOver } = partRemediation(args, programTime());
        const checked = checkOAuthIntegrationArgs(name, wanted);
        const { inputs, org, label, scopes, allowedManageScopes, vendorKeys } = checked;

        const props = { ...inOneForm(wanted), publicJwks: withPublicMembers(wanted.publicJwks) };
        const end = remediationEnd(`${TYPE} "${name}"`);
        const options = keepOrg(`${TYPE} "${name}"`, inputs.options(opts));
        super(TYPE, name, props, end.options(options));
        end.readWith(this, providerHostOf(this, org));
        if (isOver) {
            void pulumi.log.warn(overWarning(wanted.remediationUntil), this);
        }

        const vendorJwks = vendorKeys.apply((held: VendorKeys | undefined) => held?.publicJwks);
        const keys = clientKeysOf(this, `${name}-keys`, wanted, vendorJwks);
        const { own } = keys;
        const permissions = scopes.apply((known) => customPermissions(known, wanted));
        const isWidened = hasRemediationRole(wanted) || hasLimitedView(wanted);
        const app = new ServiceApp(
            `${name}-app`,
            {
                label,
                oktaDomain: org.domain,
                tenantId: org.tenantId,
                ...keys.trusted,
                scopes,
                allowedManageScopes,
                roles: rolesFor(wanted),
                permissions: isWidened ? permissions : undefined,
                adopt: wanted.adopt,
                ...checkedNetworkArgs(wanted, checked.restriction),
            },
            {
                parent: this,
                transforms: oauthProof(this, name, wanted, { ...checked, own, permissions }),
            },
        );
        addCustomRoles(this, name, app, wanted, scopes);
        const remediation = hasOwnApp ? addRemediationApp(this, name, wanted, label) : undefined;

        this.tenantId = org.tenantId;
        this.oktaDomain = org.domain;
        this.applicationId = pulumi.secret(app.applicationId);
        if (own !== undefined) {
            // PKCS#8, since that is what today's OAuth libraries take; the guide does not name a form.
            this.privateKey = pulumi.secret(onceTrusted(own.privateKeyPemPkcs8, app));
            this.credentials = pulumi.secret(
                pulumi.jsonStringify({
                    tenant_id: this.tenantId,
                    application_id: this.applicationId,
                    private_key: this.privateKey,
                }),
            );
            this.keyId = own.keyId;
        }
        this.keyIds = own?.keyIds ?? pulumi.output<Record<string, string>>({});
        this.publicJwks = keys.publicJwks;
        this.grantedScopes = app.grantedScopes;
        const ofRemediation = remediation && {
            remediationApplicationId: remediation.applicationId,
            remediationPrivateKey: remediation.privateKey,
            remediationCredentials: remediation.credentials,
        };
        Object.assign(this, ofRemediation);

        this.registerOutputs({
            tenantId: this.tenantId,
            oktaDomain: this.oktaDomain,
            applicationId: this.applicationId,
            ...(own && {
                privateKey: this.privateKey,
                credentials: this.credentials,
                keyId: this.keyId,
            }),
            keyIds: this.keyIds,
            publicJwks: this.publicJwks,
            grantedScopes: this.grantedScopes,
            ...ofRemediation,
        });
    }
}

function addRemediationApp(
    parent: OAuthIntegration,
    name: string,
    args: OAuthIntegrationArgs,
    label: pulumi.Output<string>,
): OAuthIntegration {
    const all = {
        ...remediationAppArgs(args),
        label: pulumi.interpolate`${label}${REMEDIATION_SUFFIX}`,
    };
    return new OAuthIntegration(childName.remediation(name), all, { parent });
}

/**
 * Checks the inputs of an OAuthIntegration without making one, for programs that register something
 * else first, such as the provider.
 *
 * @throws InputPropertiesError that names all wrong args.
 */
export function checkOAuthIntegrationArgs(name: string, args: OAuthIntegrationArgs) {
    const inputs = new InputChecks(`${TYPE} "${name}"`);
    const org = inputs.checkOrg(args.oktaDomain, args.tenantId);
    const label = inputs.check(args.label ?? DEFAULT_LABEL, (known) =>
        checkLabel(known, args.remediationApp ? REMEDIATION_SUFFIX : ""),
    );
    const { remediation, remediationRole, adminVisibility, readOnlyAdmin } = args;
    const { visibilityGroups, visibilityApps } = args;
    const limits = { visibilityGroups, visibilityApps };
    const roles = { remediation, remediationRole, adminVisibility, readOnlyAdmin, ...limits };
    const { scopes: asked, allowedManageScopes: allowed } = args;
    const wanted = { scopes: asked, allowedManageScopes: allowed, ...roles };
    const allowedManageScopes = pulumi.output(wanted).apply(manageScopesOf);
    const scopes = inputs.check(wanted, checkOAuthScopes);
    inputs.check(wanted, checkLimitedView);
    const { remediationGroups, remediationExcept, remediationUntil } = args;
    const lists = { remediationGroups, remediationExcept };
    inputs.check({ remediation, remediationRole, ...lists, remediationUntil }, checkRemediation);
    checkKeys(inputs, args.keys);
    checkKeys(inputs, args.remediationKeys, "remediationKeys.");
    const { gateways, zoneIds } = args;
    const restriction = inputs.check({ gateways, zoneIds }, checkNetworkRestriction);
    if (args.adopt !== undefined) {
        inputs.check(args.adopt, (given) => checkAdoptedApp(given, rolesFor(roles)));
    }
    const { publicJwks, jwksUri } = args;
    const vendorKeys = inputs.check(
        { publicJwks, jwksUri, areGenerated: areGenerated(args) },
        checkVendorKeys,
    );
    inputs.throwIfInvalid();
    return { inputs, org, label, scopes, allowedManageScopes, restriction, vendorKeys };
}
