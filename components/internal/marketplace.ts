import { Checked, Fault, checkedValue, show } from "./fault";

/** Checks the type of an API service integration, and which of its client secrets is wanted. */
export function checkMarketplace(wanted: {
    readonly integrationType: unknown;
    readonly secretGeneration: unknown;
}): Checked<{ integrationType: string; secretGeneration: number }> {
    const { integrationType, secretGeneration } = wanted;
    const faults: Fault[] = [];
    if (typeof integrationType !== "string" || !/^[a-z0-9_]{1,100}$/.test(integrationType)) {
        const reason =
            `got ${show(integrationType)}; wanted the name of an API service integration in ` +
            `Okta's catalogue: a-z, 0-9 and _. Leave it out for Rezonate's.`;
        faults.push({ propertyPath: "integrationType", reason });
    }
    if (!Number.isInteger(secretGeneration) || Number(secretGeneration) < 1) {
        const reason =
            `got ${show(secretGeneration)}; wanted a whole number from 1. Add one to the number ` +
            `you have for a new secret.`;
        faults.push({ propertyPath: "secretGeneration", reason });
    }
    const value = {
        integrationType: String(integrationType),
        secretGeneration: Number(secretGeneration),
    };
    return checkedValue(value, faults);
}
