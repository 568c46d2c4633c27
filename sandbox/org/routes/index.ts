import type { Route } from "../route";
import { apiServiceRoutes } from "./apiServices";
import { apiTokenRoutes } from "./apiTokens";
import { appKeyRoutes } from "./appKeys";
import { appRoutes } from "./apps";
import { appSecretRoutes } from "./appSecrets";
import { clientRoleRoutes } from "./clientRoles";
import { clientRoutes } from "./clients";
import { grantRoutes } from "./grants";
import { groupMemberRoutes } from "./groupMembers";
import { groupRoutes } from "./groups";
import { iamRoleRoutes } from "./iamRoles";
import { internalRoutes } from "./internal";
import { logRoutes } from "./logs";
import { memberRoleRoutes } from "./memberRoles";
import { orgRoutes } from "./org";
import { policyRoutes } from "./policies";
import { principalRateLimitRoutes } from "./principalRateLimits";
import { resourceSetBindingRoutes } from "./resourceSetBindings";
import { resourceSetRoutes } from "./resourceSets";
import { securityRoutes } from "./security";
import { tokenRoutes } from "./token";
import { userLifecycleRoutes } from "./userLifecycle";
import { userReadRoutes } from "./userReads";
import { userRoutes } from "./users";
import { wellKnownRoutes } from "./wellKnown";
import { zoneRoutes } from "./zones";

/** Every endpoint of the org, by resource. */
export const routesByResource: Readonly<Record<string, readonly Route[]>> = {
    Metadata: wellKnownRoutes,
    "Token endpoint": tokenRoutes,
    Apps: appRoutes,
    "App keys": appKeyRoutes,
    "App secrets": appSecretRoutes,
    "App settings the plugin reaches": internalRoutes,
    Grants: grantRoutes,
    Clients: clientRoutes,
    "Client roles": clientRoleRoutes,
    "User and group roles": memberRoleRoutes,
    "Custom roles": iamRoleRoutes,
    "Resource sets": [...resourceSetRoutes, ...resourceSetBindingRoutes],
    Users: [...userRoutes, ...userLifecycleRoutes, ...userReadRoutes],
    Groups: [...groupRoutes, ...groupMemberRoutes],
    "Network zones": zoneRoutes,
    Policies: policyRoutes,
    "API service integrations": apiServiceRoutes,
    "API tokens": apiTokenRoutes,
    "Principal rate limits": principalRateLimitRoutes,
    "System Log": logRoutes,
    Org: orgRoutes,
    "Security settings": securityRoutes,
};

/** Every route of the sandbox. */
export const routes: readonly Route[] = Object.values(routesByResource).flat();
