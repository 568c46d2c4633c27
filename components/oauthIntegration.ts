import * as pulumi from "@pulumi/pulumi";

import { type AdoptedApp, checkAdoptedApp } from "../rules/adopt";
import { checkKeyGenerations } from "../rules/keyGenerations";
import { checkKeySettings } from "../rules/keySettings";
import { checkLabel, DEFAULT_LABEL } from "../rules/label";
import { INTEGRATION_TYPES } from "../rules/methods";
import { checkOAuthScopes } from "../rules/permissions";
import { OktaType } from "../rules/resourceTypes";
import { CUSTOM_ROLE, rolesFor } from "../rules/roles";
import { manageScopesOf } from "../rules/scopes";
import { ServiceApp } from "./serviceApp";
import { eachPublicJwk, SigningJwk, SigningKeys, SigningKeysArgs } from "./signingKeys";
import { addAdminVisibility } from "./support/adminVisibility";
import { InputChecks } from "./support/inputs";
import { inOneForm, keepOrg } from "./support/sameOrg";
import { verifyAfterChange } from "./support/verifyHook";

const TYPE = INTEGRATION_TYPES.oauth;

/** What Rezonate may see of the org, and whether it may act. */
export interface OAuthIntegrationArgs {
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
     * Lets Rezonate respond: adds the scopes okta.users.manage and okta.groups.manage, and the
     * role USER_ADMIN without which they would change nothing. Not an Input. Defaults to
     * false.
     */
    readonly remediation?: boolean;
    /**
     * Shows Rezonate what READ_ONLY_ADMIN may not, all apps, API tokens and admin roles: assigns a
     * custom admin role beside it, with only the read permissions that the scopes call for. Not an
     * Input. Defaults to false, until it is confirmed on a live org.
     */
    readonly adminVisibility?: boolean;
    /**
     * Generations of the key that the app trusts, and which one is handed over. Defaults to one
     * RSA key with 2048 bits.
     */
    readonly keys?: SigningKeysArgs;
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
    /** Rezonate's private_key: PKCS#8 PEM, once the app trusts the key. Secret. */
    public readonly privateKey: pulumi.Output<string>;
    /** The three together, as JSON with tenant_id, application_id and private_key. Secret. */
    public readonly credentials: pulumi.Output<string>;
    /** Key id of the current generation: the RFC 7638 thumbprint of the key. */
    public readonly keyId: pulumi.Output<string>;
    /** Key id of each generation, by its number. */
    public readonly keyIds: pulumi.Output<Record<string, string>>;
    /** The public keys that the app trusts. */
    public readonly publicJwks: pulumi.Output<SigningJwk[]>;
    /** The scopes that are granted, sorted. */
    public readonly grantedScopes: pulumi.Output<string[]>;

    constructor(name: string, args: OAuthIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
        const { inputs, org, label, scopes, allowedManageScopes } = checkOAuthIntegrationArgs(
            name,
            args,
        );

        super(TYPE, name, inOneForm(args), keepOrg(`${TYPE} "${name}"`, inputs.options(opts)));

        const keys = new SigningKeys(`${name}-keys`, args.keys, { parent: this });
        const roles = rolesFor(args.remediation);
        const credentials = pulumi.output({
            tenantId: org.tenantId,
            oktaDomain: org.domain,
            credential: {
                method: "oauth" as const,
                privateKey: keys.privateKeyPemPkcs8,
                keyId: keys.keyId,
            },
            scopes,
            expectedRoles: [...roles, ...(args.adminVisibility ? [CUSTOM_ROLE] : [])],
        });
        // Access changes with the app's keys and with its grants.
        const events = {
            [OktaType.App]: ["afterUpdate"],
            [OktaType.AppScopes]: ["afterCreate", "afterUpdate"],
        } as const;
        const app = new ServiceApp(
            `${name}-app`,
            {
                label,
                oktaDomain: org.domain,
                tenantId: org.tenantId,
                jwks: eachPublicJwk(keys),
                scopes,
                allowedManageScopes,
                roles,
                adopt: args.adopt,
            },
            {
                parent: this,
                transforms: args.verify ? verifyAfterChange(this, name, credentials, events) : [],
            },
        );

        if (args.adminVisibility) {
            addAdminVisibility(this, name, app, scopes);
        }

        this.tenantId = org.tenantId;
        this.oktaDomain = org.domain;
        this.applicationId = pulumi.secret(app.applicationId);
        // PKCS#8, since that is what today's OAuth libraries take; the guide does not name a form.
        this.privateKey = pulumi.secret(onceTrusted(keys.privateKeyPemPkcs8, app));
        this.credentials = pulumi.secret(
            pulumi.jsonStringify({
                tenant_id: this.tenantId,
                application_id: this.applicationId,
                private_key: this.privateKey,
            }),
        );
        this.keyId = keys.keyId;
        this.keyIds = keys.keyIds;
        this.publicJwks = keys.publicJwks;
        this.grantedScopes = app.grantedScopes;

        this.registerOutputs({
            tenantId: this.tenantId,
            oktaDomain: this.oktaDomain,
            applicationId: this.applicationId,
            privateKey: this.privateKey,
            credentials: this.credentials,
            keyId: this.keyId,
            keyIds: this.keyIds,
            publicJwks: this.publicJwks,
            grantedScopes: this.grantedScopes,
        });
    }
}

/**
 * Checks the inputs of an OAuthIntegration without making one: throws one error with all that is
 * wrong. For programs that register something else first, such as the provider.
 */
export function checkOAuthIntegrationArgs(name: string, args: OAuthIntegrationArgs) {
    const inputs = new InputChecks(`${TYPE} "${name}"`);
    const org = inputs.checkOrg(args.oktaDomain, args.tenantId);
    const label = inputs.check(args.label ?? DEFAULT_LABEL, checkLabel);
    const { scopes: asked, allowedManageScopes: allowed, remediation, adminVisibility } = args;
    const wanted = { scopes: asked, allowedManageScopes: allowed, remediation, adminVisibility };
    const allowedManageScopes = pulumi.output(wanted).apply(manageScopesOf);
    const scopes = inputs.check(wanted, checkOAuthScopes);
    inputs.check(args.keys ?? {}, (keys) => checkKeySettings(keys, "keys."));
    inputs.checkPlain(checkKeyGenerations(args.keys ?? {}, "keys."));
    if (args.adopt !== undefined) {
        inputs.check(args.adopt, (given) => checkAdoptedApp(given, rolesFor(remediation)));
    }
    inputs.throwIfInvalid();
    return { inputs, org, label, scopes, allowedManageScopes };
}

/** A value that is there, and that others get, only after the app was made or updated. */
function onceTrusted<T>(value: pulumi.Output<T>, app: ServiceApp): pulumi.Output<T> {
    return pulumi.all([value, app.applicationId]).apply(([known]) => known as T);
}
