import { SETTINGS_READERS } from "../roles";
import { type Call, ok, type Route } from "../route";

const source = "OAS";

function authenticators({ base, org }: Call) {
    const kinds = [
        { key: "okta_password", name: "Password", type: "password" },
        { key: "okta_email", name: "Email", type: "email" },
        { key: "okta_verify", name: "Okta Verify", type: "app" },
    ];
    return kinds.map(({ key, name, type }) => ({
        type,
        id: org.fixedId("aut", key),
        key,
        status: "ACTIVE",
        name,
        created: org.created,
        lastUpdated: org.created,
        _links: {
            self: {
                href: `${base}/api/v1/authenticators/${org.fixedId("aut", key)}`,
                hints: { allow: ["GET", "PUT"] },
            },
        },
    }));
}

function authorizationServers({ base, org }: Call) {
    const self = `${base}/api/v1/authorizationServers/default`;
    return [
        {
            id: "default",
            name: "default",
            description: "Default Authorization Server for your applications",
            audiences: ["api://default"],
            issuer: `${org.url}/oauth2/default`,
            issuerMode: "DYNAMIC",
            status: "ACTIVE",
            created: org.created,
            lastUpdated: org.created,
            credentials: { signing: { kid: org.signingKid, rotationMode: "AUTO", use: "sig" } },
            _links: {
                self: { href: self, hints: { allow: ["GET", "DELETE", "PUT"] } },
                scopes: { href: `${self}/scopes`, hints: { allow: ["GET"] } },
                policies: { href: `${self}/policies`, hints: { allow: ["GET"] } },
            },
        },
    ];
}

function factors({ org }: Call) {
    return ["okta_email", "okta_otp", "okta_push"].map((id) => ({
        id,
        factorType: id.replace("okta_", ""),
        provider: "OKTA",
        vendorName: "OKTA",
        status: "ACTIVE",
        created: org.created,
        lastUpdated: org.created,
    }));
}

/** One read for each scope of the default profile that no other resource has. The lists are fixed. */
export const securityRoutes: Route[] = [
    {
        method: "GET",
        path: "/api/v1/authenticators",
        scope: "okta.authenticators.read",
        roles: SETTINGS_READERS,
        supported: "three that every org has",
        source,
        handle: (call) => ok(authenticators(call)),
    },
    {
        method: "GET",
        path: "/api/v1/authorizationServers",
        scope: "okta.authorizationServers.read",
        roles: SETTINGS_READERS,
        supported: "the default one",
        source,
        handle: (call) => ok(authorizationServers(call)),
    },
    {
        method: "GET",
        path: "/api/v1/devices",
        scope: "okta.devices.read",
        roles: SETTINGS_READERS,
        supported: "always empty",
        source,
        handle: () => ok([]),
    },
    {
        method: "GET",
        path: "/api/v1/idps",
        scope: "okta.idps.read",
        roles: SETTINGS_READERS,
        supported: "always empty",
        source,
        handle: () => ok([]),
    },
    {
        method: "GET",
        path: "/api/v1/org/factors",
        scope: "okta.factors.read",
        roles: SETTINGS_READERS,
        supported: "three that every org has; the endpoint is not in the specification",
        source: "VCR (scopes_supported)",
        handle: (call) => ok(factors(call)),
    },
];
