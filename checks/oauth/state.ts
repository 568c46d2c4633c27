import { listOf, textOf, textsOf, textsOfList } from "../../rules/json";
import { OktaType } from "../../rules/resourceTypes";
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
            return {
                ...expectedResource(app, { resources }),
                id,
                clientId,
                label: textOf(app.outputs, "label") ?? "",
                kids: textsOf(listOf(app.outputs["jwks"]), "kid"),
                scopes: resources
                    .filter((each) => each.type === OktaType.AppScopes && of(each, "appId") === id)
                    .map((each) => ({
                        ...expectedResource(each, { resources }),
                        scopes: textsOfList(each.outputs["scopes"]),
                    })),
                roles: resources
                    .filter(
                        (each) =>
                            each.type === OktaType.AppRole && of(each, "clientId") === clientId,
                    )
                    .map((each) => ({
                        ...expectedResource(each, { resources }),
                        id: each.id ?? "",
                        type: of(each, "type") ?? "",
                    })),
            };
        });
}

function of(resource: StateResource, name: string): string | undefined {
    return textOf(resource.outputs, name);
}
