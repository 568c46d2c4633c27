import * as pulumi from "@pulumi/pulumi";

import { memberOf, textOf } from "../../rules/json";
import type { OktaOrg } from "../../rules/oktaDomain";
import { hasRemediationRole, remediationLabel, RemediationRole } from "../../rules/remediation";
import { CUSTOM_ROLE } from "../../rules/roles";
import { messageOf } from "../../rules/userError";
import { hasEngine, inProgram, uniqueHookName, valueOf } from "./hooks";
import { callOktaApi, oktaApiTools } from "./oktaApi";
import { providerHostOf, providerSettingsOf } from "./providerSettings";

/**
 * Has the role of remediation taken from the app before anything else changes, where a program no
 * longer asks for it. Pulumi deletes last what a program has dropped: the scopes would go before,
 * and tokens that were given out keep them for an hour, while the role ends at once.
 */
export class RemediationEnd {
    private access: (() => Promise<Parameters<typeof callOktaApi>[0]>) | undefined;
    private component: pulumi.ComponentResource | undefined;

    constructor(private readonly label: string) {}

    /** Options of the integration. */
    options(opts: pulumi.ComponentResourceOptions): pulumi.ComponentResourceOptions {
        if (!hasEngine()) {
            return opts;
        }
        const end: pulumi.ResourceHookFunction = async ({ oldInputs, newInputs, oldOutputs }) => {
            const before = asRemediation(oldInputs);
            // A secret comes as an Output.
            const clientId = await valueOf(pulumi.output(memberOf(oldOutputs, "applicationId")));
            const isEnding = before.remediation && !asRemediation(newInputs).remediation;
            if (isEnding && typeof clientId === "string") {
                await this.takeRole(clientId, hasRemediationRole(before)).catch((error: unknown) =>
                    pulumi.log.warn(
                        `The role of remediation could not be taken away first: ${messageOf(error)} The rest of this up takes it away.`,
                        this.component,
                    ),
                );
            }
        };
        const name = uniqueHookName(`${this.label} remediation`);
        const hooks = { beforeUpdate: [new pulumi.ResourceHook(name, inProgram(end))] };
        return pulumi.mergeOptions(opts, { hooks });
    }

    /** Says whose credentials take the role away, and at which org. */
    readWith(component: pulumi.ComponentResource, org: pulumi.Output<OktaOrg>): void {
        this.component = component;
        const host = providerHostOf(component, org);
        const access = pulumi.output({ host, settings: providerSettingsOf(component) });
        this.access = () => valueOf(access);
    }

    // What is not there any more the okta plugin takes for deleted.
    private async takeRole(clientId: string, isCustom: boolean): Promise<void> {
        const access = await this.access?.();
        if (access === undefined) {
            return;
        }
        const path = `/oauth2/v1/clients/${encodeURIComponent(clientId)}/roles`;
        const call = (method: string, to: string) =>
            callOktaApi<unknown>(access, { method, path: to, scope: SCOPE }, oktaApiTools);
        const assigned = await call("GET", path);
        for (const one of Array.isArray(assigned) ? (assigned as unknown[]) : []) {
            const isOurs = isCustom
                ? memberOf(one, "type") === CUSTOM_ROLE &&
                  memberOf(one, "label") === remediationLabel(clientId)
                : memberOf(one, "type") === RemediationRole.UserAdmin;
            if (isOurs) {
                await call("DELETE", `${path}/${encodeURIComponent(textOf(one, "id") ?? "")}`);
            }
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
