import type { App, AppKey } from "./model";
import type { Org } from "./org";

/** An app as Okta shows it. The client secret is shown in the answers to POST and PUT only. */
export function appView(org: Org, base: string, app: App, options: { secret: boolean }) {
    const { oauthClient } = app.credentials;
    const secret = app.secrets.find((each) => each.status === "ACTIVE")?.secret;
    const withSecret =
        options.secret &&
        secret !== undefined &&
        oauthClient?.token_endpoint_auth_method.startsWith("client_secret");
    return {
        id: app.id,
        orn: `orn:${org.domain.endsWith("okta.com") ? "okta" : "oktapreview"}:idp:${org.id}:apps:${app.name}:${app.id}`,
        name: app.name,
        label: app.label,
        status: app.status,
        lastUpdated: app.lastUpdated,
        created: app.created,
        accessibility: app.accessibility,
        visibility: { ...app.visibility, appLinks: { [`${app.name}_link`]: true } },
        features: [],
        signOnMode: app.signOnMode,
        credentials: {
            userNameTemplate: app.credentials.userNameTemplate,
            signing: oauthClient ? { kid: org.signingKid } : {},
            ...(oauthClient
                ? {
                      oauthClient: {
                          autoKeyRotation: oauthClient.autoKeyRotation,
                          client_id: app.clientId,
                          ...(withSecret ? { client_secret: secret } : {}),
                          token_endpoint_auth_method: oauthClient.token_endpoint_auth_method,
                          pkce_required: oauthClient.pkce_required,
                      },
                  }
                : {}),
        },
        universalLogout: {
            status: "DISABLED",
            supportType: "FULL",
            identityStack: "NOT_SHARED",
            protocol: "GLOBAL_TOKEN_REVOCATION",
        },
        settings: settingsView(app),
        _links: linksOf(org, base, app),
    };
}

function settingsView(app: App) {
    const { settings } = app;
    return {
        app: settings.app,
        notifications: settings.notifications,
        manualProvisioning: false,
        implicitAssignment: settings.implicitAssignment,
        emOptInStatus: "NONE",
        notes: settings.notes,
        ...(settings.oauthClient
            ? {
                  oauthClient: {
                      ...settings.oauthClient,
                      ...(app.keys.length > 0
                          ? { jwks: { keys: app.keys.map(embeddedKeyView) } }
                          : {}),
                  },
              }
            : {}),
    };
}

/** A key inside an app's settings: fewer members than the key endpoints show. */
function embeddedKeyView(key: AppKey) {
    const { kty, id, status, kid, use } = key;
    const common = { kty, id, status, kid, use };
    return kty === "RSA"
        ? { ...common, e: key.e, n: key.n }
        : { ...common, x: key.x, y: key.y, crv: key.crv ?? null };
}

function linksOf(org: Org, base: string, app: App) {
    const { policies } = org.store;
    const enrollment = policies.find((policy) => policy.type === "PROFILE_ENROLLMENT")?.id;
    // An app that was given no policy is under the org's default one.
    const defaultAccess = policies.find((each) => each.type === "ACCESS_POLICY" && each.system)?.id;
    const access = app.accessPolicyId ?? defaultAccess;
    const self = `${base}/api/v1/apps/${app.id}`;
    const change = app.status === "ACTIVE" ? "deactivate" : "activate";
    const usesSecret =
        app.credentials.oauthClient?.token_endpoint_auth_method.startsWith("client_secret");
    const credentials = usesSecret ? "secrets" : "jwks";
    return {
        uploadLogo: { href: `${self}/logo`, hints: { allow: ["POST"] } },
        appLinks: [
            {
                name: `${app.name}_link`,
                href: `${base}/home/${app.name}/${app.id}/aln177a159h7Zf52X0g8`,
                type: "text/html",
            },
        ],
        ...(enrollment === undefined
            ? {}
            : { profileEnrollment: { href: `${base}/api/v1/policies/${enrollment}` } }),
        policies: { href: `${self}/policies`, hints: { allow: ["PUT"] } },
        groups: { href: `${self}/groups` },
        logo: [{ name: "medium", href: `${base}/assets/img/logos/default.png`, type: "image/png" }],
        ...(app.credentials.oauthClient
            ? {
                  clientCredentials: [
                      { name: credentials, href: `${self}/credentials/${credentials}` },
                  ],
              }
            : {}),
        ...(access === undefined
            ? {}
            : { accessPolicy: { href: `${base}/api/v1/policies/${access}` } }),
        users: { href: `${self}/users` },
        [change]: { href: `${self}/lifecycle/${change}` },
    };
}
