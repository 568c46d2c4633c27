import type { CallResult } from "../../okta/call";
import type { ExpectedResource } from "../drift/expected";

/** An API service integration as the stack's state has it, with its client secret. */
export interface ExpectedIntegration extends ExpectedResource {
    readonly id: string;
    readonly type: string;
    readonly scopes: readonly string[];
    /** Missing where `refresh` has found it gone, or the first `up` has not come so far. */
    readonly secret?: ExpectedResource & {
        readonly id: string;
        /** Id of the secret before it, where that is meant to work still. */
        readonly previousId?: string;
    };
}

/** The same integration as the org has it. */
export interface ActualIntegration {
    readonly integration: CallResult;
    /** Whether the credentials are shown to see integrations, so that a 404 means a deletion. */
    readonly isShown?: boolean;
    readonly scopes: readonly string[];
    /** Undefined when the provider credentials may not read them. */
    readonly secrets?: readonly { readonly id: string; readonly active: boolean }[];
}
