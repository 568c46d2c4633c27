import type { AdminClient } from "../../okta/adminClient";
import type { CallResult } from "../../okta/call";
import type { Fence } from "../network/fence";
import type { StackSnapshot } from "../state/stackSnapshot";

/** A scope that is granted, and since when. */
export interface GrantedScope {
    readonly scope: string;
    /** ISO 8601 time; undefined where Okta does not say it. */
    readonly since?: string | undefined;
}

/** A client of a stack whose use the System Log tells. */
export interface UsageSubject {
    /** URN of the resource whose provider works on the org. */
    readonly urn: string;
    readonly clientId: string;
    /** The scopes that the state has. */
    readonly scopes: readonly string[];
    fetchGrants(
        client: AdminClient,
    ): Promise<{ readonly fact: CallResult; readonly value: readonly GrantedScope[] | undefined }>;
    fetchFence(client: AdminClient): Promise<Fence>;
}

/** Everything of a stack that one method makes and that has scopes. */
export type UsageSubjects = (stack: StackSnapshot) => UsageSubject[];
