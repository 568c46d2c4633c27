import type { StackSnapshot } from "../state/stackSnapshot";
import { expectedServiceUsers } from "../apiKey/state";
import type { ExpectedResources } from "./snapshot";
import { expectedIntegrations } from "../marketplace/state";
import { expectedApps } from "../oauth/state";

/** Picks out of a stack's state what `doctor` looks at. */
export function expectedResources(stack: StackSnapshot): ExpectedResources {
    return {
        apps: expectedApps(stack),
        integrations: expectedIntegrations(stack),
        apiKeys: expectedServiceUsers(stack),
    };
}
