import { Checked, checkedValue, InputProblem, show } from "./problem";

/** What kind of key pair to make, in the terms of the tls provider. */
export interface KeySettings {
    readonly algorithm: string;
    readonly rsaBits?: number;
    readonly ecdsaCurve?: string;
}

const RSA_BITS = [2048, 3072, 4096];
const CURVES = ["P256", "P384"];

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

    if (algorithm !== "RSA" && algorithm !== "ECDSA") {
        refuse(
            "algorithm",
            `got ${show(algorithm)}; wanted "RSA" or "ECDSA". RSA fits everywhere.`,
        );
    }
    if (rsaBits !== undefined && !RSA_BITS.includes(rsaBits as number)) {
        refuse(
            "rsaBits",
            `got ${show(rsaBits)}; wanted ${RSA_BITS.join(", ")}. Okta takes none under 2048.`,
        );
    }
    if (ecdsaCurve !== undefined && !CURVES.includes(ecdsaCurve as string)) {
        refuse("ecdsaCurve", `got ${show(ecdsaCurve)}; wanted "P256" or "P384".`);
    }
    const settings =
        algorithm === "ECDSA"
            ? { algorithm, ecdsaCurve: (ecdsaCurve as string | undefined) ?? "P256" }
            : { algorithm: "RSA", rsaBits: (rsaBits as number | undefined) ?? 2048 };
    return checkedValue<KeySettings>(settings, faults);
}
