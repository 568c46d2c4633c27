import * as pulumi from "@pulumi/pulumi";

import { KEY_IN_CLEAR } from "../rules/apiKey";
import { checkMethods, checkRemediation, type Method } from "../rules/methods";
import { type InputProblem, show } from "../rules/problem";
import type { ApiKeyIntegrationArgs } from "./apiKeyIntegration";
import type { MarketplaceIntegrationArgs } from "./marketplaceIntegration";
import type { OAuthIntegrationArgs } from "./oauthIntegration";

export type { Method };

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

/**
 * Reads the configuration of a stack of the program in this repository; Pulumi.yaml lists its keys.
 * Throws one error with all that is wrong with the choice of method and the form of the values; what
 * the values may be is for the integration to say.
 */
export function stackConfig(config = new pulumi.Config()): StackConfig {
    const faults: InputProblem[] = [];
    const text = (key: string) => config.get(key) || undefined;
    const list = (key: string) => {
        const value = listIn(text(key));
        if (value === "no list") {
            const reason =
                `got ${show(text(key))}; wanted a list. Set it as JSON, or item by item: ` +
                `pulumi config set --path '${key}[0]' VALUE`;
            faults.push({ propertyPath: key, reason });
            return undefined;
        }
        return value;
    };
    const methods = checkMethods(text("method"), text("keepMethod"));
    const remediation = config.getBoolean("remediation");
    const org = { oktaDomain: config.require("oktaDomain"), tenantId: text("tenantId") };
    const scopes = { scopes: list("scopes"), allowedManageScopes: list("allowedManageScopes") };
    const gateways = list("gateways");
    const apiKey = secretApiKey(config);
    faults.unshift(
        ...(methods.ok ? checkRemediation(remediation, methods.value) : methods.problems),
    );
    faults.push(...(apiKey === "in clear" ? [KEY_IN_CLEAR] : []));
    if (!methods.ok || apiKey === "in clear" || faults.length > 0) {
        // The SDK's own errors for these take it 20 seconds to print.
        const lines = faults.map(({ propertyPath, reason }) => `${propertyPath}: ${reason}`);
        throw new pulumi.RunError(lines.join("\n"));
    }
    return {
        methods: methods.value,
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

function listIn(json: string | undefined): string[] | undefined | "no list" {
    try {
        const value: unknown = json === undefined ? undefined : JSON.parse(json);
        return value === undefined || Array.isArray(value) ? value : "no list";
    } catch {
        return "no list";
    }
}

/** The API key, or undefined where it is not set: a secret output would not tell. */
function secretApiKey(config: pulumi.Config): pulumi.Output<string> | undefined | "in clear" {
    const name = `${config.name}:apiKey`;
    if (!pulumi.runtime.getConfig(name)) {
        return undefined;
    }
    // The engine names the keys of encrypted values there; Pulumi checks those with a type only.
    const encrypted = process.env.PULUMI_CONFIG_SECRET_KEYS;
    const isInClear =
        encrypted !== undefined && !(JSON.parse(encrypted) as string[]).includes(name);
    return isInClear ? "in clear" : config.getSecret("apiKey");
}
