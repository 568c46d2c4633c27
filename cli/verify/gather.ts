import type { HttpClient } from "../okta/http";
import { mintToken, type AccessToken, type TokenFailure } from "../okta/token";
import { textOf, textsOf } from "../json";
import { observe } from "./call";
import { rolesFor } from "./excess";
import type { AppFact, CallFact, VerifyFacts } from "./facts";
import { lookUpApp } from "./lookUpApp";
import { forbiddenWriteProbe, needsUser, probeFor, type Probe } from "./probes";

/** What is checked, and how the org is reached. */
export interface VerifyTarget {
    /** Address the calls go to. */
    readonly address: URL;
    readonly clientId: string;
    readonly privateKeyPem: string;
    readonly keyId?: string;
    readonly scopes: readonly string[];
    readonly expectedRoles?: readonly string[];
    readonly hostMismatch?: string;
    /** An API token of the runner, used only to find out why no token is given. */
    readonly runnerToken?: string;
    readonly clockOffsetSeconds?: number;
}

/** Goes Rezonate's way once: a token, then all reads in parallel. Three round trips at most. */
export async function gatherFacts(target: VerifyTarget, http: HttpClient): Promise<VerifyFacts> {
    const base = {
        asked: target.scopes,
        refusals: new Map<string, TokenFailure>(),
        tokenScopes: [],
        dpopRequired: false,
        calls: new Map<string, CallFact>(),
        app: { kind: "unknown" } as AppFact,
        expectedRoles: target.expectedRoles ?? rolesFor(target.scopes),
    };
    if (target.hostMismatch !== undefined) {
        return { ...base, hostMismatch: target.hostMismatch };
    }
    const { tokens, refusals } = await requestTokens(target, http);
    const anyToken = tokens[0]?.token;
    if (anyToken === undefined) {
        const app = await lookUpApp(target, http);
        return { ...base, refusals, app };
    }
    const tokenOf = new Map(
        tokens.flatMap(({ token, scopes }) =>
            scopes
                .filter((scope) => token.scopes.includes(scope))
                .map((scope) => [scope, token] as const),
        ),
    );
    const [reads, roles, write] = await Promise.all([
        makeCalls(tokenOf, target.clientId),
        seeRoles(tokenOf.get("okta.roles.read"), target.clientId),
        tryForbiddenWrite(target.scopes, anyToken),
    ]);
    return {
        ...base,
        refusals,
        tokenScopes: [...new Set(tokens.flatMap(({ token }) => token.scopes))],
        dpopRequired: anyToken.dpopRequired,
        calls: reads.facts,
        grants: reads.grants,
        roles,
        forbiddenWrite: write,
    };
}

interface TokenAnswers {
    readonly tokens: readonly { token: AccessToken; scopes: readonly string[] }[];
    readonly refusals: ReadonlyMap<string, TokenFailure>;
}

async function requestTokens(target: VerifyTarget, http: HttpClient): Promise<TokenAnswers> {
    const ask = (scopes: readonly string[]): ReturnType<typeof mintToken> =>
        mintToken({
            orgUrl: target.address.origin,
            clientId: target.clientId,
            privateKeyPem: target.privateKeyPem,
            scopes,
            http,
            keyId: target.keyId,
            clockOffsetSeconds: target.clockOffsetSeconds,
        });
    const all = await ask(target.scopes);
    if (all.ok) {
        return { tokens: [{ token: all.token, scopes: target.scopes }], refusals: new Map() };
    }
    const refusals = new Map(target.scopes.map((scope) => [scope, all.failure]));
    if (all.failure.error !== "invalid_scope" || target.scopes.length === 1) {
        return { tokens: [], refusals };
    }
    // One bad scope can spoil the whole request, so that only asking one by one tells which it is.
    const tokens: { token: AccessToken; scopes: readonly string[] }[] = [];
    await Promise.all(
        target.scopes.map(async (scope) => {
            const one = await ask([scope]);
            if (one.ok) {
                tokens.push({ token: one.token, scopes: [scope] });
                refusals.delete(scope);
            } else {
                refusals.set(scope, one.failure);
            }
        }),
    );
    return { tokens, refusals };
}

async function makeCalls(
    tokenOf: ReadonlyMap<string, AccessToken>,
    clientId: string,
): Promise<{ facts: ReadonlyMap<string, CallFact>; grants?: readonly string[] }> {
    const facts = new Map<string, CallFact>();
    let userId: string | undefined;
    let grants: readonly string[] | undefined;
    const call = async ([scope, token]: readonly [string, AccessToken]): Promise<void> => {
        const context = userId === undefined ? { clientId } : { clientId, userId };
        const probe = probeFor(scope, context);
        if (probe === undefined) {
            return;
        }
        const { fact, json } = await observe(() => send(token, probe));
        facts.set(scope, fact);
        if (scope === "okta.users.read" && Array.isArray(json)) {
            userId = textOf(json[0], "id");
        }
        if (scope === "okta.appGrants.read" && Array.isArray(json)) {
            grants = textsOf(json, "scopeId");
        }
    };
    const scopes = [...tokenOf];
    await Promise.all(scopes.filter(([scope]) => !needsUser(scope)).map(call));
    await Promise.all(scopes.filter(([scope]) => needsUser(scope)).map(call));
    return { facts, grants };
}

// Only a Super Admin is shown role assignments, so that to be shown none is the good case.
async function seeRoles(
    token: AccessToken | undefined,
    clientId: string,
): Promise<readonly string[] | undefined> {
    if (token === undefined) {
        return undefined;
    }
    const path = `/oauth2/v1/clients/${encodeURIComponent(clientId)}/roles`;
    const { fact, json } = await observe(() => send(token, { method: "GET", path }));
    return fact.status === 200 ? textsOf(json, "type") : undefined;
}

async function tryForbiddenWrite(
    scopes: readonly string[],
    token: AccessToken,
): Promise<CallFact | undefined> {
    if (scopes.includes("okta.users.manage")) {
        return undefined;
    }
    return (await observe(() => send(token, forbiddenWriteProbe))).fact;
}

function send(token: AccessToken, probe: Probe): ReturnType<AccessToken["send"]> {
    return token.send(probe.path, { method: probe.method });
}
