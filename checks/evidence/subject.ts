import type { AdminClient } from "../../okta/adminClient";
import type { StackSnapshot } from "../state/stackSnapshot";
import type { ClientEvidence } from "./document";

/** One client of a stack, of which the org says what it may do. */
export interface EvidenceSubject {
    /** URN of the resource whose provider works on the org. */
    readonly urn: string;
    readonly id: string;
    fetch(client: AdminClient): Promise<ClientEvidence>;
}

/** Everything of a stack that one method makes and that Rezonate signs in as. */
export type EvidenceSubjects = (stack: StackSnapshot) => EvidenceSubject[];
