import type { StateResource } from "../state/stackSnapshot";

/** A resource in the state, as far as commands about it need it. */
export interface ExpectedResource {
    readonly urn: string;
    readonly protect: boolean;
    /** URNs of its parent and of its provider. */
    readonly parent?: string;
    readonly provider?: string;
}

/** Takes from a resource of the state what commands about it need. */
export function expectedResource({
    urn,
    protect,
    parent,
    provider,
}: StateResource): ExpectedResource {
    return {
        urn,
        protect: protect === true,
        parent,
        // The state refers to a provider by URN and id.
        ...(provider === undefined ? {} : { provider: provider.replace(/::[^:]*$/, "") }),
    };
}

/** A resource's own name, the last part of its URN. */
export function nameOf(urn: string): string {
    return urn.slice(urn.lastIndexOf("::") + 2);
}
