import { createPrivateKey, createPublicKey } from "node:crypto";

import { type AppJwk, oidcApp } from "../../okta/appShapes";
import { isGone, readCall } from "../../okta/call";
import type { HttpClient } from "../../okta/http";
import { pathSegment } from "../../okta/pathSegment";
import { thumbprint } from "../../rules/jwk";
import type { VerifyTarget } from "../verify/method";
import type { AppSnapshot } from "../verify/snapshot";
import type { OAuthCredential } from "./credentials";
import { thumbprintOf } from "./ownKey";

/** Reads the app with the provider's API token, to tell apart what the token endpoint does not. */
export async function fetchAppSnapshot(
    { address, credential, apiToken }: VerifyTarget<OAuthCredential>,
    http: HttpClient,
): Promise<AppSnapshot> {
    if (apiToken === undefined) {
        return { kind: "unknown" };
    }
    const url = new URL(`/api/v1/apps/${pathSegment(credential.clientId)}`, address);
    const headers = { authorization: `SSWS ${apiToken}` };
    const { fact, value } = await readCall(
        () => http.send(url, { headers }),
        oidcApp(credential.clientId),
    );
    if (isGone(fact)) {
        return { kind: "missing" };
    }
    if (value === undefined) {
        return { kind: "unknown" };
    }
    if (value.status !== "ACTIVE") {
        return { kind: "inactive" };
    }
    const keys = value.settings.oauthClient.jwks?.keys ?? [];
    const found = keyOf(keys, publicHalf(credential.privateKey));
    return {
        kind: "active",
        key: keyStatus(found),
        isWithoutCurve: found?.kty === "EC" && !found.crv,
    };
}

/** A public key in the one form in which keys are compared: modulus, or point. */
function publicHalf(privateKeyPem: string): string {
    return thumbprint(createPublicKey(createPrivateKey(privateKeyPem)).export({ format: "jwk" }));
}

// The `kid` on the app may be one that somebody chose by hand: the key itself is what counts.
function keyOf(keys: readonly AppJwk[], wanted: string): AppJwk | undefined {
    return keys.find((key) => thumbprintOf(key) === wanted);
}

function keyStatus(found: AppJwk | undefined): "ACTIVE" | "INACTIVE" | "absent" {
    if (found === undefined) {
        return "absent";
    }
    return found.status === "INACTIVE" ? "INACTIVE" : "ACTIVE";
}
