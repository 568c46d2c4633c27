import { listOf, memberOf, textOf, textsOfList } from "../../rules/json";

/** One entry of a stack's state. Several may have one URN, so that the id tells them apart. */
export interface StateEntry {
    readonly urn: string;
    readonly id: string;
}

/**
 * An exported deployment without entries that are marked to be deleted. What the state has under
 * the same URN otherwise, and all secrets as they are, stays. An entry that another one hangs on,
 * and which alone has its URN, stays too: Pulumi would refuse such a state.
 *
 * @param deployment The member of that name of what `stack.exportStack()` returns.
 */
export function withoutEntries(deployment: unknown, entries: readonly StateEntry[]): unknown {
    const resources = listOf(memberOf(deployment, "resources"));
    const isNamed = (one: unknown): boolean =>
        memberOf(one, "delete") === true &&
        entries.some(({ urn, id }) => textOf(one, "urn") === urn && textOf(one, "id") === id);
    const others = resources.filter((one) => !isNamed(one));
    const kept = new Set(others.map((one) => textOf(one, "urn")));
    const needed = new Set(others.flatMap(referencesOf));
    const isNeeded = (one: unknown): boolean => {
        const urn = textOf(one, "urn") ?? "";
        return !kept.has(urn) && needed.has(urn);
    };
    return {
        ...(deployment as object),
        resources: resources.filter((one) => !isNamed(one) || isNeeded(one)),
    };
}

function referencesOf(resource: unknown): string[] {
    const byProperty = memberOf(resource, "propertyDependencies");
    return [
        ...textsOfList(memberOf(resource, "dependencies")),
        ...Object.values(byProperty ?? {}).flatMap(textsOfList),
        ...["parent", "deletedWith"].flatMap((name) => textOf(resource, name) ?? []),
    ];
}
