import { Checked, checkedValue, InputProblem, show } from "./problem";

/**
 * Rezonate's entry in Okta's catalogue. UNCONFIRMED: Rezonate's guide gives the title "Rezonate
 * Security", not the name in the catalogue.
 */
export const REZONATE_TYPE = "rezonatesecurity";

/** The other name that Okta's own rule for names in the catalogue would give. */
const OTHER_REZONATE_TYPE = "rezonate_security";

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

/** A client secret of an integration, as Okta lists it. */
export interface ListedSecret {
    readonly id: string;
    readonly status: string;
    readonly created?: string | null | undefined;
    readonly secret_hash?: string | null | undefined;
}

/**
 * Why an integration gets no further client secret, and the lines that make room; undefined where
 * there is room. Uses nothing from outside, since Pulumi serializes it with the dynamic provider.
 *
 * @param address Address of the org, for the lines.
 */
export function noRoomForSecret(
    integrationId: string,
    secrets: readonly ListedSecret[],
    address: URL,
): string | undefined {
    if (secrets.length < 2) {
        return undefined;
    }
    // Part of a line for a shell.
    const plain = (text: string | null | undefined): string =>
        (text || "unknown").replace(/[^\w.:-]/g, "?");
    const listed = secrets.map(
        ({ id, status, created, secret_hash }) =>
            `${plain(id)} (${plain(status)}, created ${plain(created)}, hash ${plain(secret_hash)})`,
    );
    const inactive = secrets.filter(({ status }) => status === "INACTIVE");
    const [which, deletable] =
        inactive.length > 0
            ? [`Nobody can use one that is INACTIVE.`, inactive]
            : [
                  `Okta does not say which one Rezonate uses. One that was created when an up was cut off, nobody has.`,
                  secrets,
              ];
    const lines = deletable.flatMap(({ id, status }) => {
        const path = `/integrations/api/v1/api-services/${plain(integrationId)}/credentials/secrets/${plain(id)}`;
        const send = (method: string, to: string): string =>
            `curl -sS --fail-with-body -X ${method} -H @- ${new URL(to, address).href} <<< "Authorization: SSWS $OKTA_API_TOKEN"`;
        return [
            `To delete ${plain(id)}:`,
            ...(status === "INACTIVE" ? [] : [send("POST", `${path}/lifecycle/deactivate`)]),
            send("DELETE", path),
        ];
    });
    return [
        `the integration ${plain(integrationId)} has two client secrets, which is all that Okta ` +
            `allows, and this stack has neither of them: ${listed.join(" and ")}. ${which} Delete ` +
            `one that is not in use, in the Admin Console under Applications > API Service ` +
            `Integrations or by the lines below, and run this again.`,
        ...lines,
    ].join("\n");
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
              `and set integrationType. Rezonate's is ${show(REZONATE_TYPE)} or ` +
              `${show(OTHER_REZONATE_TYPE)}: which one is not confirmed. Or the entry does not ` +
              `offer all of these scopes: set scopes to those that its page lists. Or your org ` +
              `has one already and Okta takes no second: take that one over, with its type and ` +
              `scopes, as \`npx rezonate-okta adopt\` does. What worked before still does; the ` +
              `method oauth depends on none of this.`
        : undefined;
}
