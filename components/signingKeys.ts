import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";

import { privateJwk, publicJwk, type SigningJwk } from "../rules/jwk";
import { checkKeySettings, EcdsaCurve, KeyAlgorithm } from "../rules/keySettings";
import { SIGNING_KEYS_TYPE } from "../rules/resourceTypes";
import { InputChecks } from "./support/inputs";
import { keepSecretsOutOfDebugLog } from "./support/secretLog";

export type { SigningJwk };

const TYPE = SIGNING_KEYS_TYPE;

/** What kind of key pair to make. */
export interface SigningKeysArgs {
    /** Algorithm of the key. Defaults to "RSA", which every OAuth client can sign with. */
    readonly algorithm?: pulumi.Input<KeyAlgorithm>;
    /** Size of an RSA key in bits: 2048, 3072 or 4096. Defaults to 2048. */
    readonly rsaBits?: pulumi.Input<number>;
    /** Curve of an ECDSA key. Defaults to "P256". */
    readonly ecdsaCurve?: pulumi.Input<EcdsaCurve>;
}

/**
 * A key pair that a client signs its assertions with (RFC 7523). The private half is kept in the
 * stack's state, encrypted, and is secret in every form.
 */
export class SigningKeys extends pulumi.ComponentResource {
    /** Key id: the RFC 7638 thumbprint of the key. */
    public readonly keyId: pulumi.Output<string>;
    /** The public keys to register with the authorization server. */
    public readonly publicJwks: pulumi.Output<SigningJwk[]>;
    /** The private key as PEM: PKCS#1 for RSA, SEC 1 for ECDSA. Secret. */
    public readonly privateKeyPem: pulumi.Output<string>;
    /** The private key as PKCS#8 PEM. Secret. */
    public readonly privateKeyPemPkcs8: pulumi.Output<string>;
    /** The private key as the JSON text of a JSON Web Key. Secret. */
    public readonly privateKeyJwk: pulumi.Output<string>;

    constructor(name: string, args: SigningKeysArgs = {}, opts?: pulumi.ComponentResourceOptions) {
        const inputs = new InputChecks(`${TYPE} "${name}"`);
        const { algorithm, rsaBits, ecdsaCurve } = args;
        const settings = inputs.check({ algorithm, rsaBits, ecdsaCurve }, checkKeySettings);
        inputs.throwIfInvalid();

        super(TYPE, name, args, inputs.options(opts));
        keepSecretsOutOfDebugLog();

        // Numbered, so that a second generation of the key can stand beside the first.
        const key = new tls.PrivateKey(
            `${name}-1`,
            {
                algorithm: settings.algorithm,
                rsaBits: settings.apply((chosen) => chosen.rsaBits),
                ecdsaCurve: settings.apply((chosen) => chosen.ecdsaCurve),
            },
            { parent: this },
        );
        const jwk = ifThere(key.publicKeyPem, publicJwk);

        this.keyId = jwk.kid;
        this.publicJwks = ifThere(jwk, (one) => [one]);
        this.privateKeyPem = pulumi.secret(key.privateKeyPem);
        this.privateKeyPemPkcs8 = pulumi.secret(key.privateKeyPemPkcs8);
        this.privateKeyJwk = ifThere(pulumi.secret(key.privateKeyPem), privateJwk);

        this.registerOutputs({
            keyId: this.keyId,
            publicJwks: this.publicJwks,
            privateKeyPem: this.privateKeyPem,
            privateKeyPemPkcs8: this.privateKeyPemPkcs8,
            privateKeyJwk: this.privateKeyJwk,
        });
    }
}

/** Applies a function to an output that an engine always has, and mocks of unit tests may leave out. */
function ifThere<T, R>(output: pulumi.Output<T>, use: (value: T) => R): pulumi.Output<R> {
    return output.apply((value) => (value === undefined ? undefined : use(value)) as R);
}
