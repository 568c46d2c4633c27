import * as pulumi from "@pulumi/pulumi";

import type { ApiKeyIntegrationArgs } from "./apiKeyIntegration";
import { show } from "./internal/fault";
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
    const faults: string[] = [];
    const text = (key: string) => config.get(key) || undefined;
    const choice = (key: string) => {
        const named = text(key);
        const known = METHODS.find((method) => method === named);
        if (named !== undefined && known === undefined) {
            faults.push(
                `${key}: got ${show(named)}; wanted ${METHODS.join(", ")}. Set one of them.`,
            );
        }
        return known;
    };
    const list = (key: string) => {
        const value = listIn(text(key));
        if (value === "none") {
            faults.push(
                `${key}: got ${show(text(key))}; wanted a list. Set it as JSON, or item by item: ` +
                    `pulumi config set --path '${key}[0]' VALUE`,
            );
            return undefined;
        }
        return value;
    };
    const method = choice("method") ?? "oauth";
    const kept = choice("keepMethod");
    const org = { oktaDomain: config.require("oktaDomain"), tenantId: text("tenantId") };
    const scopes = { scopes: list("scopes"), allowedManageScopes: list("allowedManageScopes") };
    const gateways = list("gateways");
    const remediation = config.getBoolean("remediation");
    if (remediation && method !== "oauth" && kept !== "oauth") {
        faults.push(`remediation: got true with method ${method}; ${ONLY_FOR_OAUTH}`);
    }
    const apiKey = secret(config, "apiKey", faults);
    if (faults.length > 0) {
        // The SDK's own errors for these take it 20 seconds to print.
        throw new pulumi.RunError(faults.join("\n"));
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
                gateways: gateways?.length ? gateways : undefined,
                apiKey,
                apiTokenId: text("apiTokenId"),
            },
        },
    };
}

function listIn(json: string | undefined): string[] | undefined | "none" {
    try {
        const value: unknown = json === undefined ? undefined : JSON.parse(json);
        return value === undefined || Array.isArray(value) ? value : "none";
    } catch {
        return "none";
    }
}

/** A secret value, or undefined where it is not set: a secret output would not tell. */
function secret(
    config: pulumi.Config,
    key: string,
    faults: string[],
): pulumi.Output<string> | undefined {
    const name = `${config.name}:${key}`;
    if (!pulumi.runtime.getConfig(name)) {
        return undefined;
    }
    // The engine names the keys of encrypted values there; Pulumi checks those with a type only.
    const encrypted = process.env.PULUMI_CONFIG_SECRET_KEYS;
    if (encrypted !== undefined && !(JSON.parse(encrypted) as string[]).includes(name)) {
        faults.push(
            `${key}: it is in the stack's settings in clear, and wanted encrypted. Take it to be ` +
                `known: revoke it in Okta, create another, and pulumi config set --secret ${key}`,
        );
    }
    return config.getSecret(key);
}
