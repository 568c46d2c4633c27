import type { ProviderCredentials } from "../../okta/adminClient";
import type { CallResult } from "../../okta/call";
import type { TokenFailure } from "../../okta/token";
import type { Method } from "../../rules/methods";
import type { NetworkRestriction } from "../../rules/networkRestriction";
import type { StackConfig } from "../../rules/stackConfig";
import type { ReachedPeople, RequestedAccess } from "../requirements";
import type { NetworkSnapshot } from "./network";

/** What is known of the stack to come, whether from its configuration or from options. */
export type DesiredConfig = StackConfig & {
    readonly httpProxy?: string;
    readonly orgUrl?: string;
    /** Ids of what the stack has made already. */
    readonly ownIds?: readonly string[];
};

/** What the stack is going to ask for, and where. */
export interface PreflightPlan extends RequestedAccess {
    /** The org's name, or what was given for it when it is no Okta domain. */
    readonly org: string;
    readonly address: URL;
    readonly method: Method;
    /** This method, and the one that is kept beside it, if any. */
    readonly methods: readonly Method[];
    /** Scopes that the provider credentials need, where they are an OAuth app or an access token. */
    readonly providerScopes: readonly string[];
    /** From where alone Rezonate's credentials are to work; undefined where from anywhere. */
    readonly restriction?: NetworkRestriction | undefined;
    /** Whether the program proves access itself. */
    readonly verifies: boolean;
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
    /** The list of custom admin roles, read where one is going to be made. */
    readonly customRoles?: CallResult;
    /** The people that remediation would reach and must not, looked for where there are to be some. */
    readonly reached?: ReachedPeople | undefined;
    /** Whether Okta makes new service apps Super Admins; undefined when it may not be seen. */
    readonly publicClientAdmins?: boolean;
    /** By each wanted name the ids of what has exactly it; undefined where that was not told. */
    readonly nameConflicts?: Readonly<Record<string, readonly string[] | undefined>>;
    /** Whether verify gets in from here; undefined where Rezonate's credentials work from anywhere. */
    readonly network?: NetworkSnapshot | undefined;
    /** Rate limit of the bucket that most calls go to. */
    readonly limit?: {
        readonly limit?: number;
        readonly remaining?: number;
    };
}
