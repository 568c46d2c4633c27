import * as z from "zod";

import { invalid, notFound } from "../errors";
import type { PrincipalRateLimit } from "../model";
import { page } from "../paging";
import { filtered } from "../query";
import { SETTINGS_READERS, SUPER_ONLY } from "../roles";
import { type Call, created, ok, type Route } from "../route";
import { newId } from "../store";
import { parseBody } from "../validate";

const path = "/api/v1/principal-rate-limits";
const percentage = z.int().min(0).max(100);
const schema = z.looseObject({
    principalId: z.string().min(1),
    principalType: z.enum(["SSWS_TOKEN", "OAUTH_CLIENT"]),
    defaultPercentage: percentage.default(50),
    defaultConcurrencyPercentage: percentage.default(75),
});

function limitOf(call: Call): PrincipalRateLimit {
    const id = call.param("limitId");
    const limit = call.org.store.principalRateLimits.get(id);
    if (limit === undefined) {
        throw notFound(id, "PrincipalRateLimitEntity");
    }
    return limit;
}

function write(call: Call, before?: PrincipalRateLimit) {
    const { org, principal } = call;
    const input = parseBody(call, schema);
    const { principalId, principalType, defaultPercentage, defaultConcurrencyPercentage } = input;
    const { apiServices, apiTokens, apps, principalRateLimits } = org.store;
    const exists =
        principalType === "SSWS_TOKEN"
            ? apiTokens.has(principalId)
            : apiServices.has(principalId) || apps.find((app) => app.clientId === principalId);
    if (!exists) {
        throw invalid("principalId", `principalId: '${principalId}' does not exist.`);
    }
    const same = principalRateLimits.find((limit) => limit.principalId === principalId);
    if (same !== undefined && same !== before) {
        throw invalid("principalId", "principalId: There is already a limit for this principal.");
    }
    const now = org.timestamp();
    const by = principal.kind === "user" ? principal.userId : "unknown";
    const limit = principalRateLimits.set({
        id: before?.id ?? newId("dbl"),
        principalId,
        principalType,
        orgId: org.id,
        defaultPercentage,
        defaultConcurrencyPercentage,
        createdBy: before?.createdBy ?? by,
        createdDate: before?.createdDate ?? now,
        lastUpdate: now,
        lastUpdatedBy: by,
    });
    return before === undefined ? created(limit) : ok(limit);
}

const source = "OAS";
const reading = {
    scope: "okta.principalRateLimits.read",
    roles: SETTINGS_READERS,
    source,
} as const;
const managing = { scope: "okta.principalRateLimits.manage", roles: SUPER_ONLY, source } as const;

export const principalRateLimitRoutes: Route[] = [
    {
        method: "GET",
        path,
        ...reading,
        supported: "filter is required, as in the specification; limit, after",
        handle: (call) => {
            if (!call.query.get("filter")) {
                throw invalid("filter", "filter: The field cannot be left blank");
            }
            const { principalRateLimits } = call.org.store;
            const list = filtered(call, principalRateLimits.list(), (limit) => limit);
            return page(call, principalRateLimits, list, { usual: 20, most: 50 }, (limit) => limit);
        },
    },
    {
        method: "POST",
        path,
        ...managing,
        supported: "in full; the percentage has effect on the rate limits",
        handle: (call) => write(call),
    },
    {
        method: "GET",
        path: `${path}/:limitId`,
        ...reading,
        supported: "in full",
        handle: (call) => ok(limitOf(call)),
    },
    {
        method: "PUT",
        path: `${path}/:limitId`,
        ...managing,
        supported: "in full",
        handle: (call) => write(call, limitOf(call)),
    },
];
