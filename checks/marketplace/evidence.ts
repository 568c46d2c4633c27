import { clientSecrets, integration } from "../../okta/appShapes";
import { readCall } from "../../okta/call";
import { pathSegment } from "../../okta/pathSegment";
import { AdminRole } from "../../rules/roles";
import type { ClientEvidence } from "../evidence/document";
import { byText, fetchRateLimit, scopeEvidence, whyUnread } from "../evidence/parts";
import type { EvidenceSubjects } from "../evidence/subject";
import { API_SERVICES_PATH } from "./fetch";
import { expectedIntegrations } from "./state";

/** The Marketplace integrations of a stack, as a reviewer wants to see them. */
export const integrationEvidence: EvidenceSubjects = (stack) =>
    expectedIntegrations(stack).map(({ urn, id, type, scopes }) => ({
        urn,
        id,
        fetch: async (client): Promise<ClientEvidence> => {
            const path = `${API_SERVICES_PATH}/${pathSegment(id)}`;
            const [found, secrets, rateLimit] = await Promise.all([
                readCall(() => client.send(path), integration(id)),
                readCall(() => client.send(`${path}/credentials/secrets`), clientSecrets),
                fetchRateLimit(client, "OAUTH_CLIENT", id),
            ]);
            const { value } = found;
            const granted = value?.grantedScopes.map((scope) => ({
                scope,
                since: value.createdAt ?? undefined,
            }));
            return {
                kind: "API service integration",
                id,
                name: type,
                status: null,
                scopes: granted === undefined ? null : scopeEvidence(granted, scopes),
                // Okta assigns it itself, and shows it nowhere but in the System Log.
                roles: [
                    {
                        type: AdminRole.SuperAdmin,
                        name: "Super Administrator, assigned by Okta; the scopes limit it",
                        permissions: null,
                        resources: null,
                    },
                ],
                network: { from: "anywhere", zones: [] },
                rateLimitPercent: rateLimit.value,
                dpop: null,
                credentials:
                    secrets.value
                        ?.map((secret) => ({
                            kind: "client secret" as const,
                            id: secret.id,
                            thumbprint: null,
                            algorithm: null,
                            status: secret.status,
                            created: secret.created ?? null,
                            heldBy: "this stack, and Rezonate",
                        }))
                        .sort(byText((one) => one.id)) ?? null,
                unread: [
                    ...whyUnread("The integration", found),
                    ...whyUnread("The client secrets", secrets),
                    ...rateLimit.unread,
                ],
            };
        },
    }));
