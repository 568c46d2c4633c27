import * as v from "valibot";

/**
 * The parts of Okta's answers that are read here, each as Okta documents it. An answer of another
 * shape, from a captive portal or a proxy, says nothing about the org. Members that are not listed
 * are let through unread.
 */

const list = <Entry extends v.GenericSchema>(entry: Entry) => v.array(entry);
const absent = <Value extends v.GenericSchema>(value: Value) => v.nullish(value);

/** Anything that has an id. */
export const identified = v.object({ id: v.string() });

const jwk = v.object({
    kty: v.string(),
    kid: absent(v.string()),
    status: absent(v.string()),
    n: absent(v.string()),
    e: absent(v.string()),
    crv: absent(v.string()),
    x: absent(v.string()),
    y: absent(v.string()),
});

/** An OIDC app (Okta: Applications API). */
export const oidcApp = (id: string) =>
    v.object({
        id: v.literal(id),
        label: v.string(),
        status: v.string(),
        settings: v.object({
            oauthClient: v.object({
                dpop_bound_access_tokens: absent(v.boolean()),
                jwks: absent(v.object({ keys: list(jwk) })),
            }),
        }),
    });

/** One key of an app, as the app's settings hold it. */
export type AppJwk = v.InferOutput<typeof jwk>;

/** The scope grants of an app (Okta: Application Grants API). */
export const grants = list(v.object({ scopeId: v.string() }));

/** The admin roles of a client or a user (Okta: Role Assignments API). */
export const roleAssignments = list(v.object({ id: v.string(), type: v.string() }));

/** An API service integration instance (Okta: API Service Integrations API). */
export const integration = (id: string) =>
    v.object({ id: v.literal(id), grantedScopes: list(v.string()) });

/** Its client secrets, masked. */
export const clientSecrets = list(v.object({ id: v.string(), status: v.string() }));

/** A user (Okta: Users API). */
export const user = (id: string) => v.object({ id: v.literal(id), status: v.string() });

/** The user whose credentials are used, as `/users/me` gives it. */
export const currentUser = v.object({
    id: v.string(),
    profile: v.object({ login: v.string() }),
});

/** A network zone of the type IP (Okta: Network Zones API). */
export const ipZone = (id: string) =>
    v.object({
        id: v.literal(id),
        status: v.string(),
        gateways: absent(list(v.object({ value: v.string() }))),
    });

const apiTokenMembers = {
    id: v.string(),
    userId: absent(v.string()),
    expiresAt: absent(v.string()),
    network: absent(v.object({ connection: v.string() })),
};

/** An API token's metadata (Okta: API Tokens API). */
export const apiToken = (id: string) => v.looseObject({ ...apiTokenMembers, id: v.literal(id) });

/** The metadata of all API tokens. */
export const apiTokens = list(v.object(apiTokenMembers));

/** The org's public metadata, `/.well-known/okta-organization`. */
export const orgMetadata = v.object({ id: v.string(), pipeline: v.string() });

/** The org's setting "Public client app admins" (Okta: Org Setting Client Privileges API). */
export const clientPrivileges = v.object({ clientPrivilegesSetting: v.boolean() });

/** What an API call of Okta gives at all: an object or a list of them. */
export const anyAnswer = v.union([v.array(v.unknown()), v.record(v.string(), v.unknown())]);
