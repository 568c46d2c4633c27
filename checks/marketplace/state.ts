import { listOf, textOf, textsOf } from "../../rules/json";
import { INTEGRATION_TYPES } from "../../rules/methods";
import { OktaType } from "../../rules/resourceTypes";
import { expectedResource } from "../drift/expected";
import type { StackSnapshot, StateResource } from "../state/stackSnapshot";
import type { ExpectedIntegration } from "./snapshot";

const SECRET = "pulumi-nodejs:dynamic:Resource";

/** Picks the Marketplace integrations out of a stack's state. */
export function expectedIntegrations({ resources }: StackSnapshot): ExpectedIntegration[] {
    const components = resources
        .filter(({ type }) => type === INTEGRATION_TYPES.marketplace)
        .map(({ urn }) => urn);
    return resources
        .filter(
            ({ type, parent }) =>
                type === OktaType.ServiceIntegration && components.includes(parent ?? ""),
        )
        .map((integration) => ({
            ...expectedResource(integration, { resources }),
            id: integration.id ?? "",
            type: textOf(integration.outputs, "type") ?? "",
            scopes: textsOf(listOf(integration.outputs["grantedScopes"]), "scope"),
            ...secretOf(integration, resources),
        }));
}

function secretOf(
    integration: StateResource,
    resources: readonly StateResource[],
): Pick<ExpectedIntegration, "secret"> {
    const found = resources.find(
        ({ type, outputs }) =>
            type === SECRET && textOf(outputs, "integrationId") === integration.id,
    );
    if (found === undefined) {
        return {};
    }
    const { outputs } = found;
    const previousId = textOf(outputs, "previousSecretId") || undefined;
    return {
        secret: {
            ...expectedResource(found, { resources }),
            id: textOf(outputs, "secretId") ?? "",
            previousId,
        },
    };
}
