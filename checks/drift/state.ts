import { expectedServiceUsers } from "../apiKey/state";
import { expectedIntegrations } from "../marketplace/state";
import { expectedApps } from "../oauth/state";
import type { StackSnapshot } from "../state/stackSnapshot";
import type { ExpectedResources } from "./snapshot";

/** Picks out of a stack's state what `doctor` looks at. */
export function expectedResources(stack: StackSnapshot): ExpectedResources {
    return {
        apps: expectedApps(stack),
        integrations: expectedIntegrations(stack),
        apiKeys: expectedServiceUsers(stack),
    };
}
