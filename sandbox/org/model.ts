/** The records the sandbox keeps. They are plain JSON, so that the whole org can be saved and loaded. */

export type Status = "ACTIVE" | "INACTIVE";

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

export interface ClientSecret {
    id: string;
    created: string;
    lastUpdated: string;
    status: Status;
    secret: string;
}

export interface NetworkRestriction {
    connection: "ANYWHERE" | "ZONE";
    include?: string[];
    exclude?: string[];
}

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

export type AssigneeType = "USER" | "GROUP" | "CLIENT";

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

export interface CustomRole {
    id: string;
    label: string;
    description: string;
    created: string;
    lastUpdated: string;
    permissions: { label: string; created: string; lastUpdated: string }[];
}

export interface ResourceSet {
    id: string;
    label: string;
    description: string;
    created: string;
    lastUpdated: string;
    resources: { id: string; orn: string; created: string; lastUpdated: string }[];
}

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

export interface LogEvent {
    id: string;
    published: string;
    eventType: string;
    displayMessage: string;
    severity: "INFO" | "WARN" | "ERROR";
    actor: LogParty;
    outcome: { result: "SUCCESS" | "FAILURE" | "DENY"; reason: string | null };
    target: LogParty[];
    ip: string;
}

export interface LogParty {
    id: string;
    type: string;
    alternateId: string;
    displayName: string;
}
