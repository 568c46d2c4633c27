import { isOneOf, oneOf } from "./closedSet";
import { Checked, checkedValue, InputProblem, show } from "./problem";

/** Algorithm of a key pair, by the name that the tls provider has for it. */
export const KeyAlgorithm = {
    /** RSA, signing by RS256. Every OAuth client can sign with it. */
    RSA: "RSA",
    /** Elliptic curves, signing by ES256 or ES384. */
    ECDSA: "ECDSA",
} as const;
export type KeyAlgorithm = (typeof KeyAlgorithm)[keyof typeof KeyAlgorithm];

/** Curve of an ECDSA key, by the name that the tls provider has for it. */
export const EcdsaCurve = {
    /** NIST P-256. */
    P256: "P256",
    /** NIST P-384. */
    P384: "P384",
} as const;
export type EcdsaCurve = (typeof EcdsaCurve)[keyof typeof EcdsaCurve];

/** What kind of key pair to make, in the terms of the tls provider. */
export interface KeySettings {
    readonly algorithm: KeyAlgorithm;
    readonly rsaBits?: number;
    readonly ecdsaCurve?: EcdsaCurve;
}

const RSA_BITS = [2048, 3072, 4096];

/**
 * Checks a choice of algorithm, size and curve, and fills in what was left open. The setting that
 * belongs to the other algorithm is checked, and otherwise without effect.
 */
export function checkKeySettings(
    given: { algorithm?: unknown; rsaBits?: unknown; ecdsaCurve?: unknown },
    prefix = "",
): Checked<KeySettings> {
    const { algorithm = "RSA", rsaBits, ecdsaCurve } = given;
    const faults: InputProblem[] = [];
    const refuse = (property: string, reason: string) =>
        faults.push({ propertyPath: prefix + property, reason });

    if (!isOneOf(KeyAlgorithm, algorithm)) {
        const wanted = `wanted ${oneOf(KeyAlgorithm)}. RSA fits everywhere.`;
        refuse("algorithm", `got ${show(algorithm)}; ${wanted}`);
    }
    if (rsaBits !== undefined && !RSA_BITS.includes(rsaBits as number)) {
        refuse(
            "rsaBits",
            `got ${show(rsaBits)}; wanted ${RSA_BITS.join(", ")}. Okta takes none under 2048.`,
        );
    }
    if (ecdsaCurve !== undefined && !isOneOf(EcdsaCurve, ecdsaCurve)) {
        refuse("ecdsaCurve", `got ${show(ecdsaCurve)}; wanted ${oneOf(EcdsaCurve)}.`);
    }
    const settings: KeySettings =
        algorithm === KeyAlgorithm.ECDSA
            ? { algorithm, ecdsaCurve: (ecdsaCurve as EcdsaCurve | undefined) ?? EcdsaCurve.P256 }
            : { algorithm: KeyAlgorithm.RSA, rsaBits: (rsaBits as number | undefined) ?? 2048 };
    return checkedValue(settings, faults);
}
