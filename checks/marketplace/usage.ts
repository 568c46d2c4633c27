import { integration } from "../../okta/appShapes";
import { readCall } from "../../okta/call";
import { pathSegment } from "../../okta/pathSegment";
import type { UsageSubjects } from "../usage/subject";
import { API_SERVICES_PATH } from "./fetch";
import { expectedIntegrations } from "./state";

/** The Marketplace integrations of a stack. Okta fences none in. */
export const integrationUsage: UsageSubjects = (stack) =>
    expectedIntegrations(stack).map(({ urn, id, scopes }) => ({
        urn,
        clientId: id,
        scopes,
        fetchGrants: async (client) => {
            const path = `${API_SERVICES_PATH}/${pathSegment(id)}`;
            const { fact, value } = await readCall(() => client.send(path), integration(id));
            const granted = value?.grantedScopes.map((scope) => ({
                scope,
                since: value.createdAt ?? undefined,
            }));
            return { fact, value: granted };
        },
        fetchFence: () => Promise.resolve({ kind: "none" }),
    }));
