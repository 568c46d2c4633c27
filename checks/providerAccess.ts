import type { Method } from "../rules/methods";
import { AdminRole } from "../rules/roles";
import { registry } from "./registry";

/** The admin role of the provider credentials: only a Super Admin may grant scopes and assign roles. */
export const PROVIDER_ROLE = AdminRole.SuperAdmin;

/** What the provider credentials of a stack need. */
export interface ProviderAccess {
    /** The scopes of an OAuth app or an access token; an API token has none. */
    readonly scopes: string[];
    /** Standard admin roles. */
    readonly roles: string[];
}

/**
 * What the provider credentials need where a stack makes integrations by these methods, and whether
 * it makes network zones of gateways.
 */
export function providerAccess(methods: readonly Method[], makesZones = false): ProviderAccess {
    const scopes = methods.flatMap((method) => {
        const { scopes: always, zoneScopes = [] } = registry[method].requirements;
        return makesZones ? [...always, ...zoneScopes] : always;
    });
    return { scopes: [...new Set(scopes)], roles: [PROVIDER_ROLE] };
}
