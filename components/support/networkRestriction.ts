import * as okta from "@pulumi/okta";
import type * as pulumi from "@pulumi/pulumi";

import { childName } from "../../rules/childNames";
import type { NetworkRestriction } from "../../rules/networkRestriction";

/** From where alone an app may get tokens. */
export interface NetworkArgs {
    /**
     * IP addresses, ranges or CIDRs that the app gets tokens from, and from nowhere else: a network
     * zone is made of them. Without them and zoneIds it gets tokens from anywhere.
     */
    readonly gateways?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Ids of network zones of the org, in the place of gateways: the app gets tokens from there, and
     * from nowhere else.
     */
    readonly zoneIds?: pulumi.Input<pulumi.Input<string>[]>;
}

/** Makes a network zone of addresses. Okta keeps a zone as long as something names it. */
export function networkZone(
    name: string,
    gateways: pulumi.Output<string[]>,
    opts: pulumi.CustomResourceOptions,
): okta.network.Zone {
    return new okta.network.Zone(childName.zone(name), { type: "IP", gateways }, opts);
}

/**
 * The network restriction of an app, with a zone of its own for its gateways; undefined where the
 * program has none, so that one that was set by hand is left alone.
 */
export function appNetwork(
    name: string,
    args: NetworkArgs,
    checked: pulumi.Output<NetworkRestriction>,
    opts: pulumi.CustomResourceOptions,
): okta.app.OAuthArgs["network"] {
    if (args.gateways !== undefined) {
        const zone = networkZone(
            name,
            checked.apply(({ gateways }) => [...(gateways ?? [])]),
            opts,
        );
        return { connection: "ZONE", includes: [zone.id] };
    }
    return args.zoneIds === undefined
        ? undefined
        : {
              connection: "ZONE",
              includes: checked.apply(({ zoneIds }) => [...(zoneIds ?? [])].sort()),
          };
}

/** Args of the same kind for a component below, which then finds nothing more to object to. */
export function checkedNetworkArgs(
    args: NetworkArgs,
    checked: pulumi.Output<NetworkRestriction>,
): NetworkArgs {
    const listOf = (key: keyof NetworkArgs) =>
        args[key] && checked.apply((network) => [...(network[key] ?? [])]);
    return { gateways: listOf("gateways"), zoneIds: listOf("zoneIds") };
}
