import { readCall } from "../../okta/call";
import { pathSegment } from "../../okta/pathSegment";
import { apiToken, user } from "../../okta/shapes";
import type { ClientEvidence } from "../evidence/document";
import { fetchRateLimit, fetchRoles, networkEvidence, whyUnread } from "../evidence/parts";
import type { EvidenceSubjects } from "../evidence/subject";
import { fetchFence } from "../network/fence";
import { API_TOKENS_PATH } from "./fetch";
import { expectedServiceUsers } from "./state";

/** The service users of a stack and their API tokens, as a reviewer wants to see them. */
export const serviceUserEvidence: EvidenceSubjects = (stack) =>
    expectedServiceUsers(stack).map(({ user: { urn, id, login }, token }) => ({
        urn,
        id,
        fetch: async (client): Promise<ClientEvidence> => {
            const path = `/api/v1/users/${pathSegment(id)}`;
            const [found, roles, used, rateLimit] = await Promise.all([
                readCall(() => client.send(path), user(id)),
                fetchRoles(client, `${path}/roles`),
                token &&
                    readCall(
                        () => client.send(`${API_TOKENS_PATH}/${pathSegment(token.id)}`),
                        apiToken(token.id),
                    ),
                token && fetchRateLimit(client, "SSWS_TOKEN", token.id),
            ]);
            const { network, unread } = networkEvidence(
                await fetchFence(client, used?.value?.network),
            );
            return {
                kind: "service user",
                id,
                name: login,
                status: found.value?.status ?? null,
                scopes: [],
                roles: roles.value,
                network:
                    used !== undefined && used.value === undefined
                        ? { from: "unknown", zones: [] }
                        : network,
                rateLimitPercent: rateLimit?.value ?? null,
                dpop: null,
                credentials:
                    token === undefined
                        ? []
                        : [
                              {
                                  kind: "API token",
                                  id: token.id,
                                  thumbprint: null,
                                  algorithm: null,
                                  status: used?.value === undefined ? null : "ACTIVE",
                                  created: used?.value?.created ?? null,
                                  heldBy: "this stack, and Rezonate",
                              },
                          ],
                unread: [
                    ...whyUnread("The service user", found),
                    ...roles.unread,
                    ...whyUnread("The API token", used),
                    ...unread,
                    ...(rateLimit?.unread ?? []),
                ],
            };
        },
    }));
