import { TOKEN_WINDOW } from "./apiTokens";
import { checkProof, invalidProof } from "./dpop";
import { forbidden, HttpError, oauthError, oktaError } from "./errors";
import { isObject } from "./json";
import { isSignedBy, parseJwt } from "./jwt";
import { isAllowedFrom } from "./network";
import type { Org } from "./org";
import { type Route, scopesOf } from "./route";
import { hashOf, timestamp } from "./store";
import type { Principal } from "./types";

/** What authentication and authorization need to know of a request. */
export interface Credentials {
    readonly org: Org;
    readonly route: Route;
    readonly path: string;
    readonly base: string;
    readonly authorization: string | undefined;
    /** The proof of possession that goes with a DPoP token. */
    readonly proof: string | undefined;
    readonly ip: string;
    readonly param: (name: string) => string | undefined;
}

/** An access token that the org issued and that is still good. */
export interface AccessToken {
    readonly clientId: string;
    readonly scopes: readonly string[];
    /** The thumbprint of the key a DPoP token is bound to. */
    readonly boundTo: string | undefined;
    readonly value: string;
}

/** Finds out who calls, and refuses a token that is missing, unknown, revoked or expired. */
export async function authenticate(credentials: Credentials): Promise<Principal> {
    const { route } = credentials;
    if (route.scope === "public") {
        return { kind: "nobody" };
    }
    const authorization = (credentials.authorization ?? "").trim();
    // Okta's SDK for Python sends no space after SSWS.
    const apiToken = /^SSWS\s*(\S+)/i.exec(authorization)?.[1];
    if (apiToken !== undefined) {
        return ownerOf(credentials, apiToken);
    }
    const [scheme = "", value = ""] = authorization.split(/\s+/, 2);
    if (/^(bearer|dpop)$/i.test(scheme)) {
        const token = await accessTokenOf(credentials, value);
        await checkPossession(credentials, token, scheme.toLowerCase());
        return { kind: "client", clientId: token.clientId, scopes: token.scopes };
    }
    throw oktaError("E0000011");
}

function ownerOf({ org, ip }: Credentials, value: string): Principal {
    const hash = hashOf(value);
    const token = org.store.apiTokens.find((each) => each.hash === hash);
    if (token === undefined || Date.parse(token.expiresAt) <= org.now()) {
        throw oktaError("E0000011");
    }
    if (!isAllowedFrom(org, token.network, ip)) {
        throw forbidden();
    }
    const owner = org.store.users.get(token.userId);
    if (owner?.status !== "ACTIVE") {
        throw oktaError("E0000011");
    }
    // Each use keeps a token alive for another 30 days.
    token.expiresAt = timestamp(org.now() + TOKEN_WINDOW);
    return { kind: "user", userId: owner.id, tokenId: token.id };
}

// A token that is bound to a key is good only together with a proof by that key.
async function checkPossession(
    credentials: Credentials,
    token: AccessToken,
    scheme: string,
): Promise<void> {
    const { org, path, proof, route } = credentials;
    if (token.boundTo === undefined && scheme === "dpop") {
        throw invalidProof("The access_token is not bound to the provided DPoP proof.");
    }
    if (token.boundTo === undefined) {
        return;
    }
    if (scheme !== "dpop") {
        throw oauthError(
            400,
            "invalid_request",
            "The resource request must use the DPoP authentication scheme when using a DPoP bound token.",
        );
    }
    if (proof === undefined) {
        throw oauthError(400, "invalid_request", "The resource request requires a DPoP proof.");
    }
    const { method } = route;
    const key = await checkProof(org, proof, {
        method,
        path,
        nonce: false,
        accessToken: token.value,
    });
    if (key !== token.boundTo) {
        throw invalidProof("The access_token is not bound to the provided DPoP proof.");
    }
}

async function accessTokenOf(credentials: Credentials, value: string): Promise<AccessToken> {
    const { org } = credentials;
    const jwt = parseJwt(value);
    const cid = jwt?.payload["cid"];
    const expiry = jwt?.payload["exp"];
    if (
        jwt === undefined ||
        typeof cid !== "string" ||
        typeof expiry !== "number" ||
        expiry <= org.seconds() ||
        !(await isSignedBy(jwt, await org.signingKey.publicJwk())) ||
        !isLiveClient(org, cid)
    ) {
        throw new HttpError(401, undefined, {
            "WWW-Authenticate": challenge(
                credentials,
                "invalid_token",
                "The access token is invalid.",
            ),
        });
    }
    const scopes = jwt.payload["scp"];
    const confirmation = jwt.payload["cnf"];
    return {
        clientId: cid,
        scopes: Array.isArray(scopes) ? scopes.map(String) : [],
        boundTo: isObject(confirmation) ? String(confirmation["jkt"]) : undefined,
        value,
    };
}

// Whether Okta refuses the living token of a client that was deactivated is unconfirmed; refusing is stricter.
function isLiveClient(org: Org, clientId: string): boolean {
    const app = org.store.apps.find((each) => each.clientId === clientId);
    return app?.status === "ACTIVE" || org.store.apiServices.has(clientId);
}

/** The value of WWW-Authenticate in a refusal. */
export function challenge(credentials: Credentials, error: string, description: string): string {
    const { base, path, route } = credentials;
    return [
        `Bearer authorization_uri="${base}/oauth2/v1/authorize"`,
        `realm="${base}"`,
        `scope="${scopesOf(route).join(" ")}"`,
        `error="${error}"`,
        `error_description="${description}"`,
        `resource="${path}"`,
    ].join(", ");
}
