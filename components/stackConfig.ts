import * as pulumi from "@pulumi/pulumi";

import type { ApiKeyIntegrationArgs } from "./apiKeyIntegration";
import type { MarketplaceIntegrationArgs } from "./marketplaceIntegration";
import type { OAuthIntegrationArgs } from "./oauthIntegration";

/** The ways in which Rezonate gets into an org. */
export const METHODS = ["oauth", "marketplace", "api-key"] as const;

/** One of the ways. */
export type Method = (typeof METHODS)[number];

/** What a stack's configuration asks for. */
export interface StackConfig {
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

/** Reads the configuration of a stack of the program in this repository; Pulumi.yaml lists its keys. */
export function stackConfig(config = new pulumi.Config()): StackConfig {
    const text = (key: string) => config.get(key) || undefined;
    const list = (key: string) => config.getObject<string[]>(key);
    const method = config.get("method", { allowedValues: [...METHODS] }) ?? "oauth";
    const kept = text("keepMethod") && config.get("keepMethod", { allowedValues: [...METHODS] });
    const org = { oktaDomain: config.require("oktaDomain"), tenantId: text("tenantId") };
    const scopes = { scopes: list("scopes"), allowedManageScopes: list("allowedManageScopes") };
    const remediation = config.getBoolean("remediation");
    if (remediation && method !== "oauth") {
        throw new pulumi.RunError(
            `remediation: got true with method ${method}; only oauth has it. Set it to false. ` +
                `With marketplace, allowedManageScopes does what it does for the scopes.`,
        );
    }
    return {
        methods: kept && kept !== method ? [method, kept] : [method],
        ...org,
        args: {
            oauth: {
                ...org,
                ...scopes,
                remediation,
                label: config.get("label"),
                verify: config.getBoolean("verify"),
                keys: {
                    algorithm: config.get("keyAlgorithm"),
                    rsaBits: config.getNumber("rsaBits"),
                    ecdsaCurve: config.get("ecdsaCurve"),
                },
            },
            marketplace: {
                ...org,
                ...scopes,
                integrationType: config.get("integrationType"),
                secretGeneration: config.getNumber("secretGeneration"),
                keepPreviousSecret: config.getBoolean("keepPreviousSecret"),
            },
            "api-key": {
                ...org,
                login: config.get("login") ?? "",
                email: text("email"),
                gateways: nonEmpty(list("gateways")),
                apiKey: secret(config, "apiKey"),
                apiTokenId: text("apiTokenId"),
            },
        },
    };
}

function nonEmpty(list: string[] | undefined): string[] | undefined {
    return list?.length ? list : undefined;
}

/** A secret value, or undefined where it is not set: a secret output would not tell. */
function secret(config: pulumi.Config, key: string): pulumi.Output<string> | undefined {
    const name = `${config.name}:${key}`;
    if (!pulumi.runtime.getConfig(name)) {
        return undefined;
    }
    // The engine names the keys of encrypted values there; Pulumi checks those with a type only.
    const encrypted = process.env.PULUMI_CONFIG_SECRET_KEYS;
    if (encrypted !== undefined && !(JSON.parse(encrypted) as string[]).includes(name)) {
        throw new pulumi.RunError(
            `${key}: it is in the stack's settings in clear, and wanted encrypted. Take it to be ` +
                `known: revoke it in Okta, create another, and pulumi config set --secret ${key}`,
        );
    }
    return config.getSecret(key);
}
