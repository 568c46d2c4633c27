import { crc32 } from "node:zlib";

import type { Context, Resource } from "../../provider/resource";
import { text, texts, type Values } from "../../provider/value";
import type { OktaClient } from "../client";
import { explained, orMissing } from "../oktaError";

/** Scope grants of one app. It reads all grants of the app, so an app has one of these. */
export const appOauthApiScope: Resource<OktaClient> = {
    properties: {
        appId: { type: "string", required: true, replaces: true },
        issuer: { type: "string", required: true },
        scopes: { type: "set", required: true },
    },
    async create(context, inputs) {
        const appId = text(inputs, "appId");
        await grant(context, inputs, texts(inputs, "scopes"));
        return { id: appId, outputs: await outputsOf(context, inputs) };
    },
    async read(context, id, state) {
        if (text(state, "appId") !== "") {
            return { id, outputs: await outputsOf(context, state) };
        }
        const [first] = await grantsOf(context, id);
        if (!first) {
            throw new Error("no application scope found");
        }
        const known = { appId: id, issuer: text(first, "issuer") };
        return { id, outputs: await outputsOf(context, known) };
    },
    async update(context, id, _, inputs) {
        const wanted = texts(inputs, "scopes");
        const current = (await grantsOf(context, id)).map((item) => text(item, "scopeId"));
        await grant(
            context,
            inputs,
            wanted.filter((scope) => !current.includes(scope)),
        );
        const removed = current.filter((scope) => !wanted.includes(scope));
        await revoke(context, id, removed);
        return outputsOf(context, inputs);
    },
    delete: (context, id, state) => revoke(context, id, texts(state, "scopes")),
};

type OktaContext = Context<OktaClient>;

async function grant({ client }: OktaContext, inputs: Values, scopes: string[]): Promise<void> {
    const issuer = text(inputs, "issuer");
    const path = grantsPath(text(inputs, "appId"));
    for (const scopeId of inHashOrder(scopes)) {
        await explained(
            "failed to create application scope consent grant: failed to grant application api scope",
            () => client.call("POST", path, { issuer, scopeId }),
        );
    }
}

async function revoke({ client }: OktaContext, appId: string, scopes: string[]): Promise<void> {
    const grants = await explained("failed to get application scope consent grant", () =>
        orMissing(() => client.list(grantsPath(appId))),
    );
    for (const scope of inHashOrder(scopes)) {
        const found = grants?.find((item) => text(item, "scopeId") === scope);
        if (!found) {
            continue;
        }
        await explained("failed to revoke application scope consent grant", () =>
            orMissing(() => client.call("DELETE", `${grantsPath(appId)}/${text(found, "id")}`)),
        );
    }
}

async function outputsOf(context: OktaContext, known: Values): Promise<Values> {
    const appId = text(known, "appId");
    const grants = await grantsOf(context, appId);
    const scopes = grants.map((item) => text(item, "scopeId"));
    return { appId, issuer: text(known, "issuer"), scopes };
}

function grantsOf({ client }: OktaContext, appId: string): Promise<Values[]> {
    return explained("failed to get application scope consent grants", () =>
        client.list(grantsPath(appId)),
    );
}

function grantsPath(appId: string): string {
    return `/api/v1/apps/${encodeURIComponent(appId)}/grants`;
}

// The official plugin keeps scopes in a set ordered by checksum, which decides what has been
// granted when a grant in the middle is refused.
function inHashOrder(scopes: string[]): string[] {
    const key = (scope: string): string => String(crc32(scope));
    return [...new Set(scopes)].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
