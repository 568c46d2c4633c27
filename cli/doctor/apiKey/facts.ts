import type { CallFact } from "../../verify/facts";
import type { InState } from "../inState";

/** From where an API token may be used: anywhere, or from some zones. */
export interface TokenNetwork {
    readonly connection: string;
    readonly includes: readonly string[];
    readonly excludes: readonly string[];
}

/** The service user of the API key method as the stack's state has it, with what belongs to it. */
export interface ApiKeyInState {
    /** The component's own name. */
    readonly name: string;
    readonly user: InState & { readonly id: string; readonly login: string };
    readonly roles?: InState & { readonly types: readonly string[] };
    /** Only where the token is restricted to the gateways of the stack. */
    readonly zone?: InState & {
        readonly id: string;
        readonly name: string;
        readonly gateways: readonly string[];
    };
    /** Missing until a person has made the token in the Admin Console. */
    readonly token?: InState & { readonly id: string; readonly network: TokenNetwork };
    /** The keys of the stack's configuration that are about a token, as far as they are set. */
    readonly tokenConfig: readonly string[];
}

/** The same as the org has it. */
export interface ApiKeyInOrg {
    readonly user: CallFact;
    readonly status?: string;
    /** Undefined when the runner may not see them. */
    readonly roles?: readonly string[];
    readonly zone?: {
        readonly answer: CallFact;
        readonly gateways: readonly string[];
        readonly active: boolean;
    };
    readonly token?: {
        readonly answer: CallFact;
        readonly network: TokenNetwork;
        /** Until it ends, unless it is used before. */
        readonly daysLeft?: number;
    };
    /** Ids of the service user's tokens; undefined when the runner may not see them. */
    readonly tokens?: readonly string[];
}
