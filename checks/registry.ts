import type { Method } from "../rules/methods";
import type { MethodAdoption } from "./adopt/method";
import { apiKeyAdoption } from "./apiKey/adopt";
import { apiKeyCredentials } from "./apiKey/credentials";
import { apiKeyDrift } from "./apiKey/drift";
import { serviceUserEvidence } from "./apiKey/evidence";
import { apiKeyRequirements } from "./apiKey/requirements";
import { zoneTwins } from "./apiKey/unrecorded";
import { apiKeyVerify } from "./apiKey/verify";
import type { DriftCheck } from "./drift/check";
import type { EvidenceSubjects } from "./evidence/subject";
import { marketplaceAdoption } from "./marketplace/adopt";
import { marketplaceCredentials } from "./marketplace/credentials";
import { marketplaceDrift } from "./marketplace/drift";
import { integrationEvidence } from "./marketplace/evidence";
import { marketplaceRequirements } from "./marketplace/requirements";
import { integrationTwins } from "./marketplace/twins";
import { integrationUsage } from "./marketplace/usage";
import { marketplaceVerify } from "./marketplace/verify";
import { oauthAdoption } from "./oauth/adopt";
import { oauthCredentials } from "./oauth/credentials";
import { oauthDrift } from "./oauth/drift";
import { appEvidence } from "./oauth/evidence";
import { noticesOf } from "./oauth/remediationEnd";
import { oauthRequirements } from "./oauth/requirements";
import { appTwins } from "./oauth/twins";
import { appUsage } from "./oauth/usage";
import { oauthVerify } from "./oauth/verify";
import type { Requirements } from "./requirements";
import { forStack } from "./stackCommands";
import { type Integration, integrationsOf } from "./state/integrations";
import type { StackSnapshot } from "./state/stackSnapshot";
import type { UsageSubjects } from "./usage/subject";
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
    /** Finds what the org has a second time, since a call that made it was sent twice. */
    readonly twins: DriftCheck;
    /** The clients of a stack whose use the System Log tells. */
    readonly usage: UsageSubjects;
    /** Remarks on what of an integration is about to end by itself. */
    readonly notices?: (stack: StackSnapshot, integration: Integration) => string[];
    /** What Rezonate signs in as, as a reviewer wants to see it. */
    readonly evidence: EvidenceSubjects;
    /** How a stack takes over what is in the org already. */
    readonly adoption: MethodAdoption;
}

/** Remarks on what of a stack's integrations, or of the one that is named, is about to end by itself. */
export function noticesIn(stack: StackSnapshot, wanted?: string): string[] {
    return integrationsOf(stack, wanted).flatMap((one) =>
        (registry[one.method].notices?.(stack, one) ?? []).map((text) =>
            forStack(`${one.name}: ${text}`, stack.location),
        ),
    );
}

/** The checks of every method: the only place that lists them. */
export const registry: Readonly<Record<Method, MethodChecks>> = {
    oauth: {
        requirements: oauthRequirements,
        credentials: oauthCredentials,
        verify: oauthVerify,
        drift: oauthDrift,
        twins: appTwins,
        usage: appUsage,
        evidence: appEvidence,
        notices: noticesOf,
        adoption: oauthAdoption,
    },
    marketplace: {
        requirements: marketplaceRequirements,
        credentials: marketplaceCredentials,
        verify: marketplaceVerify,
        drift: marketplaceDrift,
        twins: integrationTwins,
        usage: integrationUsage,
        evidence: integrationEvidence,
        adoption: marketplaceAdoption,
    },
    "api-key": {
        requirements: apiKeyRequirements,
        credentials: apiKeyCredentials,
        verify: apiKeyVerify,
        drift: apiKeyDrift,
        twins: zoneTwins,
        // An API key has no scopes, and the user's own sign-ins are in the log beside its calls.
        usage: () => [],
        evidence: serviceUserEvidence,
        adoption: apiKeyAdoption,
    },
} satisfies { readonly [M in Method]: MethodChecks<M> };
