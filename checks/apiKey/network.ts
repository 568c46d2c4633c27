import { memberOf, textOf, textsOfList } from "../../rules/json";
import type { TokenNetwork } from "./snapshot";

/** A token's network, from the state or from Okta: they name the lists of zones differently. */
export function tokenNetwork(network: unknown): TokenNetwork {
    const zones = (...names: readonly string[]): string[] =>
        names.flatMap((name) => textsOfList(memberOf(network, name))).sort();
    return {
        connection: textOf(network, "connection") ?? "ANYWHERE",
        includes: zones("includes", "include"),
        excludes: zones("excludes", "exclude"),
    };
}

/** A network in words; two that let in the same are the same words. */
export function describeNetwork({ connection, includes, excludes }: TokenNetwork): string {
    const zones = connection === "ANYWHERE" || includes.length === 0 ? ["anywhere"] : includes;
    const but = excludes.length === 0 ? "" : ` but not from ${excludes.join(", ")}`;
    return `from ${zones.join(", ")}${but}`;
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
