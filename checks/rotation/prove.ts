import type { HttpClient } from "../../okta/http";
import { mintToken } from "../../okta/token";
import { days } from "../../rules/period";
import type { Finding } from "../findings";
import { verifyOnce } from "../verify/index";
import type { Credentials } from "../verify/method";
import { resolveTarget } from "../verify/target";
import { type RotateCode, rotateCodes } from "./codes";
import type { GenerationKey, Rotation } from "./state";

/** A finding about one generation of the key. */
export function keyFinding(generation: number, code: RotateCode, detail: string) {
    const { hint } = rotateCodes[code];
    return {
        subject: `generation ${generation}`,
        code,
        detail,
        hint,
    } satisfies Finding<RotateCode>;
}

type Key = Pick<GenerationKey, "generation" | "kid" | "privateKey">;

function targetOf(credentials: Credentials, { kid, privateKey }: Key) {
    const { scopes = [], credential } = credentials;
    const scope = scopes.find((one) => one === "okta.users.read") ?? scopes[0];
    const ofKey = { ...credentials, credential: { ...credential, privateKey, keyId: kid } };
    return resolveTarget(ofKey, { scopes: scope === undefined ? [] : [scope] });
}

/** Proves a key: a token, and one read with it. */
export async function proveKey(
    credentials: Credentials,
    key: Key,
    http: HttpClient,
): Promise<Finding<RotateCode>> {
    const target = targetOf(credentials, key);
    const { findings } = await verifyOnce(target, http);
    const found = findings.find(({ subject }) => subject === target.scopes[0]);
    return found?.code === "ok"
        ? keyFinding(key.generation, "ok", `Proven: a token, and one read for ${found.subject}.`)
        : keyFinding(key.generation, "key_not_proven", `${found?.code}: ${found?.detail}`);
}

/** Proves that the org no longer gives tokens for a key. */
export async function proveRefused(
    credentials: Credentials,
    key: Key,
    http: HttpClient,
): Promise<Finding<RotateCode>> {
    const { address, scopes, credential } = targetOf(credentials, key);
    const minted = await mintToken({
        orgUrl: address.origin,
        clientId: String(credential.clientId),
        privateKeyPem: key.privateKey,
        keyId: key.kid,
        scopes,
        http,
    });
    if (minted.ok) {
        return keyFinding(key.generation, "old_key_accepted", `Key ${key.kid} still gets a token.`);
    }
    return minted.failure.code === "key_not_registered"
        ? keyFinding(key.generation, "ok", `Dropped: the org refuses key ${key.kid}.`)
        : keyFinding(key.generation, "could_not_check", minted.failure.detail);
}

/** Compares the age of every key that the app trusts with the greatest that is allowed. */
export function ageFindings({ keys, trusted }: Rotation, maxAgeMs: number, now: number) {
    return keys
        .filter(({ generation }) => trusted.includes(generation))
        .map(({ generation, created = "" }) => {
            const age = now - Date.parse(created);
            if (Number.isNaN(age)) {
                const detail =
                    "The state does not say when it was made. Run `pulumi up` with a newer Pulumi.";
                return keyFinding(generation, "could_not_check", detail);
            }
            const detail = `Made ${created}, ${Math.floor(age / days(1))} days ago.`;
            return keyFinding(generation, age > maxAgeMs ? "key_too_old" : "ok", detail);
        });
}
