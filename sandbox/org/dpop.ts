import { calculateJwkThumbprint, type JWK } from "jose";

import { type HttpError, oauthError } from "./errors";
import { isObject } from "./json";
import { isAsymmetric, isSignedBy, parseJwt } from "./jwt";
import type { Org } from "./org";
import { hashOf } from "./store";

const OLDEST_PROOF = 300;
// Clocks differ by a little; without some leeway every other proof would come from the future.
const CLOCK_LEEWAY = 5;

/** What a proof has to be for. */
export interface ProofTarget {
    readonly method: string;
    readonly path: string;
    /** At the token endpoint a proof carries the server's nonce. */
    readonly nonce: boolean;
    /** On other calls it carries the hash of the token. */
    readonly accessToken?: string;
}

/** Checks a DPoP proof and returns the RFC 7638 thumbprint of its key. */
export async function checkProof(
    org: Org,
    proof: string | undefined,
    target: ProofTarget,
): Promise<string> {
    if (proof === undefined || proof === "") {
        throw invalidProof("The DPoP proof JWT header is missing.");
    }
    if (proof.includes(",")) {
        throw invalidProof("Multiple DPoP proof JWT headers are not allowed.");
    }
    const jwt = parseJwt(proof);
    if (jwt === undefined) {
        throw invalidProof("The DPoP proof JWT cannot be parsed.");
    }
    const { typ, alg, jwk } = jwt.header;
    if (typ !== "dpop+jwt") {
        throw invalidProof("'typ' must be 'dpop+jwt' in the DPoP proof JWT.");
    }
    if (!isAsymmetric(alg)) {
        throw invalidProof("The DPoP proof JWT signature algorithm is invalid.");
    }
    if (!isPublicJwk(jwk) || !(await isSignedBy(jwt, jwk))) {
        throw invalidProof("The DPoP proof JWT signature is invalid.");
    }
    checkClaims(org, jwt.payload, target);
    return calculateJwkThumbprint(jwk);
}

function checkClaims(org: Org, claims: Record<string, unknown>, target: ProofTarget): void {
    const now = org.seconds();
    const { htm, htu, iat, nbf, jti, exp, nonce, ath } = claims;
    if (htm !== target.method) {
        throw invalidProof("'htm' claim in the DPoP proof JWT is invalid.");
    }
    if (!org.urls.some((url) => htu === `${url}${target.path}`)) {
        throw invalidProof("'htu' claim in the DPoP proof JWT is invalid.");
    }
    if (typeof iat !== "number") {
        throw invalidProof("'iat' claim in the DPoP proof JWT is invalid.");
    }
    if (iat > now + CLOCK_LEEWAY || (typeof nbf === "number" && nbf > now + CLOCK_LEEWAY)) {
        throw invalidProof("The DPoP proof JWT is issued in the future.");
    }
    if (iat < now - OLDEST_PROOF) {
        throw invalidProof("The DPoP proof JWT is issued more than five minutes in the past.");
    }
    if (typeof exp === "number" && exp <= now) {
        throw invalidProof("The DPoP proof JWT is expired.");
    }
    if (typeof jti !== "string" || jti === "") {
        throw invalidProof("'jti' claim in the DPoP proof JWT is invalid.");
    }
    if (target.nonce && !org.dpopNonces.accepts(nonce, now)) {
        throw oauthError(
            400,
            "use_dpop_nonce",
            "Authorization server requires nonce in DPoP proof.",
            {
                "DPoP-Nonce": org.dpopNonces.current(now),
                "Cache-Control": "no-cache, no-store",
                Pragma: "no-cache",
            },
        );
    }
    if (target.accessToken !== undefined && ath !== hashOf(target.accessToken)) {
        throw invalidProof(
            "'ath' claim in the DPoP proof does not match the presented access_token.",
        );
    }
    if (!org.useTokenId(hashOf(`proof ${jti}`), iat + OLDEST_PROOF + CLOCK_LEEWAY)) {
        throw invalidProof("The DPoP proof JWT has already been used.");
    }
}

function isPublicJwk(value: unknown): value is JWK {
    return isObject(value) && (value["kty"] === "RSA" || value["kty"] === "EC") && !("d" in value);
}

/** Returns 400 invalid_dpop_proof. */
export function invalidProof(description: string): HttpError {
    return oauthError(400, "invalid_dpop_proof", description);
}
