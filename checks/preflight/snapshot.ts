import type { ProviderCredentials } from "../../okta/adminClient";
import type { CallResult } from "../../okta/call";
import type { TokenFailure } from "../../okta/token";
import type { Method } from "../../rules/methods";

/** What is known of the stack to come, whether from its configuration or from the command line. */
export interface DesiredConfig {
    readonly oktaDomain?: string;
    readonly tenantId?: string;
    readonly method?: string;
    readonly keepMethod?: string;
    readonly label?: string;
    readonly scopes?: readonly string[];
    readonly allowedManageScopes?: readonly string[];
    readonly remediation?: boolean;
    readonly keys?: {
        readonly algorithm?: string;
        readonly rsaBits?: number;
        readonly ecdsaCurve?: string;
    };
    readonly integrationType?: string;
    readonly secretGeneration?: number;
    readonly login?: string;
    readonly email?: string;
    readonly gateways?: readonly string[];
    readonly apiTokenId?: string;
    readonly apiKey?: { readonly value: string; readonly isEncrypted: boolean };
    readonly httpProxy?: string;
    readonly orgUrl?: string;
    /** Ids of what the stack has made already. */
    readonly ownIds?: readonly string[];
}

/** What the stack is going to ask for. */
export interface PreflightPlan {
    /** The org's name, or what was given for it when it is no Okta domain. */
    readonly org: string;
    readonly address: URL;
    readonly method: Method;
    /** What is to be made is called so: an app's label, an integration's type, a user's login. */
    readonly name?: string;
    readonly scopes: readonly string[];
    readonly roles: readonly string[];
    /** What the configuration checks object to. */
    readonly configFaults: readonly string[];
    /** Ids of what the stack has made already. */
    readonly ownIds: readonly string[];
}

/** Everything that `preflight` saw; the findings are made from this alone. */
export interface PreflightSnapshot {
    readonly plan: PreflightPlan;
    /** The org's public metadata document. */
    readonly metadata: CallResult;
    readonly edition?: string;
    readonly orgId?: string;
    /** The org's clock minus ours in seconds. */
    readonly clockOffsetSeconds?: number;
    readonly credentials: "none" | ProviderCredentials["kind"];
    /** Why the OAuth app of the provider credentials got no token. */
    readonly tokenFailure?: TokenFailure;
    /** Scopes of the OAuth app or access token, where it tells them. */
    readonly grantedScopes?: readonly string[];
    /** The first call with the provider credentials. */
    readonly signIn?: CallResult;
    /** Admin roles of the provider credentials, where these may read them. */
    readonly ownRoles?: readonly string[];
    /** A read that only a Super Admin may make, of an app that cannot exist. */
    readonly superAdminRead?: CallResult;
    /** Whether Okta makes new service apps Super Admins; undefined when it may not be seen. */
    readonly publicClientAdmins?: boolean;
    /** Ids of what has exactly the name that is wanted. */
    readonly nameConflicts?: readonly string[];
    /** Rate limit of the bucket that most calls go to. */
    readonly limit?: {
        readonly limit?: number;
        readonly remaining?: number;
    };
}
