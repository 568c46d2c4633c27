/** The records the sandbox keeps. They are plain JSON, so that the whole org can be saved and loaded. */

/** The status of most objects in Okta. */
export type Status = "ACTIVE" | "INACTIVE";

/** A user, as the store holds it. */
export interface User {
    id: string;
    status: "STAGED" | "PROVISIONED" | "ACTIVE" | "SUSPENDED" | "DEPROVISIONED";
    created: string;
    activated: string | null;
    statusChanged: string | null;
    lastLogin: string | null;
    lastUpdated: string;
    passwordChanged: string | null;
    profile: Record<string, unknown> & { login: string; email: string };
}

/** A group, as the store holds it. Its members are in `memberships`. */
export interface Group {
    id: string;
    created: string;
    lastUpdated: string;
    lastMembershipUpdated: string;
    type: "OKTA_GROUP" | "BUILT_IN";
    profile: Record<string, unknown> & { name: string; description: string | null };
}

/** The members of one group; `id` is the group's. */
export interface Membership {
    id: string;
    userIds: string[];
}

/** A public key of an app, in Okta's form of a JSON Web Key. */
export interface AppKey {
    id: string;
    kid: string | null;
    kty: "RSA" | "EC";
    use: string | null;
    alg?: string;
    status: Status;
    e?: string;
    n?: string;
    x?: string;
    y?: string;
    crv?: string | null;
    created: string;
    lastUpdated: string;
}

/** A client secret of an app or of an API service integration. */
export interface ClientSecret {
    id: string;
    created: string;
    lastUpdated: string;
    status: Status;
    secret: string;
}

/** The network zones from which a token or a client may be used. */
export interface NetworkRestriction {
    connection: "ANYWHERE" | "ZONE";
    include?: string[];
    exclude?: string[];
}

/** The member `settings.oauthClient` of an app. */
export interface OAuthClientSettings {
    client_uri: string | null;
    logo_uri: string | null;
    redirect_uris: string[];
    response_types: string[];
    grant_types: string[];
    application_type: string;
    consent_method: string;
    issuer_mode: string;
    jwks_uri?: string;
    idp_initiated_login: Record<string, unknown>;
    wildcard_redirect: string;
    dpop_bound_access_tokens: boolean;
    participate_slo: boolean;
    network?: NetworkRestriction;
}

/** An OIDC app, as the store holds it. */
export interface App {
    id: string;
    clientId: string;
    name: string;
    label: string;
    status: Status;
    created: string;
    lastUpdated: string;
    signOnMode: string;
    accessibility: Record<string, unknown>;
    visibility: Record<string, unknown>;
    credentials: {
        userNameTemplate: Record<string, unknown>;
        oauthClient?: {
            autoKeyRotation: boolean;
            token_endpoint_auth_method: string;
            pkce_required: boolean;
        };
    };
    settings: {
        app: Record<string, unknown>;
        notifications: Record<string, unknown>;
        implicitAssignment: boolean;
        notes: Record<string, unknown>;
        oauthClient?: OAuthClientSettings;
    };
    keys: AppKey[];
    secrets: ClientSecret[];
    accessPolicyId: string | null;
    idTokenIssuerMode: string;
}

/** The grant of one OAuth scope to an app. */
export interface Grant {
    id: string;
    appId: string;
    clientId: string;
    issuer: string;
    scopeId: string;
    created: string;
    lastUpdated: string;
    createdBy: { id: string; type: "User" | "App" };
}

/** What an admin role is assigned to. */
export type AssigneeType = "USER" | "GROUP" | "CLIENT";

/** An admin role that is assigned to a user, a group or a client. */
export interface RoleAssignment {
    id: string;
    assigneeType: AssigneeType;
    assigneeId: string;
    type: string;
    label: string;
    status: Status;
    created: string;
    lastUpdated: string;
    /** Milliseconds since the epoch from when on the role has effect; later than `created` only under the slow-roles fault. */
    effectiveAt: number;
    role?: string;
    resourceSet?: string;
    groupTargets: string[];
    appTargets: string[];
}

/** A custom admin role. */
export interface CustomRole {
    id: string;
    label: string;
    description: string;
    created: string;
    lastUpdated: string;
    permissions: { label: string; created: string; lastUpdated: string }[];
}

/** A resource set, which limits a custom role. */
export interface ResourceSet {
    id: string;
    label: string;
    description: string;
    created: string;
    lastUpdated: string;
    resources: { id: string; orn: string; created: string; lastUpdated: string }[];
}

/** A policy, as the store holds it. */
export interface Policy {
    id: string;
    type: string;
    name: string;
    description: string;
    status: Status;
    system: boolean;
    priority: number;
    created: string;
    lastUpdated: string;
}

/** A network zone. */
export interface Zone {
    id: string;
    type: string;
    name: string;
    status: Status;
    usage: string;
    system: boolean;
    created: string;
    lastUpdated: string;
    gateways: { type: string; value: string }[] | null;
    proxies: { type: string; value: string }[] | null;
}

/** An API token. The store holds only its hash. */
export interface ApiToken {
    id: string;
    name: string;
    userId: string;
    clientName: string;
    network: NetworkRestriction;
    created: string;
    lastUpdated: string;
    expiresAt: string;
    /** SHA-256 of the token: the value itself is never kept. */
    hash: string;
}

/** An API service integration that is installed in the org. */
export interface ApiService {
    id: string;
    type: string;
    name: string;
    createdAt: string;
    createdBy: string;
    grantedScopes: string[];
    properties: Record<string, unknown>;
    secrets: ClientSecret[];
}

/** The share of a rate limit that one API token or client may use. */
export interface PrincipalRateLimit {
    id: string;
    principalId: string;
    principalType: "SSWS_TOKEN" | "OAUTH_CLIENT";
    orgId: string;
    defaultPercentage: number;
    defaultConcurrencyPercentage: number;
    createdBy: string;
    createdDate: string;
    lastUpdate: string;
    lastUpdatedBy: string;
}
