import { checkKeyIds, keyFrom, keySchema } from "../appKeys";
import { invalid, notFound } from "../errors";
import type { App, AppKey } from "../model";
import { APP_MANAGERS, APP_READERS } from "../roles";
import { type Call, created, noContent, ok, type Route } from "../route";
import { appParty, logEvent } from "../systemLog";
import { parseBody } from "../validate";
import { appOf, checkMayChangeKeys } from "./apps";

const MOST_KEYS = 50;
const path = "/api/v1/apps/:appId/credentials/jwks";

function keyView(call: Call, app: App, key: AppKey) {
    const self = `${call.base}/api/v1/apps/${app.id}/credentials/jwks/${key.id}`;
    const active = key.status === "ACTIVE";
    const change = active ? "deactivate" : "activate";
    return {
        id: key.id,
        kid: key.kid,
        kty: key.kty,
        alg: key.alg ?? null,
        use: key.use,
        ...(key.kty === "RSA"
            ? { e: key.e, n: key.n }
            : { x: key.x, y: key.y, crv: key.crv ?? null }),
        status: key.status,
        created: key.created,
        lastUpdated: key.lastUpdated,
        _links: {
            [change]: { href: `${self}/lifecycle/${change}`, hints: { allow: ["POST"] } },
            ...(active ? {} : { delete: { href: self, hints: { allow: ["DELETE"] } } }),
        },
    };
}

function keyOf(call: Call): { app: App; key: AppKey } {
    const app = appOf(call);
    const id = call.param("keyId");
    const key = app.keys.find((each) => each.id === id);
    if (key === undefined) {
        throw notFound(id, "JsonWebKey");
    }
    return { app, key };
}

function addKey(call: Call) {
    const app = appOf(call);
    checkMayChangeKeys(call, app);
    if (app.settings.oauthClient?.jwks_uri !== undefined) {
        throw invalid("JsonWebKey", "Keys can't be added when 'jwks_uri' is set.");
    }
    if (app.keys.length >= MOST_KEYS) {
        throw invalid(
            "JsonWebKey",
            `You've reached the maximum number of keys allowed (${MOST_KEYS}) in the 'jwks'.`,
        );
    }
    const key = keyFrom(parseBody(call, keySchema), call.org.timestamp());
    checkKeyIds([...app.keys, key]);
    keep(call, app, [...app.keys, key], "create");
    return created(keyView(call, app, key));
}

function setKeyStatus(call: Call, status: AppKey["status"]) {
    const { app, key } = keyOf(call);
    checkMayChangeKeys(call, app);
    const method = app.credentials.oauthClient?.token_endpoint_auth_method;
    const active = app.keys.filter((each) => each.status === "ACTIVE");
    const isLast = active.length === 1 && active[0] === key;
    if (status === "INACTIVE" && isLast && method === "private_key_jwt") {
        throw invalid(
            "JsonWebKey",
            "Can't deactivate the only active JSON Web Key when the value for `token_endpoint_auth_method` is `private_key_jwt`.",
        );
    }
    const changed: AppKey = { ...key, status, lastUpdated: call.org.timestamp() };
    const keys = app.keys.map((each) => (each === key ? changed : each));
    keep(call, app, keys, status === "ACTIVE" ? "activate" : "deactivate");
    return ok(keyView(call, app, changed));
}

function deleteKey(call: Call) {
    const { app, key } = keyOf(call);
    checkMayChangeKeys(call, app);
    if (key.status === "ACTIVE") {
        throw invalid(
            "JsonWebKey",
            "You can't delete an active JSON Web Key. Deactivate the key before deleting it.",
        );
    }
    const keys = app.keys.filter((each) => each !== key);
    keep(call, app, keys, "delete");
    return noContent();
}

function keep(call: Call, app: App, keys: AppKey[], verb: string): void {
    call.org.store.apps.set({ ...app, keys, lastUpdated: call.org.timestamp() });
    logEvent(call, `app.oauth2.credentials.lifecycle.${verb}`, `OAuth client credential ${verb}`, [
        appParty(app),
    ]);
}

const source = "OAS";
const reading = { scope: "okta.apps.read", roles: APP_READERS, source } as const;
const managing = { scope: "okta.apps.manage", roles: APP_MANAGERS, source } as const;
const superAfterGrants = "super admins only once scopes are granted";

export const appKeyRoutes: Route[] = [
    {
        method: "GET",
        path,
        ...reading,
        permission: "okta.apps.clientCredentials.read",
        supported:
            '{"keys": [...]}, as current SDKs expect; the specification has an array in its schema and another form in its example.',
        handle: (call) => {
            const app = appOf(call);
            return ok({ keys: app.keys.map((key) => keyView(call, app, key)) });
        },
    },
    { method: "POST", path, ...managing, supported: superAfterGrants, handle: addKey },
    {
        method: "GET",
        path: `${path}/:keyId`,
        ...reading,
        permission: "okta.apps.clientCredentials.read",
        supported: "in full",
        handle: (call) => {
            const { app, key } = keyOf(call);
            return ok(keyView(call, app, key));
        },
    },
    {
        method: "DELETE",
        path: `${path}/:keyId`,
        ...managing,
        supported: `inactive keys only; ${superAfterGrants}`,
        handle: deleteKey,
    },
    {
        method: "POST",
        path: `${path}/:keyId/lifecycle/activate`,
        ...managing,
        supported: superAfterGrants,
        handle: (call) => setKeyStatus(call, "ACTIVE"),
    },
    {
        method: "POST",
        path: `${path}/:keyId/lifecycle/deactivate`,
        ...managing,
        supported: `not the last active key; ${superAfterGrants}`,
        handle: (call) => setKeyStatus(call, "INACTIVE"),
    },
];
