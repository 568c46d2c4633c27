import { Checked, checkedValue, InputProblem, show } from "./problem";

/**
 * Rezonate's entry in Okta's catalogue. UNCONFIRMED: Rezonate's guide gives the title "Rezonate
 * Security", not the name in the catalogue.
 */
export const REZONATE_TYPE = "rezonatesecurity";

/**
 * Checks the type of an API service integration, by default Rezonate's, and the number of its
 * client secret, by default 1.
 */
export function checkMarketplace(wanted: {
    readonly integrationType?: unknown;
    readonly secretGeneration?: unknown;
}): Checked<{ integrationType: string; secretGeneration: number }> {
    const integrationType: unknown = wanted.integrationType ?? REZONATE_TYPE;
    const secretGeneration: unknown = wanted.secretGeneration ?? 1;
    const faults: InputProblem[] = [];
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
        integrationType: integrationType as string,
        secretGeneration: secretGeneration as number,
    };
    return checkedValue(value, faults);
}

/** What to do after Okta did not take an integration; undefined where the answer says it by itself. */
export function explainRefusal(answer: string, type: unknown): string | undefined {
    if (/\b403\b/.test(answer)) {
        return (
            "Okta lets only a super administrator install an API service integration; an OAuth " +
            "app also needs the scope okta.oauthIntegrations.manage. Give the okta provider such credentials."
        );
    }
    return /\b400\b/.test(answer)
        ? `Okta did not take an API service integration of type ${show(type)}. Either its ` +
              `catalogue has none of this name: take the name from the address of the entry's ` +
              `page (Admin Console, Applications > API Service Integrations > Add Integration) ` +
              `and set integrationType. Or the entry does not offer all of these scopes: set ` +
              `scopes to those that its page lists. Or your org has one already and Okta takes ` +
              `no second: revoke it there once nobody uses it. What worked before still does; ` +
              `the method oauth depends on none of this.`
        : undefined;
}
