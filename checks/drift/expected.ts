import {
    dependentsOf,
    providerUrnOf,
    type StackSnapshot,
    type StateResource,
} from "../state/stackSnapshot";

/** A resource in the state, as far as commands about it need it. */
export interface ExpectedResource {
    readonly urn: string;
    readonly protect?: boolean;
    /** URNs of its parent and of its provider. */
    readonly parent?: string;
    readonly provider?: string;
    /** What is in the state and depends on it. */
    readonly dependents?: readonly Pick<StateResource, "urn" | "type" | "protect">[];
}

/** Takes from a resource of the state what commands about it need. */
export function expectedResource(
    resource: StateResource,
    stack: Pick<StackSnapshot, "resources">,
): ExpectedResource {
    const { urn, protect, parent } = resource;
    const provider = providerUrnOf(resource);
    return {
        urn,
        protect: protect === true,
        parent,
        ...(provider !== undefined && { provider }),
        dependents: dependentsOf(stack, urn),
    };
}
