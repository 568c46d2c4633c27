import assert from "node:assert/strict";

import type { Stack } from "@pulumi/pulumi/automation";

import type { Sandbox } from "../../sandbox/org/server";

/** Login of the service user in tests. */
export const LOGIN = "rezonate@example.com";

/** Configuration of a stack whose key is good on this machine only. */
export const API_KEY_CONFIG = {
    "rezonate-okta:method": "api-key",
    "rezonate-okta:login": LOGIN,
    "rezonate-okta:gateways": JSON.stringify(["127.0.0.1"]),
};

/** An API token as Okta shows it once. */
export interface MadeToken {
    readonly id: string;
    readonly token: string;
}

/** What only a person can do: signs in to the Admin Console as a user, and creates an API token. */
export async function createToken(org: Sandbox, login = LOGIN): Promise<MadeToken> {
    const made = await fetch(`${org.url}/_sandbox/console/api-tokens`, {
        method: "POST",
        body: JSON.stringify({ login, name: "Rezonate" }),
    });
    assert.equal(made.status, 201);
    return (await made.json()) as MadeToken;
}

/** Gives a stack the token that a person made. */
export async function setToken(stack: Stack, { id, token }: MadeToken): Promise<void> {
    await stack.setConfig("rezonate-okta:apiKey", { value: token, secret: true });
    await stack.setConfig("rezonate-okta:apiTokenId", { value: id });
}
