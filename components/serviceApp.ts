import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";

import { type AdoptedApp, checkAdoptedApp } from "../rules/adopt";
import { childName } from "../rules/childNames";
import { checkJwks, publicMembers, type SigningJwk } from "../rules/jwk";
import { checkLabel } from "../rules/label";
import { checkNetworkRestriction } from "../rules/networkRestriction";
import { checkServedScopes, unservedScopeWarnings } from "../rules/permissions";
import { SERVICE_APP_TYPE } from "../rules/resourceTypes";
import { checkRoles, READ_ONLY_ROLES, unknownRoleWarnings } from "../rules/roles";
import { unknownScopeWarnings } from "../rules/scopes";
import { checkAppKeys, ecKeyWarnings } from "../rules/vendorKeys";
import { Adoption } from "./support/adoption";
import { InputChecks } from "./support/inputs";
import { appNetwork, type NetworkArgs } from "./support/networkRestriction";
import { providerOrgOf } from "./support/providerSettings";
import { restrictionEnd } from "./support/restrictionEnd";
import { inOneForm, keepOrg } from "./support/sameOrg";
import { keepProviderSecretsOutOfDebugLog } from "./support/secretLog";

const TYPE = SERVICE_APP_TYPE;

/** A public JSON Web Key (RFC 7517). Okta verifies the client assertions of the app with it. An EC
 * key is on P-256, P-384 or P-521; the length of its coordinates tells which. */
export interface ServiceAppJwk {
    /** Key type: "RSA" or "EC". */
    readonly kty: pulumi.Input<string>;
    /** Key id, unique among the keys of the app. */
    readonly kid: pulumi.Input<string>;
    /** Modulus of an RSA key, 2048 bits or more. */
    readonly n?: pulumi.Input<string>;
    /** Exponent of an RSA key. */
    readonly e?: pulumi.Input<string>;
    /** First coordinate of an EC key. */
    readonly x?: pulumi.Input<string>;
    /** Second coordinate of an EC key. */
    readonly y?: pulumi.Input<string>;
    /** Curve of an EC key. The okta plugin does not send it to Okta. */
    readonly crv?: pulumi.Input<string>;
    /** Use of the key: "sig", or left out. The okta plugin does not send it to Okta. */
    readonly use?: pulumi.Input<string>;
    /** The JWS algorithm to sign with. The okta plugin does not send it to Okta. */
    readonly alg?: pulumi.Input<string>;
}

/** What the service app is called, what it proves itself with and what it may do. */
export interface ServiceAppArgs extends NetworkArgs {
    /** Name of the app in the Admin Console, 1 to 100 characters. */
    readonly label: pulumi.Input<string>;
    /** Host of the Okta org, for instance "acme.okta.com". */
    readonly oktaDomain: pulumi.Input<string>;
    /** Subdomain of the original Okta domain. Needed only when oktaDomain is a custom domain. */
    readonly tenantId?: pulumi.Input<string>;
    /**
     * Public keys of the app, 1 to 50; either these or jwksUri. The order does not matter; in a list of Outputs each key
     * keeps its place, so that a plan shows the one that changes.
     */
    readonly jwks?: pulumi.Input<pulumi.Input<ServiceAppJwk>[]>;
    /** Address (https) of a key set that Okta fetches the public keys of the app from. */
    readonly jwksUri?: pulumi.Input<string>;
    /** Okta API scopes to grant. The order does not matter. */
    readonly scopes: pulumi.Input<pulumi.Input<string>[]>;
    /** Those of the scopes that may change the org; any other one that could is refused. */
    readonly allowedManageScopes?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Standard admin roles of the app, of AdminRole or newer ones of Okta's. Not an Input. Defaults
     * to READ_ONLY_ADMIN. Scopes say what the app may call, roles on what; without a role Okta
     * answers 403 or with empty lists. A scope that reads and that none of the roles can serve is
     * refused; docs/permissions.md has the table.
     */
    readonly roles?: string[];
    /**
     * Permissions of custom admin roles that are assigned to the app elsewhere: a scope that one of
     * them serves is neither refused nor warned of. Defaults to none.
     */
    readonly permissions?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * An app that is in the org already, for the component to take over instead of making one. Its
     * id stays; remove this after the first `up`. Not an Input. Defaults to none.
     */
    readonly adopt?: AdoptedApp;
}

/**
 * An API service app in an Okta org: an OAuth client without users that proves itself with
 * private_key_jwt, with the scopes granted to it and the admin roles assigned to it. Not tied to
 * any vendor.
 */
export class ServiceApp extends pulumi.ComponentResource {
    /** Id of the app, which is its OAuth client id too. */
    public readonly applicationId: pulumi.Output<string>;
    /** The scopes that are granted, sorted. */
    public readonly grantedScopes: pulumi.Output<string[]>;

    /**
     * @throws InputPropertiesError that names all wrong args. What only an Output brings is refused
     *     in preview and up, once it is known.
     */
    constructor(name: string, args: ServiceAppArgs, opts?: pulumi.ComponentResourceOptions) {
        const component = `${TYPE} "${name}"`;
        const inputs = new InputChecks(component);
        const label = inputs.check(args.label, checkLabel);
        const org = inputs.checkOrg(args.oktaDomain, args.tenantId);
        const { jwks: given, jwksUri } = args;
        const jwks =
            jwksUri === undefined
                ? inputs.check(given, (keys) => checkJwks(keys))
                : inputs.check({ jwks: given, jwksUri }, checkAppKeys);
        const roles = args.roles ?? [...READ_ONLY_ROLES];
        const known = { roles: checkRoles(roles).ok ? roles : [] };
        const scopes = inputs.check(
            [args.scopes, args.allowedManageScopes ?? [], args.permissions ?? []] as const,
            ([wanted, allowed, permissions]) =>
                checkServedScopes(wanted, allowed, { ...known, permissions }),
        );
        inputs.check(roles, checkRoles);
        const { gateways, zoneIds } = args;
        const restriction = inputs.check({ gateways, zoneIds }, checkNetworkRestriction);
        const { adopt } = args;
        if (adopt !== undefined) {
            inputs.check(adopt, (given) => checkAdoptedApp(given, roles));
        }
        inputs.throwIfInvalid();

        const adoption = adopt && new Adoption(component, adopt);
        const lifting = restrictionEnd(component);
        const options = lifting.options(keepOrg(component, inputs.options(opts)));
        // A private member that an Output brings is refused, and must not get into the state.
        const props = { ...inOneForm(args), jwks: withPublicMembers(given) };
        super(TYPE, name, props, adoption?.componentOptions(options) ?? options);
        keepProviderSecretsOutOfDebugLog(this);

        pulumi.all([scopes, args.permissions ?? []]).apply(([granted, permissions]) => {
            const warnings = [
                ...unknownScopeWarnings(granted),
                ...unknownRoleWarnings(roles),
                ...unservedScopeWarnings(granted, { ...known, permissions }),
            ];
            for (const warning of warnings) {
                void pulumi.log.warn(warning, this);
            }
        });
        const { host, hooks } = providerOrgOf(this, component, org);
        adoption?.readWith(this, host);
        lifting.readWith(this, host);
        const appOptions = { parent: this, hooks };
        jwks.apply((keys: SigningJwk[] | undefined) => {
            for (const warning of ecKeyWarnings(keys ?? [])) {
                void pulumi.log.warn(warning, this);
            }
        });

        const app = new okta.app.OAuth(
            childName.app(name),
            {
                label,
                type: "service",
                grantTypes: ["client_credentials"],
                responseTypes: ["token"],
                tokenEndpointAuthMethod: "private_key_jwt",
                ...(given === undefined ? { jwksUri } : { jwks: pluginJwks(given, jwks) }),
                // No one signs in to a service app. Without this a change of keys also looks for
                // a sign-on policy, and fails after the change where the org has none.
                skipAuthenticationPolicy: true,
                network: appNetwork(name, args, restriction, appOptions),
            },
            adoption?.appOptions(appOptions) ?? appOptions,
        );
        const grants = new okta.AppOauthApiScope(
            childName.scopes(name),
            { appId: app.id, issuer: org.url, scopes },
            { parent: this, import: adoption?.grantsId },
        );
        for (const role of roles) {
            new okta.app.OauthRoleAssignment(
                childName.role(name, role),
                { clientId: app.clientId, type: role },
                { parent: this, import: adoption?.roleId(role) },
            );
        }

        this.applicationId = app.clientId;
        this.grantedScopes = grants.scopes;

        this.registerOutputs({
            applicationId: this.applicationId,
            grantedScopes: this.grantedScopes,
        });
    }
}

/** The members of a key that the plugin takes. */
type PluginJwk = Pick<SigningJwk, "kty" | "kid" | "n" | "e" | "x" | "y">;

function pluginJwks(
    given: NonNullable<ServiceAppArgs["jwks"]>,
    sorted: pulumi.Output<SigningJwk[]>,
): pulumi.Input<pulumi.Input<PluginJwk>[]> {
    const pick = ({ kty, kid, n, e, x, y }: PluginJwk): PluginJwk => ({ kty, kid, n, e, x, y });
    // To sort keys all have to be known, and a plan would show none before the new one is made.
    if (Array.isArray(given) && given.some((one) => pulumi.Output.isInstance(one))) {
        return given.map((one) =>
            pulumi.output(one).apply((key: PluginJwk | undefined) => key && pick(key)),
        ) as pulumi.Output<PluginJwk>[];
    }
    return sorted.apply((keys: SigningJwk[] | undefined) => keys?.map(pick) as PluginJwk[]);
}

/** Keys without what is no public member of one. */
export function withPublicMembers(given: ServiceAppArgs["jwks"]): ServiceAppArgs["jwks"] {
    const strip = (key: unknown): ServiceAppJwk =>
        (typeof key === "object" && key !== null ? publicMembers(key) : undefined) as ServiceAppJwk;
    if (given === undefined) {
        return undefined;
    }
    return Array.isArray(given)
        ? given.map((one) => (isOutput(one) ? pulumi.output(one).apply(strip) : strip(one)))
        : pulumi.output(given).apply((all: unknown) => (Array.isArray(all) ? all.map(strip) : []));
}

function isOutput(value: unknown): boolean {
    return pulumi.Output.isInstance(value) || value instanceof Promise;
}
