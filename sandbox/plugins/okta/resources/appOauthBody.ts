import { flag, isRecord, records, text, texts, type Values } from "../../provider/value";

const REQUIRED_GRANT_TYPES: Readonly<Record<string, string[]>> = {
    web: ["authorization_code"],
    native: ["authorization_code"],
    browser: ["authorization_code", "implicit"],
    service: ["client_credentials"],
};

/** The body of POST and PUT for these inputs, every default spelled out. */
export function appOauthBody(inputs: Values, state: Values | undefined): Values {
    const given = texts(inputs, "grantTypes");
    const grantTypes =
        given.length > 0 ? given : (REQUIRED_GRANT_TYPES[text(inputs, "type")] ?? []);
    return {
        accessibility: present({
            selfService: flag(inputs, "accessibilitySelfService"),
            errorRedirectUrl: text(inputs, "accessibilityErrorRedirectUrl"),
            loginRedirectUrl: text(inputs, "accessibilityLoginRedirectUrl"),
        }),
        credentials: {
            oauthClient: oauthCredentials(inputs, state),
            userNameTemplate: present({
                template: text(inputs, "userNameTemplate"),
                type: text(inputs, "userNameTemplateType"),
                userSuffix: text(inputs, "userNameTemplateSuffix"),
                pushStatus: text(inputs, "userNameTemplatePushStatus"),
            }),
        },
        label: text(inputs, "label"),
        name: text(inputs, "preconfiguredApp") || "oidc_client",
        ...present({ profile: json(inputs, "profile") }),
        settings: {
            ...json(inputs, "appSettingsJson"),
            ...present({ implicitAssignment: flag(inputs, "implicitAssignment") }),
            notes: present({
                admin: text(inputs, "adminNote"),
                enduser: text(inputs, "enduserNote"),
            }),
            oauthClient: oauthSettings(inputs, grantTypes),
        },
        signOnMode: "OPENID_CONNECT",
        visibility: {
            ...present({
                autoSubmitToolbar: flag(inputs, "autoSubmitToolbar"),
                appLinks: json(inputs, "appLinksJson"),
            }),
            hide: present({ iOS: flag(inputs, "hideIos"), web: flag(inputs, "hideWeb") }),
        },
    };
}

function oauthCredentials(inputs: Values, state: Values | undefined): Values {
    const method = text(inputs, "tokenEndpointAuthMethod");
    const isPublic = ["native", "browser"].includes(text(inputs, "type"));
    const pkce = inputs.pkceRequired ?? (method === "none" || (!state && isPublic));
    const kept = flag(inputs, "omitSecret") || !state ? "" : text(state, "clientSecret");
    const secret = text(inputs, "clientBasicSecretWo") || text(inputs, "clientBasicSecret") || kept;
    return {
        autoKeyRotation: inputs.autoKeyRotation ?? true,
        ...present({
            client_id: text(inputs, "clientId") || text(state ?? {}, "clientId"),
            client_secret: secret,
        }),
        pkce_required: pkce,
        token_endpoint_auth_method: method,
    };
}

function oauthSettings(inputs: Values, grantTypes: string[]): Values {
    const given = texts(inputs, "responseTypes");
    const keys = records(inputs, "jwks").map(jwkBody);
    return {
        application_type: text(inputs, "type"),
        ...present({
            client_uri: text(inputs, "clientUri"),
            consent_method: text(inputs, "consentMethod"),
            redirect_uris: texts(inputs, "redirectUris"),
            post_logout_redirect_uris: texts(inputs, "postLogoutRedirectUris"),
            initiate_login_uri: text(inputs, "loginUri"),
            logo_uri: text(inputs, "logoUri"),
            policy_uri: text(inputs, "policyUri"),
            tos_uri: text(inputs, "tosUri"),
            issuer_mode: text(inputs, "issuerMode"),
            wildcard_redirect: text(inputs, "wildcardRedirect"),
            jwks_uri: text(inputs, "jwksUri"),
            backchannel_custom_authenticator_id: text(inputs, "backchannelCustomAuthenticatorId"),
            participate_slo: flag(inputs, "participateSlo"),
            frontchannel_logout_uri: text(inputs, "frontchannelLogoutUri"),
            frontchannel_logout_session_required: flag(inputs, "frontchannelLogoutSessionRequired"),
            jwks: keys.length > 0 ? { keys } : {},
            network: networkBody(inputs),
        }),
        dpop_bound_access_tokens: false,
        grant_types: grantTypes,
        response_types: given.length > 0 ? given : responseTypesFor(grantTypes),
        idp_initiated_login: {
            default_scope: texts(inputs, "loginScopes"),
            mode: text(inputs, "loginMode"),
        },
        ...(grantTypes.includes("refresh_token") ? refreshToken(inputs) : {}),
    };
}

function responseTypesFor(grantTypes: string[]): string[] {
    const has = (...types: string[]): boolean => types.some((type) => grantTypes.includes(type));
    return [
        ...(has("implicit", "client_credentials") ? ["token"] : []),
        ...(has("password", "authorization_code", "refresh_token") ? ["code"] : []),
    ];
}

function refreshToken(inputs: Values): Values {
    const leeway = inputs.refreshTokenLeeway ?? 0;
    return { refresh_token: { rotation_type: text(inputs, "refreshTokenRotation"), leeway } };
}

function jwkBody(jwk: Values): Values {
    const { kty, kid, e, n, x, y } = jwk;
    const common = { kid: kid ?? null, kty: kty ?? null, status: "ACTIVE" };
    if (kty === "EC") {
        return { ...common, x: x ?? null, y: y ?? null };
    }
    return { ...common, e: e ?? null, n: n ?? null };
}

function networkBody(inputs: Values): Values {
    if (!isRecord(inputs.network)) {
        return {};
    }
    const { network } = inputs;
    return {
        connection: text(network, "connection"),
        ...present({ include: texts(network, "includes"), exclude: texts(network, "excludes") }),
    };
}

function json(inputs: Values, key: string): Values {
    if (text(inputs, key) === "") {
        return {};
    }
    const parsed: unknown = JSON.parse(text(inputs, key));
    return isRecord(parsed) ? parsed : {};
}

function present(values: Values): Values {
    const isSet = (value: unknown): boolean =>
        isRecord(value)
            ? Object.keys(value).length > 0
            : Array.isArray(value)
              ? value.length > 0
              : value !== "" && value !== false && value !== null;
    return Object.fromEntries(Object.entries(values).filter(([, value]) => isSet(value)));
}
