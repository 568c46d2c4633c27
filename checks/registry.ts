import type { Method } from "../rules/methods";
import { apiKeyCredentials } from "./apiKey/credentials";
import { apiKeyDrift } from "./apiKey/drift";
import { apiKeyRequirements } from "./apiKey/requirements";
import { apiKeyVerify } from "./apiKey/verify";
import type { DriftCheck } from "./drift/check";
import { marketplaceCredentials } from "./marketplace/credentials";
import { marketplaceDrift } from "./marketplace/drift";
import { marketplaceRequirements } from "./marketplace/requirements";
import { marketplaceVerify } from "./marketplace/verify";
import { oauthCredentials } from "./oauth/credentials";
import { oauthDrift } from "./oauth/drift";
import { oauthRequirements } from "./oauth/requirements";
import { oauthVerify } from "./oauth/verify";
import type { Requirements } from "./requirements";
import type { Credential, MethodCredentials, MethodVerify } from "./verify/method";

/** What the checks know of one method. */
export interface MethodChecks<M extends Method = Method> {
    /** What the first `up` requires of the org and the provider credentials. */
    readonly requirements: Requirements;
    /** What is handed over to Rezonate. */
    readonly credentials: MethodCredentials<Credential<M>>;
    /** How the credentials are tried. */
    readonly verify: MethodVerify<Credential<M>>;
    /** Compares what a stack has made with its org. */
    readonly drift: DriftCheck;
}

/** The checks of every method: the only place that lists them. */
export const registry: Readonly<Record<Method, MethodChecks>> = {
    oauth: {
        requirements: oauthRequirements,
        credentials: oauthCredentials,
        verify: oauthVerify,
        drift: oauthDrift,
    },
    marketplace: {
        requirements: marketplaceRequirements,
        credentials: marketplaceCredentials,
        verify: marketplaceVerify,
        drift: marketplaceDrift,
    },
    "api-key": {
        requirements: apiKeyRequirements,
        credentials: apiKeyCredentials,
        verify: apiKeyVerify,
        drift: apiKeyDrift,
    },
} satisfies { readonly [M in Method]: MethodChecks<M> };
