import type { Method } from "../rules/methods";
import { apiKeyDrift } from "./apiKey/drift";
import { apiKeyRequirements } from "./apiKey/requirements";
import type { DriftCheck } from "./drift/check";
import { marketplaceDrift } from "./marketplace/drift";
import { marketplaceRequirements } from "./marketplace/requirements";
import { oauthDrift } from "./oauth/drift";
import { oauthRequirements } from "./oauth/requirements";
import type { Requirements } from "./requirements";

/** What preflight and doctor know of one method. */
export interface MethodChecks {
    /** What the first `up` requires of the org and the provider credentials. */
    readonly requirements: Requirements;
    /** Compares what a stack has made with its org. */
    readonly drift: DriftCheck;
}

/** The checks of every method: the only place that lists them. */
export const registry: Readonly<Record<Method, MethodChecks>> = {
    oauth: { requirements: oauthRequirements, drift: oauthDrift },
    marketplace: { requirements: marketplaceRequirements, drift: marketplaceDrift },
    "api-key": { requirements: apiKeyRequirements, drift: apiKeyDrift },
};
