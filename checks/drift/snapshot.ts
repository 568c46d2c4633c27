import type { ProviderCredentials } from "../../okta/adminClient";
import type { TokenFailure } from "../../okta/token";
import type { ActualServiceUser, ExpectedServiceUser } from "../apiKey/snapshot";
import type { ActualIntegration, ExpectedIntegration } from "../marketplace/snapshot";
import type { ActualApp, ExpectedApp } from "../oauth/snapshot";

/** A thing as the state has it, and as the org has it; the latter is missing where nobody could look. */
export interface Snapshot<State, Org> {
    readonly expected: State;
    readonly actual?: Org;
}

/** Everything of a stack that `doctor` looks at, by kind. */
export interface ExpectedResources {
    readonly apps: readonly ExpectedApp[];
    readonly integrations: readonly ExpectedIntegration[];
    readonly apiKeys: readonly ExpectedServiceUser[];
}

/** Everything that `doctor` saw; the findings are made from this alone. */
export interface DoctorSnapshot {
    readonly credentials: "none" | ProviderCredentials["kind"];
    readonly tokenFailure?: TokenFailure;
    readonly apps: readonly Snapshot<ExpectedApp, ActualApp>[];
    readonly integrations: readonly Snapshot<ExpectedIntegration, ActualIntegration>[];
    readonly apiKeys: readonly Snapshot<ExpectedServiceUser, ActualServiceUser>[];
}
