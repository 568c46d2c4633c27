import { textOf, textsOfList } from "../../rules/json";
import { INTEGRATION_TYPES } from "../../rules/methods";
import { OktaType } from "../../rules/resourceTypes";
import { expectedResource } from "../drift/expected";
import { restrictionIn } from "../network/restriction";
import { expectedZone } from "../network/zone";
import {
    nameOf,
    programConfig,
    type StackSnapshot,
    type StateResource,
} from "../state/stackSnapshot";
import type { ExpectedServiceUser } from "./snapshot";

/** Picks the service users of the API key method out of a stack's state. */
export function expectedServiceUsers(stack: StackSnapshot): ExpectedServiceUser[] {
    const isConfigured = ["method", "keepMethod"].some(
        (key) => programConfig(stack, key) === "api-key",
    );
    const tokenConfig = ["apiTokenId", "apiKey"].filter((key) => programConfig(stack, key));
    return stack.resources
        .filter(({ type }) => type === INTEGRATION_TYPES["api-key"])
        .flatMap((component) => {
            const { urn } = component;
            const children = stack.resources.filter(({ parent }) => parent === urn);
            const child = (wanted: string): StateResource | undefined =>
                children.find(({ type }) => type === wanted);
            const user = child(OktaType.User);
            return user === undefined
                ? []
                : [
                      {
                          name: nameOf(urn),
                          user: {
                              ...expectedResource(user, stack),
                              id: user.id ?? "",
                              login: textOf(user.outputs, "login") ?? "",
                          },
                          ...rolesOf(child(OktaType.UserRoles), stack),
                          zone: expectedZone(component, stack),
                          ...tokenOf(child(OktaType.ApiToken), stack),
                          tokenConfig,
                          isConfigured,
                      },
                  ];
        });
}

function rolesOf(
    roles: StateResource | undefined,
    stack: StackSnapshot,
): Pick<ExpectedServiceUser, "roles"> {
    return roles === undefined
        ? {}
        : {
              roles: {
                  ...expectedResource(roles, stack),
                  types: textsOfList(roles.outputs["adminRoles"]),
              },
          };
}

function tokenOf(
    token: StateResource | undefined,
    stack: StackSnapshot,
): Pick<ExpectedServiceUser, "token"> {
    if (token === undefined) {
        return {};
    }
    const network = restrictionIn(token.outputs["network"]);
    return { token: { ...expectedResource(token, stack), id: token.id ?? "", network } };
}
