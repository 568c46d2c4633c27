import * as pulumi from "@pulumi/pulumi";

import { asSigningJwk, type SigningJwk } from "../../rules/jwk";
import { checkKeyGenerations } from "../../rules/keyGenerations";
import { checkKeySettings } from "../../rules/keySettings";
import type { ServiceApp, ServiceAppArgs, ServiceAppJwk } from "../serviceApp";
import { eachPublicJwk, SigningKeys, type SigningKeysArgs } from "../signingKeys";
import type { InputChecks } from "./inputs";

/** Whose keys an integration is to trust: generated ones, those that the vendor holds, or both. */
export interface ClientKeysArgs {
    /**
     * Generations of the key that the app trusts, and which one is handed over. Defaults to one
     * RSA key with 2048 bits, and to none beside publicJwks or jwksUri.
     */
    readonly keys?: SigningKeysArgs;
    /**
     * Public keys whose private halves Rezonate holds: then no private key exists here. Beside
     * keys, the app trusts both. Defaults to none.
     */
    readonly publicJwks?: pulumi.Input<pulumi.Input<ServiceAppJwk>[]>;
    /**
     * Address (https) of a key set that Rezonate hosts, in the place of any other keys. Defaults to
     * none.
     */
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

/** Checks what generated keys are to be; the prefix says which arg of the component it is. */
export function checkKeys(inputs: InputChecks, keys: SigningKeysArgs = {}, prefix = "keys."): void {
    inputs.check(keys, (known) => checkKeySettings(known, prefix));
    inputs.checkPlain(checkKeyGenerations(keys, prefix));
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
