import * as pulumi from "@pulumi/pulumi";

import { forStack } from "../checks/stackCommands";
import type { AdoptedApp } from "../rules/adopt";
import { adoptFor } from "../rules/adoptConfig";
import type { AdoptedIntegration } from "../rules/adoptIntegration";
import type { AdoptedUser } from "../rules/adoptUser";
import type { EcdsaCurve, KeyAlgorithm } from "../rules/keySettings";
import type { Method } from "../rules/methods";
import type { RemediationRole } from "../rules/remediation";
import {
    argOfConfig,
    checkStackConfig,
    networkOf,
    parseStackConfig,
    type StackConfig,
} from "../rules/stackConfig";
import type { ApiKeyIntegrationArgs } from "./apiKeyIntegration";
import type { MarketplaceIntegrationArgs } from "./marketplaceIntegration";
import type { OAuthIntegrationArgs } from "./oauthIntegration";
import type { ServiceAppJwk } from "./serviceApp";
import { configSourceOf, providerProblemsIn } from "./support/configSource";

/** What a stack's configuration asks for. */
export interface ProgramConfig {
    /** The method that the stack's outputs are of, and where one is to be kept beside it, that one. */
    readonly methods: readonly [Method, ...Method[]];
    readonly oktaDomain: string;
    readonly tenantId?: string;
    /** The args of each method, whichever is asked for. */
    readonly args: {
        readonly oauth: OAuthIntegrationArgs;
        readonly marketplace: MarketplaceIntegrationArgs;
        readonly "api-key": ApiKeyIntegrationArgs;
    };
}

/**
 * Reads the configuration of a stack of the program in this repository; Pulumi.yaml lists its keys.
 *
 * @throws RunError with all that is wrong with it, before anything is registered.
 */
export function stackConfig(config = new pulumi.Config()): ProgramConfig {
    const wanted = parseStackConfig(configSourceOf(config));
    const { methods, problems: ofProgram } = checkStackConfig(wanted);
    const ofProvider = providerProblemsIn(new pulumi.Config("okta"));
    const problems = [...ofProgram, ...ofProvider];
    if (problems.length > 0) {
        // The SDK's own errors take it 20 seconds to print.
        const location = { stack: pulumi.getStack() };
        const count = problems.length === 1 ? "an input" : `${problems.length} inputs`;
        const lines = problems.map(
            ({ propertyPath, reason }) =>
                `  ${argOfConfig(propertyPath)}: ${forStack(reason, location)}`,
        );
        const heading = `The configuration of the stack cannot use ${count}:`;
        throw new pulumi.RunError([heading, ...lines].join("\n"));
    }
    const { oktaDomain = "", tenantId, adminVisibility, label, verify } = wanted;
    const { integrationType, secretGeneration, keepPreviousSecret } = wanted;
    const { login = "", email, apiKey, apiTokenId } = wanted;
    const network = networkOf(wanted);
    const org = { oktaDomain, tenantId };
    const scopes = {
        scopes: copyOf(wanted.scopes),
        allowedManageScopes: copyOf(wanted.allowedManageScopes),
    };
    const keys = {
        ...keySettingsOf(wanted),
        generations: copyOf(wanted.keyGenerations),
        current: wanted.currentKey,
    };
    // Beside keys that Rezonate holds, keys are generated only where generations are listed.
    const vendorHeld = wanted.publicJwks !== undefined || wanted.jwksUri !== undefined;
    const own = vendorHeld && wanted.keyGenerations === undefined ? {} : { keys };
    const vendorKeys = {
        publicJwks: copyOf(wanted.publicJwks) as ServiceAppJwk[] | undefined,
        jwksUri: wanted.jwksUri,
    };
    return {
        methods,
        ...org,
        args: {
            oauth: {
                ...org,
                ...scopes,
                ...remediationOf(wanted),
                gateways: copyOf(network.gateways),
                zoneIds: copyOf(network.zoneIds),
                adminVisibility,
                visibilityGroups: copyOf(wanted.visibilityGroups),
                visibilityApps: copyOf(wanted.visibilityApps),
                label,
                verify,
                ...own,
                ...vendorKeys,
                adopt: adoptFor("oauth", wanted.adopt) as AdoptedApp | undefined,
            },
            marketplace: {
                ...org,
                ...scopes,
                integrationType,
                secretGeneration,
                keepPreviousSecret,
                adopt: adoptFor("marketplace", wanted.adopt) as unknown as
                    AdoptedIntegration | undefined,
            },
            "api-key": {
                ...org,
                login,
                email,
                gateways: copyOf(network.gateways),
                // Undefined where it is not set, which a secret output would not tell.
                apiKey: apiKey && pulumi.secret(apiKey.value),
                apiTokenId,
                adopt: adoptFor("api-key", wanted.adopt) as unknown as AdoptedUser | undefined,
            },
        },
    };
}

function keySettingsOf({ keyAlgorithm, rsaBits, ecdsaCurve }: StackConfig) {
    return {
        algorithm: keyAlgorithm as KeyAlgorithm | undefined,
        rsaBits,
        ecdsaCurve: ecdsaCurve as EcdsaCurve | undefined,
    };
}

function remediationOf(wanted: StackConfig) {
    const { remediation, remediationRole, remediationGroups, remediationExcept } = wanted;
    const { remediationUntil, remediationApp } = wanted;
    return {
        remediation,
        remediationUntil,
        ...(remediationApp && {
            remediationApp,
            remediationKeys: {
                ...keySettingsOf(wanted),
                generations: copyOf(wanted.remediationKeyGenerations),
                current: wanted.remediationCurrentKey,
            },
        }),
        remediationRole: remediationRole as RemediationRole | undefined,
        remediationGroups: copyOf(remediationGroups),
        remediationExcept: copyOf(remediationExcept),
    };
}

function copyOf<T>(list: readonly T[] | undefined): T[] | undefined {
    return list && [...list];
}
