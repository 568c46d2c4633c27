import type { Route } from "../route";
import { appRoutes } from "./apps";
import { clientRoleRoutes } from "./clientRoles";
import { grantRoutes } from "./grants";
import { groupRoutes } from "./groups";
import { internalRoutes } from "./internal";
import { policyRoutes } from "./policies";
import { tokenRoutes } from "./token";
import { userRoutes } from "./users";
import { wellKnownRoutes } from "./wellKnown";

/** Every endpoint of the org, by resource. */
export const routesByResource: Readonly<Record<string, readonly Route[]>> = {
    Apps: appRoutes,
    Grants: grantRoutes,
    "Client roles": clientRoleRoutes,
    "Internal app settings": internalRoutes,
    Policies: policyRoutes,
    Users: userRoutes,
    Groups: groupRoutes,
    "Token endpoint": tokenRoutes,
    Metadata: wellKnownRoutes,
};

export const routes: readonly Route[] = Object.values(routesByResource).flat();
