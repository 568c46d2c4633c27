import * as pulumi from "@pulumi/pulumi";

import { memberOf, textOf } from "../../rules/json";
import { hasRemediationRole, remediationLabel, RemediationRole } from "../../rules/remediation";
import { CUSTOM_ROLE } from "../../rules/roles";
import { messageOf } from "../../rules/userError";
import { type AppUpdate, BeforeUpdate } from "./beforeUpdate";

/**
 * Has the role of remediation taken from the app before anything else changes, where a program no
 * longer asks for it. Pulumi deletes last what a program has dropped: the scopes would go before,
 * and tokens that were given out keep them for an hour, while the role ends at once.
 */
export function remediationEnd(label: string): BeforeUpdate {
    return new BeforeUpdate(label, "remediation", async (update) => {
        const before = asRemediation(update.before);
        if (before.remediation && !asRemediation(update.after).remediation) {
            await takeRole(update, hasRemediationRole(before)).catch((error: unknown) =>
                pulumi.log.warn(
                    `The role of remediation could not be taken away first: ${messageOf(error)} The rest of this up takes it away.`,
                    update.component,
                ),
            );
        }
    });
}

// What is not there any more the okta plugin takes for deleted.
async function takeRole(
    { applicationId: clientId, call }: AppUpdate,
    isCustom: boolean,
): Promise<void> {
    const path = `/oauth2/v1/clients/${encodeURIComponent(clientId)}/roles`;
    const assigned = await call<unknown>({ method: "GET", path, scope: SCOPE });
    for (const one of Array.isArray(assigned) ? (assigned as unknown[]) : []) {
        const isOurs = isCustom
            ? memberOf(one, "type") === CUSTOM_ROLE &&
              memberOf(one, "label") === remediationLabel(clientId)
            : memberOf(one, "type") === RemediationRole.UserAdmin;
        if (isOurs) {
            const id = encodeURIComponent(textOf(one, "id") ?? "");
            await call({ method: "DELETE", path: `${path}/${id}`, scope: SCOPE });
        }
    }
}

const SCOPE = "okta.roles.manage";

function asRemediation(inputs: unknown): { remediation: boolean; remediationRole?: string } {
    const remediationRole = textOf(inputs, "remediationRole");
    return {
        remediation: memberOf(inputs, "remediation") === true,
        ...(remediationRole !== undefined && { remediationRole }),
    };
}
