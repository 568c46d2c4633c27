import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";

import { type AdoptedUser, checkAdoptedUser } from "../rules/adoptUser";
import { checkApiKey, checkServiceUser, checkToken, nextSteps } from "../rules/apiKey";
import { childName, SERVICE_USER_NAME } from "../rules/childNames";
import { INTEGRATION_TYPES } from "../rules/methods";
import { READ_ONLY_ROLES } from "../rules/roles";
import { warnAboutApiToken } from "./support/apiTokenHook";
import { hasEngine } from "./support/hooks";
import { InputChecks, refusal } from "./support/inputs";
import { networkZone } from "./support/networkRestriction";
import { providerOrgOf } from "./support/providerSettings";
import { inOneForm, keepOrg } from "./support/sameOrg";
import { keepProviderSecretsOutOfDebugLog, keepSecretsOutOfDebugLog } from "./support/secretLog";
import { UNMANAGED_PROFILE, UserAdoption } from "./support/userAdoption";

const TYPE = INTEGRATION_TYPES["api-key"];

/** Who Rezonate is in the org, from where it calls, and the API key that a person made for it. */
export interface ApiKeyIntegrationArgs {
    /** Host of the Okta org, for instance "acme.okta.com". */
    readonly oktaDomain: pulumi.Input<string>;
    /** Subdomain of the original Okta domain. Needed only when oktaDomain is a custom domain. */
    readonly tenantId?: pulumi.Input<string>;
    /** Login of the service user, in the form of an email address. No user may have it, unless adopt names that user. */
    readonly login: pulumi.Input<string>;
    /** Address that Okta mails the service user's activation to. Defaults to the login. */
    readonly email?: pulumi.Input<string>;
    /**
     * IP addresses, ranges or CIDRs that Rezonate calls from: the key is good from there only.
     * Without them it is good from anywhere.
     */
    readonly gateways?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * The API token that a person created, signed in as the service user. Secret. Left out until
     * there is one: the first up makes the service user.
     */
    readonly apiKey?: pulumi.Input<string>;
    /**
     * Id of that token, "00T" and 17 more characters. Not an Input. Without it the token is not
     * restricted.
     */
    readonly apiTokenId?: string;
    /**
     * A service user that is in the org already, for the component to take over instead of making
     * one. Its API tokens stay; remove this after the first `up`. Not an Input. Defaults to none.
     */
    readonly adopt?: AdoptedUser;
}

/**
 * Rezonate's API key method: a service user with the role READ_ONLY_ADMIN and a network zone, and
 * the API token that a person created as this user. Okta has no call to create a token. Its
 * outputs are what Rezonate's console asks for.
 */
export class ApiKeyIntegration extends pulumi.ComponentResource {
    /** Host of the Okta org, in lower case and without "-admin". */
    public readonly oktaDomain: pulumi.Output<string>;
    /** Login of the service user. */
    public readonly login: pulumi.Output<string>;
    /** Okta's id of the service user. */
    public readonly userId: pulumi.Output<string>;
    /** The API key, once a person has created it. Secret. */
    public readonly apiKey?: pulumi.Output<string>;
    /** Domain and key together, as JSON with okta_domain and api_key. Secret. */
    public readonly credentials?: pulumi.Output<string>;

    /**
     * @throws InputPropertiesError that names all wrong args. What only an Output brings is refused
     *     in preview and up, once it is known.
     */
    constructor(name: string, args: ApiKeyIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
        const { inputs, org, person, apiKey } = checkApiKeyIntegrationArgs(name, args);
        const { apiTokenId } = args;

        const given = inOneForm({ ...args, apiKey: args.apiKey && pulumi.secret(args.apiKey) });
        const component = `${TYPE} "${name}"`;
        const adoption = args.adopt && new UserAdoption(component, args.adopt);
        const options = keepOrg(component, inputs.options(opts));
        super(TYPE, name, given, adoption?.componentOptions(options) ?? options);
        keepProviderSecretsOutOfDebugLog(this);
        keepSecretsOutOfDebugLog(apiKey);

        const { host, hooks } = providerOrgOf(this, component, org);
        adoption?.readWith(this, host, person, apiTokenId);
        const zone =
            args.gateways === undefined
                ? undefined
                : networkZone(
                      name,
                      person.apply((one) => [...(one.gateways ?? [])]),
                      // The program gives it no name, and one that is imported keeps its own.
                      { parent: this, hooks, import: adoption?.zoneId, ignoreChanges: ["name"] },
                  );
        // Okta keeps a zone while a token refers to it, and the user takes the tokens along.
        const userOptions = {
            parent: this,
            dependsOn: zone,
            hooks,
            ignoreChanges: UNMANAGED_PROFILE,
        };
        const user = new okta.user.User(
            childName.user(name),
            {
                login: person.login,
                email: person.email,
                ...SERVICE_USER_NAME,
            },
            adoption?.userOptions(userOptions) ?? userOptions,
        );
        // An import leaves it out, and for this change alone the plugin assigns every role again,
        // which Okta refuses.
        const rolesOptions = { parent: this, ignoreChanges: ["disableNotifications"] };
        new okta.UserAdminRoles(
            childName.userRoles(name),
            { userId: user.id, adminRoles: [...READ_ONLY_ROLES] },
            adoption?.rolesOptions(rolesOptions) ?? rolesOptions,
        );
        if (apiTokenId !== undefined) {
            adoptToken(this, name, apiTokenId, user, zone);
        }
        if (apiKey === undefined) {
            user.login.apply((login) => pulumi.log.warn(nextSteps(login, apiTokenId), this));
        } else {
            const { id: userId, login } = user;
            warnAboutApiToken(this, {
                host,
                userId,
                login,
                apiTokenId,
                hasZone: zone !== undefined,
            });
        }

        this.oktaDomain = org.domain;
        this.login = user.login;
        this.userId = user.id;
        this.apiKey = apiKey;
        this.credentials =
            apiKey &&
            pulumi.secret(pulumi.jsonStringify({ okta_domain: org.domain, api_key: apiKey }));

        this.registerOutputs({
            oktaDomain: this.oktaDomain,
            login: this.login,
            userId: this.userId,
            apiKey: this.apiKey,
            credentials: this.credentials,
        });
    }
}

/**
 * Checks the inputs of an ApiKeyIntegration without making one, for programs that register something
 * else first, such as the provider.
 *
 * @throws InputPropertiesError that names all wrong args.
 */
export function checkApiKeyIntegrationArgs(name: string, args: ApiKeyIntegrationArgs) {
    const inputs = new InputChecks(`${TYPE} "${name}"`);
    const org = inputs.checkOrg(args.oktaDomain, args.tenantId);
    const { login, email, gateways, apiTokenId } = args;
    const person = inputs.check({ login, email, gateways, apiTokenId }, checkServiceUser);
    const apiKey =
        args.apiKey === undefined
            ? undefined
            : pulumi.secret(inputs.check(args.apiKey, checkApiKey));
    const { adopt } = args;
    if (adopt !== undefined) {
        inputs.check([adopt, gateways] as const, ([given, wanted]) =>
            checkAdoptedUser(given, wanted),
        );
    }
    inputs.throwIfInvalid();
    return { inputs, org, person, apiKey };
}

/** Takes over the record of a token that is there, and restricts it to the zone. */
function adoptToken(
    parent: ApiKeyIntegration,
    name: string,
    apiTokenId: string,
    user: okta.user.User,
    zone: okta.network.Zone | undefined,
): void {
    const record = user.id.apply((serviceUser) =>
        okta.getApiToken({ id: apiTokenId }, { parent, async: true }).then(
            // Mocks of unit tests leave it out.
            ({ userId }) => ({ serviceUser, userId: hasEngine() ? userId : serviceUser }),
            (error: unknown) => ({ serviceUser, refusal: String(error) }),
        ),
    );
    const idProperty = record.apply((known): pulumi.Output<string> | string => {
        const checked = checkToken(apiTokenId, known);
        // An imported resource runs no hook that could refuse it.
        return checked.ok
            ? checked.value
            : refusal<string>(
                  `${TYPE} "${name}"`,
                  `${name}-token-refused`,
                  parent,
                  checked.problems,
              );
    }) as pulumi.Output<string>;
    new okta.ApiToken(
        `${name}-token`,
        {
            idProperty,
            network: zone
                ? { connection: "ZONE", includes: [zone.id] }
                : { connection: "ANYWHERE" },
        },
        // To delete a token is to revoke it, under Rezonate's feet. It goes with the user.
        { parent, import: apiTokenId, retainOnDelete: true },
    );
}
