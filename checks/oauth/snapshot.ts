import type { CallResult } from "../../okta/call";
import type { ExpectedResource } from "../drift/expected";
import type { Restriction } from "../network/restriction";
import type { ActualZone, ExpectedZone } from "../network/zone";

/** A service app as the stack's state has it, with what hangs on it. */
export interface ExpectedApp extends ExpectedResource {
    readonly id: string;
    readonly clientId: string;
    readonly label: string;
    readonly kids: readonly string[];
    /** Address of the key set of the app; undefined where it has keys of its own. */
    readonly jwksUri?: string;
    readonly network: Restriction;
    /** Only where the app is restricted to the gateways of the stack. */
    readonly zone?: ExpectedZone | undefined;
    readonly scopes: readonly (ExpectedResource & { readonly scopes: readonly string[] })[];
    readonly roles: readonly (ExpectedResource & { readonly id: string; readonly type: string })[];
    /** Roles that the program assigns and the state does not have: types, and labels of custom ones. */
    readonly missingRoles?: readonly string[];
}

/** The same app as the org has it. */
export interface ActualApp {
    readonly app: CallResult;
    /** Whether the credentials are shown to see apps in the org, so that a 404 means a deletion. */
    readonly isShown?: boolean;
    readonly label?: string;
    readonly active?: boolean;
    readonly dpop?: boolean;
    readonly jwksUri?: string;
    readonly network?: Restriction;
    readonly zone?: ActualZone;
    readonly keys?: readonly { readonly kid: string; readonly active: boolean }[];
    /** Undefined when the provider credentials may not read them. */
    readonly grants?: readonly string[];
    readonly roles?: readonly {
        readonly id: string;
        readonly type: string;
        readonly label?: string;
    }[];
}
