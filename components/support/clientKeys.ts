import * as pulumi from "@pulumi/pulumi";

import { asSigningJwk, type SigningJwk } from "../../rules/jwk";
import type { ServiceApp, ServiceAppArgs } from "../serviceApp";
import { eachPublicJwk, SigningKeys, type SigningKeysArgs } from "../signingKeys";

/** Whose keys an integration is to trust: generated ones, those that the vendor holds, or both. */
export interface ClientKeysArgs {
    readonly keys?: SigningKeysArgs;
    readonly publicJwks?: ServiceAppArgs["jwks"];
    readonly jwksUri?: pulumi.Input<string>;
}

/** The keys of an integration. */
export interface ClientKeys {
    /** What the app is given. */
    readonly trusted: Pick<ServiceAppArgs, "jwks" | "jwksUri">;
    /** The generated keys; undefined where the vendor holds all. */
    readonly own?: SigningKeys;
    /** The public keys that are known here: none behind a jwksUri. */
    readonly publicJwks: pulumi.Output<SigningJwk[]>;
}

/** True where keys are generated: they are asked for, or nobody else holds one. */
export function areGenerated({ keys, publicJwks, jwksUri }: ClientKeysArgs): boolean {
    return keys !== undefined || (publicJwks === undefined && jwksUri === undefined);
}

/** Makes the generated keys where there are to be any, and puts them beside the vendor's. */
export function clientKeysOf(
    parent: pulumi.Resource,
    name: string,
    args: ClientKeysArgs,
    vendorJwks: pulumi.Output<readonly SigningJwk[] | undefined>,
): ClientKeys {
    const own = areGenerated(args) ? new SigningKeys(name, args.keys, { parent }) : undefined;
    const held = vendorJwks.apply((all) => (all ?? []).map(asSigningJwk));
    const publicJwks =
        own === undefined
            ? held
            : pulumi
                  .all([own.publicJwks, held])
                  .apply(([made, all]) => [...((made as SigningJwk[] | undefined) ?? []), ...all]);
    if (args.jwksUri !== undefined) {
        return { trusted: { jwksUri: args.jwksUri }, publicJwks };
    }
    const each = own === undefined ? [] : eachPublicJwk(own);
    if (args.publicJwks === undefined) {
        return { trusted: { jwks: each }, own, publicJwks: own?.publicJwks ?? publicJwks };
    }
    // How many there are is known only of a list: behind an Output there may be any number.
    const jwks: ServiceAppArgs["jwks"] = Array.isArray(args.publicJwks)
        ? [
              ...each,
              ...args.publicJwks.map((_, index) => held.apply((all) => all[index] as SigningJwk)),
          ]
        : publicJwks;
    return { trusted: { jwks }, own, publicJwks };
}

/** A value that is there, and that others get, only after the app was made or updated. */
export function onceTrusted<T>(value: pulumi.Output<T>, app: ServiceApp): pulumi.Output<T> {
    return pulumi.all([value, app.applicationId]).apply(([known]) => known as T);
}
