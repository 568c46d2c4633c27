import * as z from "zod";

import { APP_MANAGERS, APP_READERS } from "../roles";
import { ok, type Route } from "../route";
import { parseBody } from "../validate";
import { appOf } from "./apps";

const path = "/api/v1/internal/apps/:appId/settings/oauth/idToken";
const schema = z.looseObject({ issuerMode: z.string().optional() });

/** Undocumented endpoints that the official plugin calls. They take API tokens only. */
export const internalRoutes: Route[] = [
    {
        method: "GET",
        path,
        scope: "none",
        roles: APP_READERS,
        supported: "in full",
        source: "VCR",
        handle: (call) => {
            const app = appOf(call);
            return ok({
                issuer: call.org.url,
                orgUrl: null,
                customUrl: null,
                audience: app.clientId,
                issuerMode: app.idTokenIssuerMode,
            });
        },
    },
    {
        method: "POST",
        path,
        scope: "none",
        roles: APP_MANAGERS,
        supported: "keeps issuerMode and nothing else",
        source: "VCR",
        handle: (call) => {
            const app = appOf(call);
            const { issuerMode = "ORG_URL" } = parseBody(call, schema);
            call.org.store.apps.set({ ...app, idTokenIssuerMode: issuerMode });
            return ok({
                issuer: null,
                orgUrl: null,
                customUrl: null,
                audience: null,
                issuerMode,
            });
        },
    },
];
