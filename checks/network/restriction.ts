import { memberOf, textOf, textsOfList } from "../../rules/json";

/** From where an app gets tokens, or an API token may be used: from anywhere, or some zones. */
export interface Restriction {
    readonly connection: string;
    readonly includes: readonly string[];
    readonly excludes: readonly string[];
}

/** A restriction, from the state or from Okta: they name the lists of zones differently. */
export function restrictionIn(network: unknown): Restriction {
    const zones = (...names: readonly string[]): string[] =>
        names.flatMap((name) => textsOfList(memberOf(network, name))).sort();
    return {
        connection: textOf(network, "connection") ?? "ANYWHERE",
        includes: zones("includes", "include"),
        excludes: zones("excludes", "exclude"),
    };
}

/** A restriction in words; two that let in the same are the same words. */
export function describeRestriction({ connection, includes, excludes }: Restriction): string {
    if (connection === "ANYWHERE") {
        return "from anywhere";
    }
    const others = excludes.length === 0 ? "nowhere" : "anywhere";
    const but = excludes.length === 0 ? "" : ` but not from ${excludes.join(", ")}`;
    return `from ${includes.join(", ") || others}${but}`;
}

/** From where alone credentials work, in words; undefined where they work from anywhere. */
export function allowedFrom(
    restriction: Restriction,
    zone?: { readonly id: string; readonly name: string; readonly gateways: readonly string[] },
): string | undefined {
    if (restriction.connection === "ANYWHERE") {
        return undefined;
    }
    const includes = restriction.includes.map((id) =>
        id === zone?.id
            ? `network zone "${zone.name}" (${zone.gateways.join(", ")})`
            : `network zone ${id}`,
    );
    return describeRestriction({ ...restriction, includes }).replace(/^from /, "");
}

/** Gateways in one order and form: Okta writes a single address as a range of one. */
export function gatewayList(gateways: readonly string[]): string[] {
    return gateways
        .map((gateway) => {
            const [first, last] = gateway.split("-");
            return first !== undefined && first === last ? first : gateway;
        })
        .sort();
}
