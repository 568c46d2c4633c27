import { textOf, textsOfList } from "../../json";
import { programConfig, type StackFacts, type StateResource } from "../../stack/readStack";
import { inState, nameOf } from "../inState";
import type { ApiKeyInState } from "./facts";
import { gatewayList, tokenNetwork } from "./network";

const COMPONENT = "rezonate-okta:index:ApiKeyIntegration";
const USER = "okta:user/user:User";
const ROLES = "okta:index/userAdminRoles:UserAdminRoles";
const ZONE = "okta:network/zone:Zone";
const TOKEN = "okta:index/apiToken:ApiToken";

/** Picks the service users of the API key method out of a stack's state. */
export function apiKeysInState(stack: StackFacts): ApiKeyInState[] {
    const tokenConfig = ["apiTokenId", "apiKey"].filter((key) => programConfig(stack, key));
    return stack.resources
        .filter(({ type }) => type === COMPONENT)
        .flatMap(({ urn }) => {
            const children = stack.resources.filter(({ parent }) => parent === urn);
            const child = (wanted: string): StateResource | undefined =>
                children.find(({ type }) => type === wanted);
            const user = child(USER);
            return user === undefined
                ? []
                : [
                      {
                          name: nameOf(urn),
                          user: {
                              ...inState(user),
                              id: user.id ?? "",
                              login: textOf(user.outputs, "login") ?? "",
                          },
                          ...rolesOf(child(ROLES)),
                          ...zoneOf(child(ZONE)),
                          ...tokenOf(child(TOKEN)),
                          tokenConfig,
                      },
                  ];
        });
}

function rolesOf(roles: StateResource | undefined): Pick<ApiKeyInState, "roles"> {
    return roles === undefined
        ? {}
        : { roles: { ...inState(roles), types: textsOfList(roles.outputs["adminRoles"]) } };
}

function zoneOf(zone: StateResource | undefined): Pick<ApiKeyInState, "zone"> {
    if (zone === undefined) {
        return {};
    }
    const name = textOf(zone.outputs, "name") ?? "";
    const gateways = gatewayList(textsOfList(zone.outputs["gateways"]));
    return { zone: { ...inState(zone), id: zone.id ?? "", name, gateways } };
}

function tokenOf(token: StateResource | undefined): Pick<ApiKeyInState, "token"> {
    if (token === undefined) {
        return {};
    }
    const network = tokenNetwork(token.outputs["network"]);
    return { token: { ...inState(token), id: token.id ?? "", network } };
}
