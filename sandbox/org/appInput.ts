import * as z from "zod";

import { isAllowedKeyAddress, keySchema } from "./appKeys";
import { invalid, oktaError } from "./errors";
import type { App, OAuthClientSettings } from "./model";
import { networkSchema } from "./network";

const object = z.record(z.string(), z.unknown());

/** The app that a client sends, in the form Okta accepts. */
export const appSchema = z.looseObject({
    name: z.string().optional(),
    label: z.string().min(1).max(100),
    signOnMode: z.enum(["OPENID_CONNECT", "BOOKMARK"]),
    accessibility: object.nullish(),
    visibility: object.nullish(),
    credentials: z
        .looseObject({
            userNameTemplate: object.nullish(),
            oauthClient: z
                .looseObject({
                    client_id: z
                        .string()
                        .regex(/^[A-Za-z0-9$\-_.+!*'(),]{6,100}$/)
                        .nullish(),
                    client_secret: z
                        .string()
                        .regex(/^[\x20-\x7e]{14,100}$/)
                        .nullish(),
                    autoKeyRotation: z.boolean().nullish(),
                    pkce_required: z.boolean().nullish(),
                    token_endpoint_auth_method: z
                        .enum([
                            "client_secret_basic",
                            "client_secret_post",
                            "client_secret_jwt",
                            "private_key_jwt",
                            "none",
                        ])
                        .nullish(),
                })
                .nullish(),
        })
        .nullish(),
    settings: z
        .looseObject({
            app: object.nullish(),
            implicitAssignment: z.boolean().nullish(),
            notes: object.nullish(),
            oauthClient: z
                .looseObject({
                    client_uri: z.string().nullish(),
                    logo_uri: z.string().nullish(),
                    redirect_uris: z.array(z.string()).nullish(),
                    response_types: z.array(z.enum(["code", "token", "id_token"])).nullish(),
                    grant_types: z.array(z.string()).nullish(),
                    application_type: z.enum(["web", "native", "browser", "service"]).nullish(),
                    consent_method: z.enum(["REQUIRED", "TRUSTED"]).nullish(),
                    issuer_mode: z.enum(["ORG_URL", "CUSTOM_URL", "DYNAMIC"]).nullish(),
                    idp_initiated_login: object.nullish(),
                    wildcard_redirect: z.enum(["DISABLED", "SUBDOMAIN"]).nullish(),
                    dpop_bound_access_tokens: z.boolean().nullish(),
                    participate_slo: z.boolean().nullish(),
                    jwks: z.looseObject({ keys: z.array(keySchema) }).nullish(),
                    jwks_uri: z.string().nullish(),
                    network: networkSchema.nullish(),
                })
                .nullish(),
        })
        .nullish(),
});

/** An app as a client sends it. */
export type AppInput = z.infer<typeof appSchema>;

/** The parts of an app that a body decides; a PUT replaces all of them. */
export function appFields(input: AppInput) {
    if (input.accessibility?.["selfService"] === true) {
        throw oktaError("E0000043");
    }
    const client = input.credentials?.oauthClient;
    const isOidc = input.signOnMode === "OPENID_CONNECT";
    if (isOidc && (!input.settings?.oauthClient || client === undefined)) {
        throw invalid("settings", "settings.oauthClient and credentials.oauthClient are required.");
    }
    return {
        label: input.label,
        signOnMode: input.signOnMode,
        accessibility: {
            selfService: false,
            errorRedirectUrl: null,
            loginRedirectUrl: null,
            ...input.accessibility,
        },
        visibility: {
            autoLaunch: false,
            autoSubmitToolbar: false,
            hide: { iOS: true, web: true },
            ...input.visibility,
        },
        credentials: {
            userNameTemplate: input.credentials?.userNameTemplate ?? {
                template: "${source.login}",
                type: "BUILT_IN",
            },
            ...(isOidc
                ? {
                      oauthClient: {
                          autoKeyRotation: client?.autoKeyRotation ?? true,
                          token_endpoint_auth_method:
                              client?.token_endpoint_auth_method ?? "client_secret_basic",
                          pkce_required: client?.pkce_required ?? false,
                      },
                  }
                : {}),
        },
        settings: {
            app: input.settings?.app ?? {},
            notifications: {
                vpn: { network: { connection: "DISABLED" }, message: null, helpUrl: null },
            },
            implicitAssignment: input.settings?.implicitAssignment ?? false,
            notes: { admin: null, enduser: null, ...input.settings?.notes },
            ...(isOidc ? { oauthClient: clientSettings(input) } : {}),
        },
    } satisfies Partial<App>;
}

function clientSettings(input: AppInput): OAuthClientSettings {
    const given = input.settings?.oauthClient ?? {};
    const type = given.application_type ?? "web";
    const isService = type === "service";
    if (isService && (given.grant_types ?? []).some((grant) => grant !== "client_credentials")) {
        throw invalid(
            "settings",
            "A service application can use the grant type client_credentials only.",
        );
    }
    if (given.jwks_uri && given.jwks) {
        throw invalid("settings", "'jwks' and 'jwks_uri' can't both be set.");
    }
    if (given.jwks_uri && !isAllowedKeyAddress(given.jwks_uri)) {
        throw invalid("settings", "'jwks_uri' must be an https URL.");
    }
    return {
        client_uri: given.client_uri ?? null,
        logo_uri: given.logo_uri ?? null,
        redirect_uris: given.redirect_uris ?? [],
        response_types: given.response_types ?? (isService ? ["token"] : ["code"]),
        grant_types: given.grant_types ?? [isService ? "client_credentials" : "authorization_code"],
        application_type: type,
        consent_method: given.consent_method ?? "TRUSTED",
        issuer_mode: given.issuer_mode ?? "ORG_URL",
        ...(given.jwks_uri ? { jwks_uri: given.jwks_uri } : {}),
        idp_initiated_login: given.idp_initiated_login ?? { mode: "DISABLED", default_scope: [] },
        wildcard_redirect: given.wildcard_redirect ?? "DISABLED",
        dpop_bound_access_tokens: given.dpop_bound_access_tokens ?? false,
        participate_slo: given.participate_slo ?? false,
        ...(given.network ? { network: given.network } : {}),
    };
}
