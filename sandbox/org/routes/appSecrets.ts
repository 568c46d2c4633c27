import {
    checkRoomForSecret,
    FIELD,
    newSecret,
    secretById,
    secretSchema,
    secretView,
    withoutSecret,
    withStatus,
} from "../clientSecrets";
import { invalid } from "../errors";
import type { App, ClientSecret } from "../model";
import { APP_MANAGERS, APP_READERS } from "../roles";
import { type Call, created, noContent, ok, type Route } from "../route";
import { appParty, logEvent } from "../systemLog";
import { parseBody } from "../validate";
import { appOf } from "./apps";

const path = "/api/v1/apps/:appId/credentials/secrets";

function view(call: Call, app: App, secret: ClientSecret) {
    const self = `${call.base}/api/v1/apps/${app.id}/credentials/secrets/${secret.id}`;
    return secretView(self, secret, secret.secret);
}

function addSecret(call: Call) {
    const app = appOf(call);
    const method = app.credentials.oauthClient?.token_endpoint_auth_method;
    const input = parseBody(call, secretSchema);
    if (method === "private_key_jwt") {
        throw invalid(
            FIELD,
            "'client_secret' can't be used when 'token_endpoint_auth_method' is 'private_key_jwt'.",
        );
    }
    if (method === "client_secret_jwt" && (input.client_secret?.length ?? 32) < 32) {
        throw invalid(FIELD, "client_secret: must have at least 32 characters.");
    }
    checkRoomForSecret(app.secrets);
    const secret: ClientSecret = {
        ...newSecret(call.org.timestamp(), input.client_secret ?? undefined),
        status: input.status ?? "ACTIVE",
    };
    keep(call, app, [...app.secrets, secret], "create");
    return created(view(call, app, secret));
}

function setStatus(call: Call, status: ClientSecret["status"]) {
    const app = appOf(call);
    const secret = secretById(app.secrets, call.param("secretId"));
    const secrets = withStatus(app.secrets, secret, status, call.org.timestamp());
    keep(call, app, secrets, status === "ACTIVE" ? "activate" : "deactivate");
    return ok(view(call, app, secretById(secrets, secret.id)));
}

function keep(call: Call, app: App, secrets: ClientSecret[], verb: string): void {
    call.org.store.apps.set({ ...app, secrets, lastUpdated: call.org.timestamp() });
    logEvent(call, `app.oauth2.credentials.lifecycle.${verb}`, `OAuth client credential ${verb}`, [
        appParty(app),
    ]);
}

const reading = {
    scope: "okta.apps.read",
    roles: APP_READERS,
    permission: "okta.apps.clientCredentials.read",
} as const;
const managing = { scope: "okta.apps.manage", roles: APP_MANAGERS, source: "OAS" } as const;

export const appSecretRoutes: Route[] = [
    {
        method: "GET",
        path,
        ...reading,
        supported: "with the secrets, as recorded",
        source: "VCR, OAS",
        handle: (call) => {
            const app = appOf(call);
            return ok(app.secrets.map((secret) => view(call, app, secret)));
        },
    },
    { method: "POST", path, ...managing, supported: "two at most", handle: addSecret },
    {
        method: "GET",
        path: `${path}/:secretId`,
        ...reading,
        supported: "in full",
        source: "OAS",
        handle: (call) => {
            const app = appOf(call);
            return ok(view(call, app, secretById(app.secrets, call.param("secretId"))));
        },
    },
    {
        method: "DELETE",
        path: `${path}/:secretId`,
        ...managing,
        supported: "inactive secrets only",
        handle: (call) => {
            const app = appOf(call);
            const secret = secretById(app.secrets, call.param("secretId"));
            keep(call, app, withoutSecret(app.secrets, secret), "delete");
            return noContent();
        },
    },
    {
        method: "POST",
        path: `${path}/:secretId/lifecycle/activate`,
        ...managing,
        supported: "in full",
        handle: (call) => setStatus(call, "ACTIVE"),
    },
    {
        method: "POST",
        path: `${path}/:secretId/lifecycle/deactivate`,
        ...managing,
        supported: "not the last active secret (unconfirmed)",
        handle: (call) => setStatus(call, "INACTIVE"),
    },
];
