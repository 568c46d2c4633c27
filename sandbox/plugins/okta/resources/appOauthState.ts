import { isRecord, records, text, texts, type Value, type Values } from "../../provider/value";

/** What the state records of an app as Okta returns it. */
export function appOauthState(app: Values, withPolicy: boolean): Values {
    const settings = child(app, "settings");
    const oauth = child(settings, "oauthClient");
    const accessibility = child(app, "accessibility");
    const visibility = child(app, "visibility");
    const hide = child(visibility, "hide");
    const notes = child(settings, "notes");
    return {
        name: text(app, "name"),
        status: text(app, "status"),
        signOnMode: text(app, "signOnMode"),
        label: text(app, "label"),
        accessibilitySelfService: accessibility.selfService === true,
        accessibilityErrorRedirectUrl: text(accessibility, "errorRedirectUrl"),
        accessibilityLoginRedirectUrl: text(accessibility, "loginRedirectUrl"),
        autoSubmitToolbar: visibility.autoSubmitToolbar === true,
        hideIos: hide.iOS === true,
        hideWeb: hide.web === true,
        adminNote: text(notes, "admin"),
        enduserNote: text(notes, "enduser"),
        profile: isRecord(app.profile) ? JSON.stringify(app.profile) : "",
        implicitAssignment: settings.implicitAssignment === true,
        logoUrl: link(app, "logo"),
        authenticationPolicy: withPolicy ? (link(app, "accessPolicy").split("/").at(-1) ?? "") : "",
        ...credentialsState(child(app, "credentials")),
        ...oauthState(oauth),
    };
}

function credentialsState(credentials: Values): Values {
    const client = child(credentials, "oauthClient");
    const template = child(credentials, "userNameTemplate");
    const state: Values = {
        clientId: text(client, "client_id"),
        tokenEndpointAuthMethod: text(client, "token_endpoint_auth_method"),
        autoKeyRotation: client.autoKeyRotation === true,
        pkceRequired: client.pkce_required === true,
    };
    if (text(template, "template") !== "") {
        state.userNameTemplate = text(template, "template");
        state.userNameTemplateType = text(template, "type");
        state.userNameTemplateSuffix = text(template, "userSuffix");
        state.userNameTemplatePushStatus = text(template, "pushStatus");
    }
    return state;
}

function oauthState(oauth: Values): Values {
    const login = child(oauth, "idp_initiated_login");
    const refresh = child(oauth, "refresh_token");
    const state: Values = {
        type: text(oauth, "application_type"),
        clientUri: text(oauth, "client_uri"),
        logoUri: text(oauth, "logo_uri"),
        tosUri: text(oauth, "tos_uri"),
        policyUri: text(oauth, "policy_uri"),
        loginUri: text(oauth, "initiate_login_uri"),
        jwksUri: text(oauth, "jwks_uri"),
        wildcardRedirect: text(oauth, "wildcard_redirect"),
        backchannelCustomAuthenticatorId: text(oauth, "backchannel_custom_authenticator_id"),
        issuerMode: text(oauth, "issuer_mode"),
        participateSlo: oauth.participate_slo === true,
        frontchannelLogoutUri: text(oauth, "frontchannel_logout_uri"),
        frontchannelLogoutSessionRequired: oauth.frontchannel_logout_session_required === true,
        redirectUris: texts(oauth, "redirect_uris"),
        responseTypes: texts(oauth, "response_types"),
        grantTypes: texts(oauth, "grant_types"),
        postLogoutRedirectUris: texts(oauth, "post_logout_redirect_uris"),
        jwks: records(child(oauth, "jwks"), "keys").map(jwkState),
    };
    if (text(oauth, "consent_method") !== "") {
        state.consentMethod = text(oauth, "consent_method");
    }
    if (text(login, "mode") !== "") {
        state.loginMode = text(login, "mode");
        state.loginScopes = texts(login, "default_scope");
    }
    if (text(refresh, "rotation_type") !== "") {
        state.refreshTokenRotation = text(refresh, "rotation_type");
        if (typeof refresh.leeway === "number") {
            state.refreshTokenLeeway = refresh.leeway;
        }
    }
    if (isRecord(oauth.network)) {
        state.network = {
            connection: text(oauth.network, "connection"),
            includes: texts(oauth.network, "include").sort(),
            excludes: texts(oauth.network, "exclude").sort(),
        };
    }
    return state;
}

function jwkState(key: Values): Values {
    const names = key.kty === "EC" ? ["kty", "kid", "x", "y"] : ["kty", "kid", "e", "n"];
    return Object.fromEntries(names.map((name) => [name, text(key, name)]));
}

function child(values: Values, key: string): Values {
    const value = values[key];
    return isRecord(value) ? value : {};
}

function link(app: Values, name: string): string {
    const entry: Value | undefined = child(app, "_links")[name];
    const first = Array.isArray(entry) ? entry[0] : entry;
    return isRecord(first) ? text(first, "href") : "";
}
