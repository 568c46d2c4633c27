import type { CallResult } from "../../okta/call";
import type { ExpectedResource } from "../drift/expected";
import type { Restriction } from "../network/restriction";
import type { ActualZone, ExpectedZone } from "../network/zone";

/** The service user of the API key method as the stack's state has it, with what belongs to it. */
export interface ExpectedServiceUser {
    /** The component's own name. */
    readonly name: string;
    readonly user: ExpectedResource & { readonly id: string; readonly login: string };
    readonly roles?: ExpectedResource & { readonly types: readonly string[] };
    /** Only where the token is restricted to the gateways of the stack. */
    readonly zone?: ExpectedZone;
    /** Missing until a person has made the token in the Admin Console. */
    readonly token?: ExpectedResource & { readonly id: string; readonly network: Restriction };
    /** The keys of the stack's configuration that are about a token, as far as they are set. */
    readonly tokenConfig: readonly string[];
    /** Whether the program takes the token from the configuration, as this project's program does. */
    readonly isConfigured?: boolean;
}

/** The same as the org has it. */
export interface ActualServiceUser {
    readonly user: CallResult;
    /** Whether the credentials are shown to see things of a kind, so that a 404 means a deletion. */
    readonly isShown?: { readonly [Kind in "user" | "token"]?: boolean };
    readonly status?: string;
    /** Undefined when the provider credentials may not read them. */
    readonly roles?: readonly string[];
    readonly zone?: ActualZone;
    readonly token?: {
        readonly answer: CallResult;
        readonly network: Restriction;
        /** Until it ends, unless it is used before. */
        readonly daysLeft?: number;
    };
    /** Ids of the service user's tokens; undefined when the provider credentials may not read them. */
    readonly tokens?: readonly string[];
}
