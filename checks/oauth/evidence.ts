import { type AnyApp, anyApp, type AppJwk } from "../../okta/appShapes";
import { readCall } from "../../okta/call";
import { pathSegment } from "../../okta/pathSegment";
import { textOf } from "../../rules/json";
import { publicJwk } from "../../rules/jwk";
import type { ClientEvidence, CredentialEvidence } from "../evidence/document";
import {
    byText,
    fetchRateLimit,
    fetchRoles,
    networkEvidence,
    scopeEvidence,
    whyUnread,
} from "../evidence/parts";
import type { EvidenceSubjects } from "../evidence/subject";
import { fetchFence, whyOf } from "../network/fence";
import type { StackSnapshot } from "../state/stackSnapshot";
import { thumbprintOf } from "./ownKey";
import { expectedApps } from "./state";
import { appUsage } from "./usage";

const PRIVATE_KEY = "tls:index/privateKey:PrivateKey";

/** The service apps of a stack, as a reviewer wants to see them. */
export const appEvidence: EvidenceSubjects = (stack) => {
    const usages = appUsage(stack);
    return expectedApps(stack).map(({ urn, id, clientId, label }, index) => ({
        urn,
        id: clientId,
        fetch: async (client): Promise<ClientEvidence> => {
            const [app, granted, roles, rateLimit] = await Promise.all([
                readCall(() => client.send(`/api/v1/apps/${pathSegment(id)}`), anyApp(id)),
                usages[index]?.fetchGrants(client),
                fetchRoles(client, `/oauth2/v1/clients/${pathSegment(clientId)}/roles`),
                fetchRateLimit(client, "OAUTH_CLIENT", clientId),
            ]);
            const settings = app.value?.settings?.oauthClient;
            const fence =
                app.value === undefined
                    ? {
                          kind: "unread" as const,
                          reason: `The app could not be read: ${whyOf(app.fact)}`,
                      }
                    : await fetchFence(client, settings?.network);
            const { network, unread } = networkEvidence(fence);
            return {
                kind: "service app",
                id: clientId,
                name: app.value?.label ?? label,
                status: app.value?.status ?? null,
                scopes: granted?.value
                    ? scopeEvidence(granted.value, usages[index]?.scopes ?? [])
                    : null,
                roles: roles.value,
                network,
                rateLimitPercent: rateLimit.value,
                dpop: app.value === undefined ? null : settings?.dpop_bound_access_tokens === true,
                credentials: app.value === undefined ? null : credentialsOf(app.value, stack),
                unread: [
                    ...whyUnread("The grants", granted),
                    ...roles.unread,
                    ...unread,
                    ...rateLimit.unread,
                ],
            };
        },
    }));
};

function credentialsOf({ settings }: AnyApp, stack: StackSnapshot): CredentialEvidence[] {
    const { jwks, jwks_uri: keySet } = settings?.oauthClient ?? {};
    if (keySet) {
        return [
            {
                kind: "key set",
                id: keySet,
                thumbprint: null,
                algorithm: null,
                status: null,
                created: null,
                heldBy: "Rezonate",
            },
        ];
    }
    const made = generatedKeys(stack);
    return (jwks?.keys ?? [])
        .map((key): CredentialEvidence => {
            const thumbprint = thumbprintOf(key);
            const own = made.find((one) => one.thumbprint === thumbprint);
            return {
                kind: "public key",
                id: key.kid ?? "",
                thumbprint,
                algorithm: algorithmOf(key),
                status: key.status ?? null,
                created: own?.created ?? null,
                heldBy:
                    own === undefined
                        ? "Rezonate, or whoever made the key"
                        : "this stack, and Rezonate",
            };
        })
        .sort(byText(({ thumbprint }) => thumbprint ?? ""));
}

function generatedKeys({ resources }: StackSnapshot) {
    return resources
        .filter(({ type }) => type === PRIVATE_KEY)
        .flatMap(({ outputs, created }) => {
            const pem = textOf(outputs, "publicKeyPem");
            return pem === undefined ? [] : [{ thumbprint: publicJwk(pem).kid, created }];
        });
}

function algorithmOf({ kty, n, crv, x }: AppJwk): string {
    if (kty === "RSA") {
        return `RSA ${Buffer.from(n ?? "", "base64url").length * 8}`;
    }
    const bits = Buffer.from(x ?? "", "base64url").length * 8;
    return `${kty} ${crv ?? `P-${bits}`}`;
}
