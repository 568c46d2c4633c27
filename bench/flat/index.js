// The same resources as index.ts makes, written flat in plain JavaScript: what bench/ measures against.
const { createHash, createPublicKey } = require("node:crypto");
const okta = require("@pulumi/okta");
const pulumi = require("@pulumi/pulumi");
const tls = require("@pulumi/tls");

const config = new pulumi.Config("okta");
const provider = new okta.Provider("okta", {
    orgName: "acme",
    baseUrl: "okta.com",
    httpProxy: config.require("httpProxy"),
    apiToken: config.requireSecret("apiToken"),
});
const key = new tls.PrivateKey("key", { algorithm: "RSA", rsaBits: 2048 });
const jwk = key.publicKeyPem.apply((pem) => {
    const { kty, n, e } = createPublicKey(pem).export({ format: "jwk" });
    const kid = createHash("sha256").update(JSON.stringify({ e, kty, n })).digest("base64url");
    return { kty, kid, n, e };
});
const app = new okta.app.OAuth(
    "app",
    {
        label: "Rezonate",
        type: "service",
        grantTypes: ["client_credentials"],
        responseTypes: ["token"],
        tokenEndpointAuthMethod: "private_key_jwt",
        jwks: [jwk],
        skipAuthenticationPolicy: true,
    },
    { provider },
);
new okta.AppOauthApiScope(
    "scopes",
    {
        appId: app.id,
        issuer: "https://acme.okta.com",
        scopes: [
            "okta.apiTokens.read",
            "okta.appGrants.read",
            "okta.apps.read",
            "okta.authenticators.read",
            "okta.authorizationServers.read",
            "okta.devices.read",
            "okta.factors.read",
            "okta.groups.read",
            "okta.idps.read",
            "okta.logs.read",
            "okta.networkZones.read",
            "okta.orgs.read",
            "okta.policies.read",
            "okta.roles.read",
            "okta.users.read",
        ],
    },
    { provider },
);
new okta.app.OauthRoleAssignment(
    "role",
    { clientId: app.clientId, type: "READ_ONLY_ADMIN" },
    { provider },
);
exports.tenantId = "acme";
exports.applicationId = pulumi.secret(app.clientId);
exports.privateKey = key.privateKeyPemPkcs8;
exports.keyId = jwk.kid;
