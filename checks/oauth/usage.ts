import { anyApp, grants } from "../../okta/appShapes";
import { readCall } from "../../okta/call";
import { fetchAllPages } from "../../okta/pages";
import { pathSegment } from "../../okta/pathSegment";
import { fetchFence, whyOf } from "../network/fence";
import type { UsageSubjects } from "../usage/subject";
import { expectedApps } from "./state";

/** The service apps of a stack, each with its grants and the zones that it may be used from. */
export const appUsage: UsageSubjects = (stack) =>
    expectedApps(stack).map(({ urn, id, clientId, scopes }) => ({
        urn,
        clientId,
        scopes: scopes.flatMap((one) => one.scopes),
        fetchGrants: async (client) => {
            const path = `/api/v1/apps/${pathSegment(id)}/grants?limit=200`;
            const { fact, value } = await readCall(() => fetchAllPages(client, path), grants);
            const granted = value?.map(({ scopeId, created }) => ({
                scope: scopeId,
                since: created ?? undefined,
            }));
            return { fact, value: granted };
        },
        fetchFence: async (client) => {
            const path = `/api/v1/apps/${pathSegment(id)}`;
            const { fact, value } = await readCall(() => client.send(path), anyApp(id));
            return value === undefined
                ? { kind: "unread", reason: `The app could not be read: ${whyOf(fact)}` }
                : fetchFence(client, value.settings?.oauthClient?.network);
        },
    }));
