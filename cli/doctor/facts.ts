import type { RunnerCredentials } from "../okta/runner";
import type { TokenFailure } from "../okta/token";
import type { ApiKeyInOrg, ApiKeyInState } from "./apiKey/facts";
import type { IntegrationInOrg, IntegrationInState } from "./marketplace/facts";
import type { AppInOrg, AppInState } from "./serviceApp/facts";

/** A thing as the state has it, and as the org has it; the latter is missing where nobody could look. */
export interface Seen<State, Org> {
    readonly state: State;
    readonly org?: Org;
}

/** Everything of a stack that `doctor` looks at, by kind. */
export interface StackState {
    readonly apps: readonly AppInState[];
    readonly integrations: readonly IntegrationInState[];
    readonly apiKeys: readonly ApiKeyInState[];
}

/** Everything that `doctor` saw; the findings are made from this alone. */
export interface DoctorFacts {
    readonly runner: "none" | RunnerCredentials["kind"];
    readonly runnerFailure?: TokenFailure;
    readonly apps: readonly Seen<AppInState, AppInOrg>[];
    readonly integrations: readonly Seen<IntegrationInState, IntegrationInOrg>[];
    readonly apiKeys: readonly Seen<ApiKeyInState, ApiKeyInOrg>[];
}
