import * as z from "zod";

import { forbidden, notFound } from "../errors";
import type { ApiToken } from "../model";
import { checkZones, networkSchema } from "../network";
import { page } from "../paging";
import { isSuperAdmin, SETTINGS_READERS, SUPER_ONLY } from "../roles";
import { type Call, noContent, ok, type Route } from "../route";
import { deletePrincipal } from "../store";
import { logEvent, party } from "../systemLog";
import { parseBody } from "../validate";

const path = "/api/v1/api-tokens";
const schema = z.looseObject({ network: networkSchema.optional() });

function tokenView(call: Call, token: ApiToken) {
    const { id, name, userId, clientName, network, expiresAt, created, lastUpdated } = token;
    return {
        id,
        name,
        userId,
        clientName,
        tokenWindow: "P30D",
        network,
        expiresAt,
        created,
        lastUpdated,
        _links: {
            self: { href: `${call.base}${path}/${id}`, hints: { allow: ["GET", "DELETE"] } },
            user: { href: `${call.base}/api/v1/users/${userId}`, hints: { allow: ["GET"] } },
        },
    };
}

function tokenOf(call: Call): ApiToken {
    const id = call.param("tokenId");
    const token = call.org.store.apiTokens.get(id);
    if (token === undefined) {
        throw notFound(id, "ApiToken");
    }
    return token;
}

function revoke(call: Call, token: ApiToken) {
    call.org.store.apiTokens.delete(token.id);
    deletePrincipal(call.org.store, token.id);
    logEvent(call, "system.api_token.revoke", "Revoke API token", [
        party("Token", token.id, token.name),
    ]);
    return noContent();
}

function revokeCurrent(call: Call) {
    const { principal } = call;
    const token =
        principal.kind === "user" ? call.org.store.apiTokens.get(principal.tokenId) : undefined;
    if (token === undefined) {
        throw forbidden();
    }
    return revoke(call, token);
}

/** Admins other than super admins may change their own tokens only. */
function ownOrSuper(call: Call): ApiToken {
    const token = tokenOf(call);
    const { org, principal } = call;
    const isOwn = principal.kind === "user" && principal.userId === token.userId;
    if (!isOwn && !isSuperAdmin(org, principal)) {
        throw forbidden();
    }
    return token;
}

const source = "VCR:TestAccResourceAPITokenResource_basic, OAS";
const reading = {
    scope: "okta.apiTokens.read",
    roles: SETTINGS_READERS,
    permission: "okta.users.apitokens.read",
    source,
} as const;

export const apiTokenRoutes: Route[] = [
    {
        method: "GET",
        path,
        ...reading,
        supported: "limit, after. Tokens are made in the Admin Console only: Okta has no POST.",
        handle: (call) => {
            const { apiTokens } = call.org.store;
            const list = apiTokens.list();
            return page(call, apiTokens, list, { usual: 200, most: 200 }, (token) =>
                tokenView(call, token),
            );
        },
    },
    {
        method: "DELETE",
        path: `${path}/current`,
        scope: "none",
        roles: "any",
        source,
        supported: "revokes the token of the call",
        handle: revokeCurrent,
    },
    {
        method: "GET",
        path: `${path}/:tokenId`,
        ...reading,
        supported: "in full",
        handle: (call) => ok(tokenView(call, tokenOf(call))),
    },
    {
        method: "PUT",
        path: `${path}/:tokenId`,
        scope: "okta.apiTokens.manage",
        roles: SETTINGS_READERS,
        source,
        supported:
            "only network changes; others' tokens need a super admin (unconfirmed, stricter)",
        handle: (call) => {
            const token = ownOrSuper(call);
            const { network = token.network } = parseBody(call, schema);
            checkZones(call.org, network);
            const lastUpdated = call.org.timestamp();
            const changed = call.org.store.apiTokens.set({ ...token, network, lastUpdated });
            logEvent(call, "system.api_token.update", "Update API token", [
                party("Token", token.id, token.name),
            ]);
            return ok(tokenView(call, changed));
        },
    },
    {
        method: "DELETE",
        path: `${path}/:tokenId`,
        scope: "okta.apiTokens.manage",
        roles: SUPER_ONLY,
        source,
        supported: "super admins only (unconfirmed, stricter)",
        handle: (call) => revoke(call, tokenOf(call)),
    },
];
