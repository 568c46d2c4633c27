import * as pulumi from "@pulumi/pulumi";

import { findingsOf, hasEngine } from "./hooks";
import { providerSettingsOf } from "./providerSettings";

/** What the look at a service user's API token starts from. */
export interface ApiTokenInput {
    readonly host: pulumi.Output<string>;
    readonly userId: pulumi.Output<string>;
    readonly login: pulumi.Output<string>;
    /** Undefined where the record of the token is not adopted. */
    readonly apiTokenId?: string;
    readonly hasZone: boolean;
}

/**
 * Looks at the API token in each `up`, with the provider credentials, since the token itself would
 * be kept alive by the look. What a person should know becomes a warning: that the token ends soon
 * for want of use, or is not fenced in.
 */
export function warnAboutApiToken(
    component: pulumi.ComponentResource,
    { apiTokenId, hasZone, ...outputs }: ApiTokenInput,
): void {
    if (!hasEngine()) {
        return;
    }
    const known = pulumi.output({ ...outputs, settings: providerSettingsOf(component) });
    known.apply(async (subject) => {
        const remarks = await findingsOf(() => {
            const { apiTokenWarnings } =
                require("../../checks/apiKey/tokenWarnings") as typeof import("../../checks/apiKey/tokenWarnings");
            return apiTokenWarnings({ ...subject, apiTokenId, hasZone });
        });
        for (const remark of remarks) {
            await pulumi.log.warn(remark, component);
        }
    });
}
