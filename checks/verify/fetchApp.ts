import { createPrivateKey, createPublicKey } from "node:crypto";

import { isGone, tryCall } from "../../okta/call";
import type { HttpClient } from "../../okta/http";
import { listOf, memberOf, textOf } from "../../rules/json";
import { thumbprint } from "../../rules/jwk";
import type { AppSnapshot } from "./snapshot";
import type { VerifyTarget } from "./target";

/** Reads the app with the provider's API token, to tell apart what the token endpoint does not. */
export async function fetchApp(target: VerifyTarget, http: HttpClient): Promise<AppSnapshot> {
    const { credential, apiToken } = target;
    if (apiToken === undefined || credential.kind !== "privateKey") {
        return { kind: "unknown" };
    }
    const url = new URL(`/api/v1/apps/${encodeURIComponent(credential.clientId)}`, target.address);
    const headers = { authorization: `SSWS ${apiToken}` };
    const { fact, json } = await tryCall(() => http.send(url, { headers }));
    if (isGone(fact)) {
        return { kind: "missing" };
    }
    if (fact.status !== 200) {
        return { kind: "unknown" };
    }
    if (textOf(json, "status") !== "ACTIVE") {
        return { kind: "inactive" };
    }
    return { kind: "active", key: keyStatus(json, publicHalf(credential.privateKey)) };
}

/** A public key in the one form in which keys are compared: modulus, or point. */
export function publicHalf(privateKeyPem: string): string {
    return thumbprint(createPublicKey(createPrivateKey(privateKeyPem)).export({ format: "jwk" }));
}

// The `kid` on the app may be one that somebody chose by hand: the key itself is what counts.
function keyStatus(app: unknown, wanted: string): "ACTIVE" | "INACTIVE" | "absent" {
    const client = memberOf(memberOf(app, "settings"), "oauthClient");
    const keys = memberOf(memberOf(client, "jwks"), "keys");
    const found = listOf(keys).find((key) => thumbprintOf(key) === wanted);
    if (found === undefined) {
        return "absent";
    }
    return textOf(found, "status") === "INACTIVE" ? "INACTIVE" : "ACTIVE";
}

function thumbprintOf(key: unknown): string {
    const member = (name: string): string | undefined => textOf(key, name);
    if (member("kty") === "RSA") {
        return thumbprint({ kty: "RSA", n: member("n"), e: member("e") });
    }
    const x = member("x");
    // Okta leaves the curve out; the length of a coordinate tells it.
    const curve = (x?.length ?? 0) > 50 ? "P-384" : "P-256";
    return thumbprint({ kty: "EC", crv: member("crv") ?? curve, x, y: member("y") });
}
