import { listOf, textOf, textsOf } from "../../json";
import type { StackFacts, StateResource } from "../../stack/readStack";
import { inState } from "../inState";
import type { IntegrationInState } from "./facts";

const COMPONENT = "rezonate-okta:index:MarketplaceIntegration";
const INTEGRATION = "okta:index/apiServiceIntegration:ApiServiceIntegration";
const SECRET = "pulumi-nodejs:dynamic:Resource";

/** Picks the Marketplace integrations out of a stack's state. */
export function integrationsInState({ resources }: StackFacts): IntegrationInState[] {
    const components = resources.filter(({ type }) => type === COMPONENT).map(({ urn }) => urn);
    return resources
        .filter(({ type, parent }) => type === INTEGRATION && components.includes(parent ?? ""))
        .map((integration) => ({
            ...inState(integration),
            id: integration.id ?? "",
            type: textOf(integration.outputs, "type") ?? "",
            scopes: textsOf(listOf(integration.outputs["grantedScopes"]), "scope"),
            ...secretOf(integration, resources),
        }));
}

function secretOf(
    integration: StateResource,
    resources: readonly StateResource[],
): Pick<IntegrationInState, "secret"> {
    const found = resources.find(
        ({ type, outputs }) =>
            type === SECRET && textOf(outputs, "integrationId") === integration.id,
    );
    if (found === undefined) {
        return {};
    }
    const { outputs } = found;
    const previousId = textOf(outputs, "previousSecretId") || undefined;
    return { secret: { ...inState(found), id: textOf(outputs, "secretId") ?? "", previousId } };
}
