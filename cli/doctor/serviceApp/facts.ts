import type { CallFact } from "../../verify/facts";
import type { InState } from "../inState";

/** A service app as the stack's state has it, with what hangs on it. */
export interface AppInState extends InState {
    readonly id: string;
    readonly clientId: string;
    readonly label: string;
    readonly kids: readonly string[];
    readonly scopes: readonly (InState & { readonly scopes: readonly string[] })[];
    readonly roles: readonly (InState & { readonly id: string; readonly type: string })[];
}

/** The same app as the org has it. */
export interface AppInOrg {
    readonly app: CallFact;
    readonly label?: string;
    readonly active?: boolean;
    readonly dpop?: boolean;
    readonly keys?: readonly { readonly kid: string; readonly active: boolean }[];
    /** Undefined when the runner may not see them. */
    readonly grants?: readonly string[];
    readonly roles?: readonly { readonly id: string; readonly type: string }[];
}
