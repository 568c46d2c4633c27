import { ASYMMETRIC_ALGORITHMS } from "../jwt";
import { type Call, ok, type Route } from "../route";

const GRANT_TYPES = [
    "authorization_code",
    "implicit",
    "refresh_token",
    "password",
    "client_credentials",
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
    "urn:ietf:params:oauth:grant-type:saml2-bearer",
    "urn:ietf:params:oauth:grant-type:token-exchange",
    "urn:openid:params:grant-type:ciba",
    "interaction_code",
];
const OIDC_SCOPES = [
    "openid",
    "profile",
    "email",
    "address",
    "phone",
    "offline_access",
    "device_sso",
];
// The advertised list lags behind what can be granted, in Okta too.
const ADVERTISED_SCOPES = [
    "okta.apiTokens.read",
    "okta.appGrants.manage",
    "okta.appGrants.read",
    "okta.apps.manage",
    "okta.apps.read",
    "okta.authenticators.read",
    "okta.authorizationServers.read",
    "okta.clients.manage",
    "okta.clients.read",
    "okta.devices.read",
    "okta.factors.read",
    "okta.groups.manage",
    "okta.groups.read",
    "okta.idps.read",
    "okta.logs.read",
    "okta.networkZones.read",
    "okta.orgs.read",
    "okta.policies.read",
    "okta.roles.manage",
    "okta.roles.read",
    "okta.users.manage",
    "okta.users.read",
];
const AUTH_METHODS = [
    "client_secret_basic",
    "client_secret_post",
    "client_secret_jwt",
    "private_key_jwt",
    "none",
];

function serverMetadata({ base }: Call) {
    const oauth = `${base}/oauth2/v1`;
    return {
        issuer: base,
        authorization_endpoint: `${oauth}/authorize`,
        token_endpoint: `${oauth}/token`,
        registration_endpoint: `${oauth}/clients`,
        response_types_supported: ["code", "token", "id_token", "code id_token", "code token"],
        response_modes_supported: ["query", "fragment", "form_post", "okta_post_message"],
        grant_types_supported: GRANT_TYPES,
        subject_types_supported: ["public"],
        scopes_supported: [...ADVERTISED_SCOPES, ...OIDC_SCOPES],
        token_endpoint_auth_methods_supported: AUTH_METHODS,
        claims_supported: ["ver", "jti", "iss", "aud", "iat", "exp", "cid", "uid", "scp", "sub"],
        code_challenge_methods_supported: ["S256"],
        introspection_endpoint: `${oauth}/introspect`,
        introspection_endpoint_auth_methods_supported: AUTH_METHODS,
        revocation_endpoint: `${oauth}/revoke`,
        revocation_endpoint_auth_methods_supported: AUTH_METHODS,
        end_session_endpoint: `${oauth}/logout`,
        request_parameter_supported: true,
        request_object_signing_alg_values_supported: [
            "HS256",
            "HS384",
            "HS512",
            ...ASYMMETRIC_ALGORITHMS,
        ],
        device_authorization_endpoint: `${oauth}/device/authorize`,
        pushed_authorization_request_endpoint: `${oauth}/par`,
        dpop_signing_alg_values_supported: ASYMMETRIC_ALGORITHMS,
        frontchannel_logout_supported: true,
        frontchannel_logout_session_supported: true,
        identity_chaining_requested_token_types_supported: [
            "urn:okta:params:oauth:token-type:id_jag",
        ],
    };
}

function openIdMetadata(call: Call) {
    return {
        ...serverMetadata(call),
        jwks_uri: `${call.base}/oauth2/v1/keys`,
        userinfo_endpoint: `${call.base}/oauth2/v1/userinfo`,
        id_token_signing_alg_values_supported: ["RS256"],
        grant_types_supported: GRANT_TYPES.filter((grant) => grant !== "client_credentials"),
        scopes_supported: OIDC_SCOPES,
    };
}

function organization({ base, org }: Call) {
    return {
        id: org.id,
        cell: "op3",
        _links: { organization: { href: base } },
        pipeline: org.edition,
        settings: {
            analyticsCollectionEnabled: true,
            bugReportingEnabled: true,
            omEnabled: false,
            pssoEnabled: false,
            desktopMFAEnabled: false,
            itpEnabled: false,
        },
    };
}

const open = { method: "GET", scope: "public", roles: "any" } as const;

export const wellKnownRoutes: Route[] = [
    {
        ...open,
        path: "/.well-known/okta-organization",
        supported: "in full",
        source: "VCR",
        handle: (call) => ok(organization(call)),
    },
    {
        ...open,
        path: "/.well-known/oauth-authorization-server",
        supported:
            "the endpoints other than token and keys are named and not there; fewer scopes than Okta advertises",
        source: "VCR:TestAccDataSourceOktaOAuthAuthorizationServer_read",
        handle: (call) => ok(serverMetadata(call)),
    },
    {
        ...open,
        path: "/.well-known/openid-configuration",
        supported: "client_id is not looked at",
        source: "OAS",
        handle: (call) => ok(openIdMetadata(call)),
    },
    {
        ...open,
        path: "/oauth2/v1/keys",
        supported: "one key, the one that signs access tokens",
        source: "OAS",
        handle: async (call) => {
            const { kty, e, n, kid } = await call.org.signingKey.publicJwk();
            const keys = [{ kty, alg: "RS256", kid, use: "sig", e, n }];
            return ok({ keys }, { "Cache-Control": "max-age=3600, must-revalidate" });
        },
    },
];
