import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";

import { type JWK, type JWTPayload, SignJWT } from "jose";

import type { Sandbox } from "../../sandbox/org/server";
import {
    assertion,
    call,
    closeSandboxes,
    type KeyPair,
    provision,
    rsaKey,
    sandbox,
    tokenForm,
} from "./support";

const key = rsaKey();
const proofKey = rsaKey("proof");
const scope = "okta.users.read";

function proof(claims: JWTPayload, signer: KeyPair = proofKey, typ = "dpop+jwt"): Promise<string> {
    const { kty, n, e } = signer.jwk as JWK & { kty: string };
    return new SignJWT({ jti: randomUUID(), iat: Math.floor(Date.now() / 1000), ...claims })
        .setProtectedHeader({ alg: "RS256", typ, jwk: { kty, n: n ?? "", e: e ?? "" } })
        .sign(signer.privateKey);
}

describe("sandbox org: DPoP", () => {
    let org: Sandbox;
    let clientId: string;

    before(async () => {
        org = await sandbox();
        const client = { dpop_bound_access_tokens: true };
        clientId = await provision(org, key, [scope], "READ_ONLY_ADMIN", client);
    });
    after(closeSandboxes);

    const requestToken = async (dpop?: string) =>
        call(org.url, "POST", "/oauth2/v1/token", {
            body: tokenForm(await assertion(org, clientId, key), scope),
            ...(dpop === undefined ? {} : { headers: { dpop } }),
        });
    const tokenClaims = () => ({ htm: "POST", htu: `${org.url}/oauth2/v1/token` });
    const boundToken = async () => {
        const challenge = await requestToken(await proof(tokenClaims()));
        const nonce = challenge.headers.get("dpop-nonce") ?? "";
        const answer = await requestToken(await proof({ ...tokenClaims(), nonce }));
        assert.deepEqual([answer.status, answer.body["token_type"]], [200, "DPoP"]);
        return { accessToken: String(answer.body["access_token"]), nonce };
    };

    it("asks for a proof, then for a nonce, then gives a bound token", async () => {
        const bare = await requestToken();
        assert.deepEqual(
            [bare.status, bare.body],
            [
                400,
                {
                    error: "invalid_dpop_proof",
                    error_description: "The DPoP proof JWT header is missing.",
                },
            ],
        );
        const challenge = await requestToken(await proof(tokenClaims()));
        assert.deepEqual(
            [challenge.status, challenge.body],
            [
                400,
                {
                    error: "use_dpop_nonce",
                    error_description: "Authorization server requires nonce in DPoP proof.",
                },
            ],
        );
        assert.equal(challenge.headers.get("cache-control"), "no-cache, no-store");
        await boundToken();
    });

    it("refuses proofs that are not right", async () => {
        const { nonce } = await boundToken();
        const good = { ...tokenClaims(), nonce };
        const now = Math.floor(Date.now() / 1000);
        const rows: [Promise<string>, string][] = [
            [proof({ ...good, htm: "GET" }), "'htm' claim in the DPoP proof JWT is invalid."],
            [
                proof({ ...good, htu: `${org.url}/other` }),
                "'htu' claim in the DPoP proof JWT is invalid.",
            ],
            [
                proof({ ...good, iat: now - 400 }),
                "The DPoP proof JWT is issued more than five minutes in the past.",
            ],
            [proof({ ...good, iat: now + 100 }), "The DPoP proof JWT is issued in the future."],
            [proof({ ...good, nbf: now + 100 }), "The DPoP proof JWT is issued in the future."],
            [proof(good, proofKey, "JWT"), "'typ' must be 'dpop+jwt' in the DPoP proof JWT."],
            [Promise.resolve("x"), "The DPoP proof JWT cannot be parsed."],
        ];
        for (const [dpop, description] of rows) {
            const { status, body } = await requestToken(await dpop);
            assert.deepEqual(
                [status, body],
                [400, { error: "invalid_dpop_proof", error_description: description }],
            );
        }
        const once = await proof(good);
        assert.equal((await requestToken(once)).status, 200);
        const again = await requestToken(once);
        assert.equal(again.body["error_description"], "The DPoP proof JWT has already been used.");
    });

    it("takes a bound token only with a proof by its key", async () => {
        const { accessToken } = await boundToken();
        const path = "/api/v1/users";
        const ath = createHash("sha256").update(accessToken).digest("base64url");
        const claims = { htm: "GET", htu: org.url + path, ath };
        const read = async (dpop?: string, scheme = "DPoP") =>
            call(org.url, "GET", path, {
                authorization: `${scheme} ${accessToken}`,
                ...(dpop === undefined ? {} : { headers: { dpop } }),
            });
        assert.equal((await read(await proof(claims))).status, 200);
        const asBearer = await read(undefined, "Bearer");
        assert.deepEqual([asBearer.status, asBearer.body["error"]], [400, "invalid_request"]);
        assert.equal(
            (await read()).body["error_description"],
            "The resource request requires a DPoP proof.",
        );
        assert.equal(
            (await read(await proof({ ...claims, ath: "x" }))).body["error_description"],
            "'ath' claim in the DPoP proof does not match the presented access_token.",
        );
        assert.equal(
            (await read(await proof(claims, rsaKey("thief")))).body["error_description"],
            "The access_token is not bound to the provided DPoP proof.",
        );
    });
});
