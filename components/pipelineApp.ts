import * as pulumi from "@pulumi/pulumi";

import { checkLabel } from "../rules/label";
import { Method } from "../rules/methods";
import { checkPipelineMethods, checkPluginKey, PIPELINE_LABEL } from "../rules/pipelineApp";
import { ServiceApp } from "./serviceApp";
import { eachPublicJwk, SigningKeys, SigningKeysArgs } from "./signingKeys";
import { onceTrusted } from "./support/clientKeys";
import { checkKeys } from "./support/clientKeys";
import { InputChecks } from "./support/inputs";
import { inOneForm, keepOrg } from "./support/sameOrg";

const TYPE = "rezonate-okta:index:PipelineApp";

/** What the pipeline deploys, and where. */
export interface PipelineAppArgs {
    /** Host of the Okta org, for instance "acme.okta.com". */
    readonly oktaDomain: pulumi.Input<string>;
    /** Subdomain of the original Okta domain. Needed only when oktaDomain is a custom domain. */
    readonly tenantId?: pulumi.Input<string>;
    /**
     * Name of the app in the Admin Console, 1 to 100 characters. Defaults to "Rezonate pipeline".
     */
    readonly label?: pulumi.Input<string>;
    /**
     * The methods of the program that the pipeline runs, which say what scopes it needs. Not an
     * Input. Defaults to ["oauth"].
     */
    readonly methods?: Method[];
    /**
     * Whether the program makes network zones: it has gateways. The pipeline then needs the scope
     * okta.networkZones.manage, too. Not an Input. Defaults to false.
     */
    readonly networkZones?: boolean;
    /**
     * Generations of the key that the app trusts, and which one the pipeline signs with. Defaults
     * to one RSA key with 2048 bits. The okta plugin signs with RSA or P256 only.
     */
    readonly keys?: SigningKeysArgs;
}

/**
 * A service app for the pipeline that runs Pulumi, in the place of an admin's API token: with
 * exactly the scopes and the admin role that `rezonate-okta preflight` asks for. That role is
 * SUPER_ADMIN, since only a Super Admin may grant scopes and assign admin roles. Its outputs are
 * the okta provider's settings.
 */
export class PipelineApp extends pulumi.ComponentResource {
    /** The setting okta:clientId. */
    public readonly clientId: pulumi.Output<string>;
    /** The setting okta:privateKey: PKCS#8 PEM, once the app trusts the key. Secret. */
    public readonly privateKey: pulumi.Output<string>;
    /** The setting okta:privateKeyId: the RFC 7638 thumbprint of the key. */
    public readonly privateKeyId: pulumi.Output<string>;
    /** The setting okta:scopes: the scopes that are granted, sorted. */
    public readonly scopes: pulumi.Output<string[]>;

    /**
     * @throws InputPropertiesError that names all wrong args. What only an Output brings is refused
     *     in preview and up, once it is known.
     */
    constructor(name: string, args: PipelineAppArgs, opts?: pulumi.ComponentResourceOptions) {
        const component = `${TYPE} "${name}"`;
        const inputs = new InputChecks(component);
        const org = inputs.checkOrg(args.oktaDomain, args.tenantId);
        const label = inputs.check(args.label ?? PIPELINE_LABEL, checkLabel);
        const methods = inputs.checkPlain(checkPipelineMethods(args.methods ?? [Method.OAuth]));
        inputs.check(args.keys ?? {}, checkPluginKey);
        checkKeys(inputs, args.keys);
        inputs.throwIfInvalid();

        super(TYPE, name, inOneForm(args), keepOrg(component, inputs.options(opts)));

        const { providerAccess } =
            require("../checks/providerAccess") as typeof import("../checks/providerAccess");
        const { scopes, roles } = providerAccess(methods, args.networkZones);
        const keys = new SigningKeys(`${name}-keys`, args.keys, { parent: this });
        const app = new ServiceApp(
            `${name}-app`,
            {
                label,
                oktaDomain: org.domain,
                tenantId: org.tenantId,
                jwks: eachPublicJwk(keys),
                scopes,
                allowedManageScopes: scopes,
                roles,
            },
            { parent: this },
        );

        this.clientId = app.applicationId;
        this.privateKey = pulumi.secret(onceTrusted(keys.privateKeyPemPkcs8, app));
        this.privateKeyId = keys.keyId;
        this.scopes = app.grantedScopes;

        this.registerOutputs({
            clientId: this.clientId,
            privateKey: this.privateKey,
            privateKeyId: this.privateKeyId,
            scopes: this.scopes,
        });
    }
}
