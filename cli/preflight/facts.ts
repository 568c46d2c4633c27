import type { Method } from "../../components/internal/methods";
import type { RunnerCredentials } from "../okta/runner";
import type { TokenFailure } from "../okta/token";
import type { CallFact } from "../verify/facts";

/** What the stack is going to ask for. */
export interface Plan {
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
export interface PreflightFacts {
    readonly plan: Plan;
    /** The org's public metadata document. */
    readonly metadata: CallFact;
    readonly edition?: string;
    readonly orgId?: string;
    /** The org's clock minus ours in seconds. */
    readonly clockOffsetSeconds?: number;
    readonly runner: "none" | RunnerCredentials["kind"];
    /** Why an OAuth runner got no token. */
    readonly runnerFailure?: TokenFailure;
    /** Scopes of an OAuth runner or of its access token, where that tells them. */
    readonly runnerScopes?: readonly string[];
    /** The first call with the runner's credentials. */
    readonly signIn?: CallFact;
    /** The runner's own roles, where it may see them. */
    readonly runnerRoles?: readonly string[];
    /** A read that only a Super Admin may make, of an app that cannot exist. */
    readonly superAdminRead?: CallFact;
    /** Whether Okta makes new service apps Super Admins; undefined when it may not be seen. */
    readonly publicClientAdmins?: boolean;
    /** Ids of what has exactly the name that is wanted. */
    readonly namesakes?: readonly string[];
    /** Rate limit of the bucket that most calls go to. */
    readonly limit?: {
        readonly limit?: number;
        readonly remaining?: number;
    };
}
