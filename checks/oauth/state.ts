import { listOf, textOf, textsOf, textsOfList } from "../../rules/json";
import { OktaType, SERVICE_APP_TYPE } from "../../rules/resourceTypes";
import { READ_ONLY_ROLES, roleName } from "../../rules/roles";
import { expectedResource } from "../drift/expected";
import type { StackSnapshot, StateResource } from "../state/stackSnapshot";
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
                scopes: resources
                    .filter((each) => each.type === OktaType.AppScopes && of(each, "appId") === id)
                    .map((each) => ({
                        ...expectedResource(each, { resources }),
                        scopes: textsOfList(each.outputs["scopes"]),
                    })),
                roles,
                missingRoles: (component === undefined ? [] : wantedRoles(component)).filter(
                    (wanted) => !roles.some(({ type }) => type === wanted),
                ),
            };
        });
}

/** The admin roles that a ServiceApp's inputs in the state ask for. */
export function wantedRoles({ inputs }: StateResource): readonly string[] {
    return inputs["roles"] === undefined ? READ_ONLY_ROLES : textsOfList(inputs["roles"]);
}

function of(resource: StateResource, name: string): string | undefined {
    return textOf(resource.outputs, name);
}
