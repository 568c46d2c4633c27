import type { Sandbox } from "../../sandbox/org/server";
import { admin, rsaKey, serviceApp } from "./support";

const keys = [rsaKey("key-1"), rsaKey("key-2"), rsaKey("key-3")] as const;
const role = { label: "Role", description: "d", permissions: ["okta.users.read"] };
const set = { label: "Set", description: "d", resources: ["orn:okta:directory:x:users"] };
const zone = { type: "IP", name: "Z", gateways: [{ type: "CIDR", value: "10.0.0.0/8" }] };
const profile = { login: "new@example.com", email: "new@example.com", name: "Group" };

/** Bodies that the routes take, by the end of their paths. */
const BODIES: [RegExp, readonly unknown[]][] = [
    [/\/credentials\/jwks$/, [keys[1].jwk, keys[2].jwk]],
    [/\/grants$/, [{ issuer: "https://acme.okta.com", scopeId: "okta.groups.read" }]],
    [/\/apps(\/:appId)?$/, [serviceApp("A", [keys[0], keys[1]]), withSecret()]],
    [/\/iam\/roles(\/:roleId)?$/, [{ ...role, label: "Another" }, role]],
    [/\/bindings$/, [{ role: "Role", members: ["https://acme.okta.com/api/v1/users/x"] }]],
    [/\/members$/, [{ additions: ["https://acme.okta.com/api/v1/groups/x"] }]],
    [/\/resources$/, [{ additions: ["https://acme.okta.com/api/v1/groups"] }]],
    [/\/resource-sets(\/:resourceSetId)?$/, [{ ...set, label: "Another" }, set]],
    [/\/roles$/, ["APP_ADMIN", "USER_ADMIN", "READ_ONLY_ADMIN"].map((type) => ({ type }))],
    [/\/zones(\/:zoneId)?$/, [{ ...zone, name: "Another" }, zone]],
    [
        /\/(users|groups)(\/:\w+)?$/,
        [{ profile }, { profile: { ...profile, login: "b@example.com" } }],
    ],
    [/\/api-services$/, [{ type: "rezonatesecurity", grantedScopes: ["okta.users.read"] }]],
    [/\/clientPrivilegesSetting$/, [{ clientPrivilegesSetting: true }]],
    [/\/api-tokens\/:tokenId$/, [{ network: { connection: "ANYWHERE" } }]],
    [/\/secrets$/, [{}]],
];

/** A body that the route at this path takes, if it exists and nothing stands against it. */
export function suitableBody(path: string, pick: number): unknown {
    const bodies = BODIES.find(([pattern]) => pattern.test(path))?.[1] ?? [{}];
    return bodies[pick % bodies.length];
}

/** Makes one of each kind in an org. */
export async function makeEveryKind(org: Sandbox): Promise<void> {
    const app = await admin(org, "POST", "/api/v1/apps", serviceApp("A", [keys[0], keys[1]]));
    await admin(org, "POST", "/api/v1/apps", withSecret());
    const appId = String(app.body["id"]);
    await admin(org, "POST", `/api/v1/apps/${appId}/grants`, {
        issuer: org.url,
        scopeId: "okta.users.read",
    });
    const customRole = await admin(org, "POST", "/api/v1/iam/roles", role);
    const resourceSet = await admin(org, "POST", "/api/v1/iam/resource-sets", set);
    const custom = {
        type: "CUSTOM",
        role: customRole.body["id"],
        "resource-set": resourceSet.body["id"],
    };
    const group = org.store.groups.list().at(-1)?.id ?? "";
    const user = org.store.users.list().at(-1)?.id ?? "";
    const holders = [
        `/oauth2/v1/clients/${appId}`,
        `/api/v1/users/${user}`,
        `/api/v1/groups/${group}`,
    ];
    for (const holder of holders) {
        for (const body of [custom, { type: "USER_ADMIN" }, { type: "APP_ADMIN" }]) {
            await admin(org, "POST", `${holder}/roles`, body);
        }
    }
    await admin(org, "PUT", `/api/v1/groups/${group}/users/${user}`);
    await admin(org, "POST", "/api/v1/zones", zone);
    await admin(org, "POST", "/integrations/api/v1/api-services", {
        type: "service",
        grantedScopes: ["okta.users.read"],
    });
    await admin(org, "POST", "/api/v1/principal-rate-limits", {
        principalId: appId,
        principalType: "OAUTH_CLIENT",
    });
}

function withSecret() {
    const app = serviceApp("Secret", []);
    app.credentials.oauthClient.token_endpoint_auth_method = "client_secret_basic";
    return app;
}
