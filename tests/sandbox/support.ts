import { generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";

import { type JWTPayload, SignJWT } from "jose";

import { createSandbox, type Sandbox, type SandboxOptions } from "../../sandbox/org/server";

export interface Answer {
    status: number;
    headers: Headers;
    text: string;
    body: Json;
}

/** JSON of any shape, easy to walk through in assertions. */
export interface Json {
    [member: string]: Json & string & number & boolean & null & Json[];
}

export interface KeyPair {
    privateKey: KeyObject;
    jwk: Record<string, unknown>;
}

const started: Sandbox[] = [];

export async function sandbox(options: SandboxOptions = {}): Promise<Sandbox> {
    const org = await createSandbox(options);
    started.push(org);
    return org;
}

export async function closeSandboxes(): Promise<void> {
    await Promise.all(started.splice(0).map((org) => org.close()));
}

/** One call; a string as body is sent as a form. */
export async function call(
    url: string,
    method: string,
    path: string,
    options: { authorization?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
    const headers = new Headers(options.headers);
    if (options.authorization !== undefined) {
        headers.set("authorization", options.authorization);
    }
    let body: string | undefined;
    if (typeof options.body === "string") {
        body = options.body;
        if (!headers.has("content-type")) {
            headers.set("content-type", "application/x-www-form-urlencoded");
        }
    } else if (options.body !== undefined) {
        body = JSON.stringify(options.body);
        headers.set("content-type", "application/json");
    }
    const response = await fetch(url + path, {
        method,
        headers,
        redirect: "manual",
        ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const isJson = (response.headers.get("content-type") ?? "").startsWith("application/json");
    const parsed: unknown = isJson ? JSON.parse(text) : {};
    return { status: response.status, headers: response.headers, text, body: parsed as Json };
}

/** Calls with the admin's API token. */
export function admin(org: Sandbox, method: string, path: string, body?: unknown): Promise<Answer> {
    return call(org.url, method, path, { authorization: `SSWS ${org.apiToken}`, body });
}

export function rsaKey(kid = "key-1", modulusLength = 2048): KeyPair {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength });
    return { privateKey, jwk: { ...publicKey.export({ format: "jwk" }), kid, status: "ACTIVE" } };
}

/** The body with which the official plugin creates a service app. */
export function serviceApp(label: string, keys: KeyPair[], client: Record<string, unknown> = {}) {
    return {
        accessibility: {},
        credentials: {
            oauthClient: {
                autoKeyRotation: true,
                pkce_required: false,
                token_endpoint_auth_method: "private_key_jwt",
            },
            userNameTemplate: { template: "${source.login}", type: "BUILT_IN" },
        },
        label,
        name: "oidc_client",
        settings: {
            notes: {},
            oauthClient: {
                application_type: "service",
                consent_method: "TRUSTED",
                dpop_bound_access_tokens: false,
                grant_types: ["client_credentials"],
                idp_initiated_login: { default_scope: [], mode: "DISABLED" },
                issuer_mode: "ORG_URL",
                jwks: { keys: keys.map((key) => key.jwk) },
                response_types: ["token"],
                wildcard_redirect: "DISABLED",
                ...client,
            },
        },
        signOnMode: "OPENID_CONNECT",
        visibility: { hide: { iOS: true, web: true } },
    };
}

/** An app with grants and, unless null, a role. */
export async function provision(
    org: Sandbox,
    key: KeyPair,
    scopes: string[],
    role: string | null = "READ_ONLY_ADMIN",
    client: Record<string, unknown> = {},
): Promise<string> {
    const app = await admin(org, "POST", "/api/v1/apps", serviceApp("Reader", [key], client));
    const id: string = app.body["id"] ?? "";
    for (const scopeId of scopes) {
        const grant = { issuer: `https://${org.domain}`, scopeId };
        await admin(org, "POST", `/api/v1/apps/${id}/grants`, grant);
    }
    if (role !== null) {
        await admin(org, "POST", `/oauth2/v1/clients/${id}/roles`, { type: role });
    }
    return id;
}

export async function assertion(
    org: Sandbox,
    clientId: string,
    key: KeyPair,
    claims: JWTPayload = {},
    header: Record<string, unknown> = {},
): Promise<string> {
    const now = Math.floor(org.org.now() / 1000);
    const payload: JWTPayload = {
        iss: clientId,
        sub: clientId,
        aud: `${org.url}/oauth2/v1/token`,
        iat: now,
        exp: now + 300,
        jti: randomUUID(),
        ...claims,
    };
    return new SignJWT(payload)
        .setProtectedHeader({ alg: "RS256", kid: String(key.jwk["kid"]), ...header })
        .sign(key.privateKey);
}

export function tokenForm(clientAssertion: string, scope: string): string {
    return new URLSearchParams({
        grant_type: "client_credentials",
        scope,
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: clientAssertion,
    }).toString();
}

export async function token(
    org: Sandbox,
    clientId: string,
    key: KeyPair,
    scope: string,
): Promise<string> {
    const form = tokenForm(await assertion(org, clientId, key), scope);
    const answer = await call(org.url, "POST", "/oauth2/v1/token", { body: form });
    return answer.body["access_token"] ?? answer.text;
}

export function bearer(
    org: Sandbox,
    accessToken: string,
    method: string,
    path: string,
    body?: unknown,
): Promise<Answer> {
    return call(org.url, method, path, { authorization: `Bearer ${accessToken}`, body });
}
