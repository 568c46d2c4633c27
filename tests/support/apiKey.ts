import assert from "node:assert/strict";

import type { Stack } from "@pulumi/pulumi/automation";

import type { Sandbox } from "../../sandbox/org/server";
import { admin } from "../sandbox/support";

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

/** Makes a service user as a person does: active, with admin roles. Gives back its id. */
export async function serviceUser(
    org: Sandbox,
    { profile = {}, roles = ["READ_ONLY_ADMIN"] }: { profile?: object; roles?: string[] } = {},
): Promise<string> {
    const login = "login" in profile ? String(profile.login) : LOGIN;
    const whole = { login, email: login, firstName: "Svc", lastName: "Rezonate", ...profile };
    const made = await admin(org, "POST", "/api/v1/users", { profile: whole });
    assert.equal(made.status, 200, made.text);
    const id = String(made.body["id"]);
    for (const type of roles) {
        const role = await admin(org, "POST", `/api/v1/users/${id}/roles`, { type });
        assert.equal(role.status, 201, role.text);
    }
    return id;
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
