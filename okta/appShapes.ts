import * as v from "valibot";

import { absent, id, list, text } from "./shapeParts";

const jwk = v.object({
    kty: text,
    kid: absent(text),
    status: absent(text),
    n: absent(text),
    e: absent(text),
    crv: absent(text),
    x: absent(text),
    y: absent(text),
});

/** The network zones from which alone an app gets tokens. */
const restriction = v.object({
    connection: absent(text),
    include: absent(list(text)),
    exclude: absent(list(text)),
});

/** An OIDC app (Okta: Applications API). */
export const oidcApp = (id: string) =>
    v.object({
        id: v.literal(id),
        label: text,
        status: text,
        settings: v.object({
            oauthClient: v.object({
                dpop_bound_access_tokens: absent(v.boolean()),
                jwks: absent(v.object({ keys: list(jwk) })),
                jwks_uri: absent(text),
                network: absent(restriction),
            }),
        }),
    });

const appOfAnyKind = {
    label: text,
    status: text,
    signOnMode: absent(text),
    credentials: absent(
        v.object({ oauthClient: absent(v.object({ token_endpoint_auth_method: absent(text) })) }),
    ),
    settings: absent(
        v.object({
            oauthClient: absent(
                v.object({
                    application_type: absent(text),
                    dpop_bound_access_tokens: absent(v.boolean()),
                    jwks: absent(
                        v.object({
                            keys: list(
                                v.object({ ...jwk.entries, use: absent(text), alg: absent(text) }),
                            ),
                        }),
                    ),
                    jwks_uri: absent(text),
                    network: absent(restriction),
                }),
            ),
        }),
    ),
};

/** An app of any kind (Okta: Applications API). */
export const anyApp = (id: string) => v.object({ ...appOfAnyKind, id: v.literal(id) });

/** The apps of an org. */
export const apps = list(v.object({ ...appOfAnyKind, id }));

/** An app of any kind, as it is read here. */
export type AnyApp = v.InferOutput<typeof apps>[number];

/** One key of an app, as the app's settings hold it. */
export type AppJwk = v.InferOutput<typeof jwk>;

/** An OIDC app as a list of apps has it. */
const listedApp = v.object({
    id,
    label: text,
    created: absent(text),
    settings: absent(
        v.object({
            oauthClient: absent(
                v.object({
                    jwks: absent(v.object({ keys: list(jwk) })),
                    network: absent(restriction),
                }),
            ),
        }),
    ),
});

/** An OIDC app as a list of apps has it. */
export type ListedApp = v.InferOutput<typeof listedApp>;

/** The OIDC apps of an org. */
export const oidcApps = list(listedApp);

/** The scope grants of an app (Okta: Application Grants API). */
export const grants = list(v.object({ scopeId: text, created: absent(text) }));

/** An API service integration instance (Okta: API Service Integrations API). */
export const integration = (id: string) =>
    v.object({ id: v.literal(id), grantedScopes: list(text), createdAt: absent(text) });

/** The same with what tells which one it is. */
const listedIntegration = v.object({
    id,
    type: text,
    name: absent(text),
    grantedScopes: list(text),
    createdAt: absent(text),
});

/** An API service integration as a list of them has it. */
export type ListedIntegration = v.InferOutput<typeof listedIntegration>;

/** The API service integrations of an org. */
export const integrations = list(v.object({ id, type: text }));

/** The same, with their scopes. */
export const listedIntegrations = list(listedIntegration);

/** One of them. */
export const integrationOfAnyType = (id: string) =>
    v.object({ ...listedIntegration.entries, id: v.literal(id) });

/** Its client secrets, masked. */
export const clientSecrets = list(
    v.object({ id, status: text, created: absent(text), secret_hash: absent(text) }),
);
