import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";

import { privateJwk, publicJwk, type SigningJwk } from "../rules/jwk";
import { checkKeyGenerations, settingsWarning } from "../rules/keyGenerations";
import { checkKeySettings, EcdsaCurve, KeyAlgorithm, type KeySettings } from "../rules/keySettings";
import { SIGNING_KEYS_TYPE } from "../rules/resourceTypes";
import { InputChecks } from "./support/inputs";
import { keepSecretsOutOfDebugLog } from "./support/secretLog";

export type { SigningJwk };

const TYPE = SIGNING_KEYS_TYPE;

/** Which keys there are, and what kind of key a new one is. */
export interface SigningKeysArgs {
    /**
     * Generations of the key, each a key of its own: whole numbers from 1. What is listed is
     * there, what is not is gone. [1], then [1, 2], then [2] is a rotation. Not an Input. Defaults
     * to [1].
     */
    readonly generations?: number[];
    /**
     * The listed generation that is handed over: the private key, and keyId. Not an Input.
     * Defaults to the highest.
     */
    readonly current?: number;
    /**
     * Algorithm of the generations made from now on; one that is there never changes. Defaults to
     * "RSA", which every OAuth client can sign with.
     */
    readonly algorithm?: pulumi.Input<KeyAlgorithm>;
    /** Size of a new RSA key in bits: 2048, 3072 or 4096. Defaults to 2048. */
    readonly rsaBits?: pulumi.Input<number>;
    /** Curve of a new ECDSA key. Defaults to "P256". */
    readonly ecdsaCurve?: pulumi.Input<EcdsaCurve>;
}

/**
 * The keys that a client signs its assertions with (RFC 7523): one key pair for each generation.
 * The private halves are kept in the stack's state, encrypted, and are secret in every form.
 */
export class SigningKeys extends pulumi.ComponentResource {
    /** Key id of the current generation: the RFC 7638 thumbprint of the key. */
    public readonly keyId: pulumi.Output<string>;
    /** Key id of each generation, by its number. */
    public readonly keyIds: pulumi.Output<Record<string, string>>;
    /** The public keys to register with the authorization server, in order of the generations. */
    public readonly publicJwks: pulumi.Output<SigningJwk[]>;
    /** The current private key as PEM: PKCS#1 for RSA, SEC 1 for ECDSA. Secret. */
    public readonly privateKeyPem: pulumi.Output<string>;
    /** The current private key as PKCS#8 PEM. Secret. */
    public readonly privateKeyPemPkcs8: pulumi.Output<string>;
    /** The current private key as the JSON text of a JSON Web Key. Secret. */
    public readonly privateKeyJwk: pulumi.Output<string>;

    /**
     * @throws InputPropertiesError that names all wrong args. What only an Output brings is refused
     *     in preview and up, once it is known.
     */
    constructor(name: string, args: SigningKeysArgs = {}, opts?: pulumi.ComponentResourceOptions) {
        const inputs = new InputChecks(`${TYPE} "${name}"`);
        const { algorithm, rsaBits, ecdsaCurve } = args;
        const settings = inputs.check({ algorithm, rsaBits, ecdsaCurve }, checkKeySettings);
        const listed = inputs.checkPlain(checkKeyGenerations(args));
        inputs.throwIfInvalid();

        super(TYPE, name, args, inputs.options(opts));

        const { generations, current } = listed;
        const keys = generations.map((each) => generationKey(this, name, each, settings));
        keepSecretsOutOfDebugLog(...keys.map((key) => key.privateKeyPem));
        const currentKey = keys[generations.indexOf(current)] as tls.PrivateKey;
        warnOfSettings(this, keys.at(-1) as tls.PrivateKey, settings, generations);
        const jwks = keys.map((key) => ifThere(key.publicKeyPem, publicJwk));
        jwksOf.set(this, jwks);

        this.keyId = ifThere(currentKey.publicKeyPem, (pem) => publicJwk(pem).kid);
        const known = pulumi
            .all(jwks)
            .apply((all: (SigningJwk | undefined)[]) =>
                all.includes(undefined) ? undefined : (all as SigningJwk[]),
            );
        this.keyIds = known.apply((all) =>
            Object.fromEntries(
                (all ?? []).map(({ kid }, index) => [String(generations[index]), kid]),
            ),
        );
        this.publicJwks = known as pulumi.Output<SigningJwk[]>;
        this.privateKeyPem = pulumi.secret(currentKey.privateKeyPem);
        this.privateKeyPemPkcs8 = pulumi.secret(currentKey.privateKeyPemPkcs8);
        this.privateKeyJwk = ifThere(pulumi.secret(currentKey.privateKeyPem), privateJwk);

        this.registerOutputs({
            keyId: this.keyId,
            keyIds: this.keyIds,
            publicJwks: this.publicJwks,
            privateKeyPem: this.privateKeyPem,
            privateKeyPemPkcs8: this.privateKeyPemPkcs8,
            privateKeyJwk: this.privateKeyJwk,
        });
    }
}

const jwksOf = new WeakMap<SigningKeys, readonly pulumi.Output<SigningJwk>[]>();

/**
 * The public keys one by one, in order of the generations: in a plan, a key that is not made yet
 * does not hide those that are there.
 */
export function eachPublicJwk(keys: SigningKeys): pulumi.Output<SigningJwk>[] {
    return [...(jwksOf.get(keys) ?? [])];
}

function generationKey(
    parent: SigningKeys,
    name: string,
    generation: number,
    settings: pulumi.Output<KeySettings>,
): tls.PrivateKey {
    return new tls.PrivateKey(
        `${name}-${generation}`,
        {
            algorithm: settings.algorithm,
            rsaBits: settings.apply((chosen) => chosen.rsaBits),
            ecdsaCurve: settings.apply((chosen) => chosen.ecdsaCurve),
        },
        // A client signs with this key: another setting must not replace it.
        { parent, ignoreChanges: ["algorithm", "rsaBits", "ecdsaCurve"] },
    );
}

function warnOfSettings(
    component: SigningKeys,
    newest: tls.PrivateKey,
    settings: pulumi.Output<KeySettings>,
    generations: readonly number[],
): void {
    const { algorithm, rsaBits, ecdsaCurve } = newest;
    pulumi.all([settings, algorithm, rsaBits, ecdsaCurve]).apply(([wanted, ...made]) => {
        const [algorithm, rsaBits, ecdsaCurve] = made;
        const generation = generations.at(-1) as number;
        const key = { generation, algorithm, rsaBits, ecdsaCurve };
        const warning = settingsWarning(key, wanted, generations);
        if (warning !== undefined) {
            void pulumi.log.warn(warning, component);
        }
    });
}

/** Applies a function to an output that an engine always has, and mocks of unit tests may leave out. */
function ifThere<T, R>(output: pulumi.Output<T>, use: (value: T) => R): pulumi.Output<R> {
    return output.apply((value) => (value === undefined ? undefined : use(value)) as R);
}
