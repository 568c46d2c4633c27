import { type CallResult, readCall } from "../../okta/call";
import { type HttpClient, urlInOrg } from "../../okta/http";
import { currentUser } from "../../okta/shapes";
import type { TokenFailure } from "../../okta/token";
import {
    type Access,
    type AccessResults,
    fetchNoApp,
    type MethodVerify,
    type VerifyTarget,
} from "../verify/method";
import type { ApiKeyCredential } from "./credentials";

/** Tries a service user's API token. */
export const apiKeyVerify: MethodVerify<ApiKeyCredential> = {
    requestAccess: tryApiKey,
    appIdOf: () => undefined,
    rolesPathOf: () => "/api/v1/users/me/roles",
    fetchApp: fetchNoApp,
};

// An API key needs no token: it is itself asked whose it is, which every key may be.
async function tryApiKey(
    { address, scopes, credential: { apiKey } }: VerifyTarget<ApiKeyCredential>,
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
