import { generateKeyPairSync } from "node:crypto";

import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import {
    type ApiKeyIntegrationArgs,
    type MarketplaceIntegrationArgs,
    OAuthIntegration,
    type OAuthIntegrationArgs,
    oktaProviderArgs,
    type ServiceAppArgs,
    type SigningJwk,
    type SigningKeysArgs,
} from "rezonate-okta";
import { preflight, type PreflightReport, type StackState, verify } from "rezonate-okta/checks";

// A program of a user, in every form of TypeScript and JavaScript. It runs without an engine.
const { publicKey, privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const outputs: Record<string, Record<string, unknown>> = {
    "tls:index/privateKey:PrivateKey": {
        publicKeyPem: publicKey,
        privateKeyPem: privateKey,
        privateKeyPemPkcs8: privateKey,
    },
    "okta:app/oAuth:OAuth": { clientId: "0oa1" },
};

export type Args = [
    ApiKeyIntegrationArgs,
    MarketplaceIntegrationArgs,
    ServiceAppArgs,
    SigningKeysArgs,
];

/** As a program with the Automation API calls the checks. */
export async function check(stack: Stack): Promise<PreflightReport> {
    const state: StackState = {
        name: stack.name,
        state: await stack.exportStack(),
        config: await stack.getAllConfig(),
    };
    const { findings } = await verify({ stack: state, signal: AbortSignal.timeout(1000) });
    return findings.some(({ code }) => code === "missing_scope")
        ? preflight({ oktaDomain: "acme.okta.com", env: {} })
        : preflight({ stack: state });
}

async function main(): Promise<void> {
    await pulumi.runtime.setMocks({
        newResource: ({ name, type, inputs }) => ({
            id: `${name}-id`,
            state: { ...(inputs as object), ...outputs[type] },
        }),
        call: () => ({}),
    });
    const args: OAuthIntegrationArgs = {
        oktaDomain: "acme.okta.com",
        scopes: ["okta.users.read"],
    };
    const provider = new okta.Provider("acme", oktaProviderArgs("acme.okta.com"));
    const rezonate = new OAuthIntegration("rezonate", args, { providers: [provider] });
    const tenantId: pulumi.Output<string> = rezonate.tenantId;
    const scopes: pulumi.Output<string[]> = rezonate.grantedScopes;
    const jwk: SigningJwk | undefined = undefined;
    const checks = typeof verify;
    pulumi.all([tenantId, scopes]).apply(([tenant, granted]) => {
        process.stdout.write(`${tenant} ${granted.join()} ${String(jwk)} ${checks}\n`);
    });
}

void main();
