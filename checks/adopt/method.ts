import type { AdminClient } from "../../okta/adminClient";
import { type CallResult, reasonOf } from "../../okta/call";
import type { InputProblem } from "../../rules/problem";
import type { StackConfig } from "../../rules/stackConfig";

/** What taking something over does to one part of it. */
export interface Difference {
    /** The part, such as "label", "scopes", "roles", "keys" or "network". */
    readonly subject: string;
    /**
     * "kept": it stays as it is; "changed": the next `up` changes it; "undecided": it stays, but the
     * program does not manage it or would not give it, and somebody has to decide.
     */
    readonly effect: "kept" | "changed" | "undecided";
    readonly detail: string;
}

/** What taking over one thing comes to. */
export interface AdoptionPlan {
    readonly differences: readonly Difference[];
    /** What the stack's configuration has to hold, by key; an object or list as JSON. */
    readonly edits: Readonly<Record<string, string>>;
    /** Why it cannot be done. */
    readonly problems: readonly InputProblem[];
    /** What could not be read, so that nothing can be said. */
    readonly unread: readonly InputProblem[];
}

/** An app that fits. */
export interface AppCandidate {
    readonly applicationId: string;
    readonly label: string;
    readonly status: string;
    /** How many of the scopes that the stack wants are granted; undefined where it is not known. */
    readonly wantedScopes?: number | undefined;
    /** How many other scopes are granted. */
    readonly otherScopes?: number | undefined;
    readonly roles?: readonly string[] | undefined;
    /** How many public keys it has. */
    readonly keys: number;
}

/** A Marketplace integration of the org. */
export interface IntegrationCandidate {
    readonly integrationId: string;
    readonly type: string;
    readonly name?: string | undefined;
    /** How many of the scopes that the stack wants are granted. */
    readonly wantedScopes: number;
    /** How many other scopes are granted. */
    readonly otherScopes: number;
    /** When it was last given a token, as ISO 8601; undefined where the System Log has none. */
    readonly lastToken?: string | undefined;
}

/** A user of the org who has an API token. */
export interface UserCandidate {
    readonly userId: string;
    readonly login: string;
    readonly status: string;
    /** Types of the admin roles that are assigned to the user itself. */
    readonly roles: readonly string[];
    /** How many API tokens the user has. */
    readonly tokens: number;
}

/** What the org has and a stack may take over, by what its method needs. */
export type Candidate = AppCandidate | IntegrationCandidate | UserCandidate;

/** How a stack of one method takes over what is in the org already. */
export interface MethodAdoption {
    /** What it is, in words: "app". */
    readonly what: string;
    /** The option that names it. */
    readonly option: "application" | "integrationId" | "userId";
    /** Type of the resource that the stack must not have yet. */
    readonly type: string;
    /** Whether an id has the form of one, and the form in words. */
    readonly isId: (id: string) => boolean;
    readonly form: string;
    /** What there is, the likeliest first, or why it cannot be listed. */
    readonly candidates: (
        client: AdminClient,
        config: StackConfig,
    ) => Promise<readonly Candidate[] | { readonly unread: string }>;
    /** What taking one over comes to, given the ids that other stacks have. */
    readonly plan: (
        client: AdminClient,
        id: string,
        config: StackConfig,
        takenIds: readonly string[],
    ) => Promise<AdoptionPlan>;
}

/** A plan that cannot be carried out, for one input. */
export function refusedPlan(propertyPath: string, ...reasons: string[]): AdoptionPlan {
    const problems = reasons.map((reason) => ({ propertyPath, reason }));
    return { differences: [], edits: {}, problems, unread: [] };
}

/** A plan that cannot be made, since something could not be read. */
export function unreadPlan(propertyPath: string, reason: string): AdoptionPlan {
    return { differences: [], edits: {}, problems: [], unread: [{ propertyPath, reason }] };
}

/** What is said of a list that could not be read. */
export function unlisted(what: string, fact: CallResult): { readonly unread: string } {
    return { unread: `${what} of the org could not be listed: ${reasonOf(fact)}` };
}

/** The plan for a thing that cannot be taken over, since it is not there or could not be read. */
export function planWithout(
    propertyPath: string,
    { problem, isGone }: { readonly problem: InputProblem; readonly isGone: boolean },
): AdoptionPlan {
    return (isGone ? refusedPlan : unreadPlan)(propertyPath, problem.reason);
}

/** One difference, where there is something to say. */
export function difference(
    subject: string,
    effect: Difference["effect"],
    detail: string | undefined,
): Difference[] {
    return detail === undefined ? [] : [{ subject, effect, detail }];
}

/** Names in a row; undefined where there are none. */
export function inARow(names: readonly string[]): string | undefined {
    return names.length === 0 ? undefined : names.join(", ");
}
