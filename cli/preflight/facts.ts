import type { CallFact } from "../verify/facts";
import type { TokenFailure } from "../okta/token";

/** What the stack is going to ask for. */
export interface Plan {
    /** The org's name, or what was given for it when it is no Okta domain. */
    readonly org: string;
    readonly address: URL;
    readonly label: string;
    readonly scopes: readonly string[];
    readonly roles: readonly string[];
    /** What the configuration checks object to. */
    readonly configFaults: readonly string[];
    /** The app the stack has made already, if it has. */
    readonly ownAppId?: string;
}

/** Everything that `preflight` saw; the findings are made from this alone. */
export interface PreflightFacts {
    readonly plan: Plan;
    /** The org's public metadata document. */
    readonly metadata: CallFact;
    readonly edition?: string;
    readonly orgId?: string;
    /** The org's clock minus ours in seconds. */
    readonly clockOffsetSeconds?: number;
    readonly runner: "none" | "apiToken" | "oauth";
    /** Why an OAuth runner got no token. */
    readonly runnerFailure?: TokenFailure;
    /** Scopes of an OAuth runner. */
    readonly runnerScopes?: readonly string[];
    /** The first call with the runner's credentials. */
    readonly signIn?: CallFact;
    /** The runner's own roles, where it may see them. */
    readonly runnerRoles?: readonly string[];
    /** A read that only a Super Admin may make, of an app that cannot exist. */
    readonly superAdminRead?: CallFact;
    /** Whether Okta makes new service apps Super Admins; undefined when it may not be seen. */
    readonly publicClientAdmins?: boolean;
    /** Ids of apps whose label is exactly the one wanted. */
    readonly sameLabel?: readonly string[];
    /** Rate limit of the apps bucket. */
    readonly appsLimit?: {
        readonly limit?: number;
        readonly remaining?: number;
    };
}
