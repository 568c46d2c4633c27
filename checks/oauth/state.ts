import { childName } from "../../rules/childNames";
import { customRolesFor, type WantedCustomRole } from "../../rules/customRoles";
import { listOf, textOf, textsOf, textsOfList } from "../../rules/json";
import { INTEGRATION_TYPES } from "../../rules/methods";
import { OktaType, SERVICE_APP_TYPE } from "../../rules/resourceTypes";
import { AdminRole, READ_ONLY_ROLES, roleName } from "../../rules/roles";
import { expectedResource } from "../drift/expected";
import { restrictionIn } from "../network/restriction";
import { expectedZone } from "../network/zone";
import { nameOf, type StackSnapshot, type StateResource } from "../state/stackSnapshot";
import type { ExpectedApp } from "./snapshot";

/** Picks the service apps out of a stack's state, each with its scopes and roles. */
export function expectedApps({ resources }: Pick<StackSnapshot, "resources">): ExpectedApp[] {
    return resources
        .filter(
            ({ type, outputs }) => type === OktaType.App && textOf(outputs, "type") === "service",
        )
        .map((app) => {
            const id = app.id ?? "";
            const clientId = textOf(app.outputs, "clientId") ?? id;
            const component = resources.find(
                ({ type, urn }) => type === SERVICE_APP_TYPE && urn === app.parent,
            );
            const roles = resources
                .filter(
                    (each) => each.type === OktaType.AppRole && of(each, "clientId") === clientId,
                )
                .map((each) => ({
                    ...expectedResource(each, { resources }),
                    id: each.id ?? "",
                    type: roleName(
                        of(each, "type") ?? "",
                        of(each, "role"),
                        of(each, "resourceSet"),
                    ),
                }));
            return {
                ...expectedResource(app, { resources }),
                id,
                clientId,
                label: textOf(app.outputs, "label") ?? "",
                kids: textsOf(listOf(app.outputs["jwks"]), "kid"),
                jwksUri: textOf(app.outputs, "jwksUri") || undefined,
                network: restrictionIn(app.outputs["network"]),
                zone: component && expectedZone(component, { resources }),
                scopes: resources
                    .filter((each) => each.type === OktaType.AppScopes && of(each, "appId") === id)
                    .map((each) => ({
                        ...expectedResource(each, { resources }),
                        scopes: textsOfList(each.outputs["scopes"]),
                    })),
                roles,
                missingRoles: [
                    ...(component === undefined ? [] : wantedRoles(component)).filter(
                        (wanted) => !roles.some(({ type }) => type === wanted),
                    ),
                    ...missingCustomRoles({ resources }, clientId),
                ],
            };
        });
}

/** The admin roles that a ServiceApp's inputs in the state ask for. */
export function wantedRoles({ inputs }: StateResource): readonly string[] {
    return inputs["roles"] === undefined ? READ_ONLY_ROLES : textsOfList(inputs["roles"]);
}

/** What an integration of a stack asks for beside standard roles, and for which app. */
interface IntegrationRoles {
    readonly integration: StateResource;
    readonly clientId: string;
    readonly scopes: readonly string[];
    readonly roles: readonly WantedCustomRole[];
}

/** The custom admin roles that the integrations of a stack ask for. */
export function customRolesOf({ resources }: Pick<StackSnapshot, "resources">): IntegrationRoles[] {
    return resources
        .filter(({ type }) => type === INTEGRATION_TYPES.oauth)
        .flatMap((integration) => {
            const component = resources.find(
                ({ type, parent }) => type === SERVICE_APP_TYPE && parent === integration.urn,
            );
            const app = resources.find(
                ({ type, parent }) => type === OktaType.App && parent === component?.urn,
            );
            if (component === undefined || app === undefined) {
                return [];
            }
            const { remediation, adminVisibility } = integration.inputs;
            const { visibilityGroups, visibilityApps } = integration.inputs;
            // Before there was a custom role for it, an integration had USER_ADMIN for remediation.
            const byUserAdmin = wantedRoles(component).includes(AdminRole.UserAdmin);
            return [
                {
                    integration,
                    clientId: of(app, "clientId") ?? app.id ?? "",
                    scopes: textsOfList(component.inputs["scopes"]),
                    roles: customRolesFor({
                        remediation: remediation === true && !byUserAdmin,
                        adminVisibility: adminVisibility === true,
                        visibilityGroups,
                        visibilityApps,
                    }),
                },
            ];
        });
}

/** The labels of an app's custom roles whose assignment the state does not have. */
function missingCustomRoles(
    stack: Pick<StackSnapshot, "resources">,
    appClientId: string,
): string[] {
    return customRolesOf(stack)
        .filter(({ clientId }) => clientId === appClientId)
        .flatMap(({ integration, clientId, roles }) =>
            roles
                .filter(({ topic }) => {
                    const name = childName.customAssignment(nameOf(integration.urn), topic);
                    return !stack.resources.some(
                        ({ urn, parent }) => parent === integration.urn && nameOf(urn) === name,
                    );
                })
                .map(({ label }) => label(clientId)),
        );
}

function of(resource: StateResource, name: string): string | undefined {
    return textOf(resource.outputs, name);
}
