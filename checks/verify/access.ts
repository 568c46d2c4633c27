import { type CallResult, readCall } from "../../okta/call";
import { type HttpClient, type HttpRequest, type HttpResponse, urlInOrg } from "../../okta/http";
import { currentUser } from "../../okta/shapes";
import { mintToken, type TokenFailure } from "../../okta/token";
import type { VerifyTarget } from "./target";

/** A way into the org: a token, or an API key. */
export interface Access {
    /** The scopes in the token. */
    readonly scopes: readonly string[];
    readonly dpopRequired: boolean;
    /** Sends one API call with it. */
    readonly send: (path: string, request?: HttpRequest) => Promise<HttpResponse>;
}

/** The ways in that the credentials gave, with the scopes each was asked for. */
export interface AccessResults {
    readonly accesses: readonly { readonly access: Access; readonly scopes: readonly string[] }[];
    readonly refusals: ReadonlyMap<string, TokenFailure>;
    /** Whose an API key is. */
    readonly login?: string;
}

/** Gets in the way Rezonate does. */
export function requestAccess(target: VerifyTarget, http: HttpClient): Promise<AccessResults> {
    return target.credential.kind === "apiKey"
        ? tryApiKey(target, target.credential.apiKey, http)
        : requestTokens(target, target.credential, http);
}

async function requestTokens(
    { address, scopes, clockOffsetSeconds }: VerifyTarget,
    credential: Exclude<VerifyTarget["credential"], { kind: "apiKey" }>,
    http: HttpClient,
): Promise<AccessResults> {
    const { clientId } = credential;
    const proof =
        credential.kind === "privateKey"
            ? { privateKeyPem: credential.privateKey, keyId: credential.keyId }
            : { clientSecret: credential.clientSecret };
    const ask = (scopes: readonly string[]): ReturnType<typeof mintToken> =>
        mintToken({ orgUrl: address.origin, clientId, ...proof, scopes, http, clockOffsetSeconds });
    const all = await ask(scopes);
    if (all.ok) {
        return { accesses: [{ access: all.token, scopes }], refusals: new Map() };
    }
    const refusals = new Map(scopes.map((scope) => [scope, all.failure]));
    if (all.failure.error !== "invalid_scope" || scopes.length === 1) {
        return { accesses: [], refusals };
    }
    // One bad scope can spoil the whole request, so that only asking one by one tells which it is.
    const accesses: { access: Access; scopes: readonly string[] }[] = [];
    await Promise.all(
        scopes.map(async (scope) => {
            const one = await ask([scope]);
            if (one.ok) {
                accesses.push({ access: one.token, scopes: [scope] });
                refusals.delete(scope);
            } else {
                refusals.set(scope, one.failure);
            }
        }),
    );
    return { accesses, refusals };
}

// An API key needs no token: it is itself asked whose it is, which every key may be.
async function tryApiKey(
    { address, scopes }: VerifyTarget,
    apiKey: string,
    http: HttpClient,
): Promise<AccessResults> {
    const send: Access["send"] = (path, request = {}) => {
        const headers = { ...request.headers, authorization: `SSWS ${apiKey}` };
        return http.send(urlInOrg(address, path), { ...request, headers });
    };
    const { fact, value } = await readCall(() => send("/api/v1/users/me"), currentUser);
    const login = value?.profile.login;
    if (login !== undefined) {
        const access = { scopes, dpopRequired: false, send };
        return { accesses: [{ access, scopes }], refusals: new Map(), login };
    }
    const failure = explainKeyRefusal(fact);
    return { accesses: [], refusals: new Map(scopes.map((scope) => [scope, failure])) };
}

function explainKeyRefusal(fact: CallResult): TokenFailure {
    const { status, reason } = fact;
    const detail = `The org answered ${status}${reason ? `: ${reason}` : ""}.`;
    if (status === undefined || status >= 500) {
        return { code: "unreachable", detail: status === undefined ? reason : detail };
    }
    switch (status) {
        case 401:
            return { code: "credential_refused", detail };
        // Every key may ask whose it is. What a key answers outside its zones is unconfirmed.
        case 403:
            return { code: "network_blocked", detail };
        case 429:
            return { code: "rate_limited", detail };
        default:
            return { code: "wrong_host", detail: `${detail} That is not how Okta answers.` };
    }
}
