import type { HttpClient } from "../../okta/http";
import { type ClientCredential, mintToken } from "../../okta/token";
import type { Access, AccessResults, VerifyTarget } from "./method";

type ClientTarget = VerifyTarget & { readonly credential: { readonly clientId: string } };

/** Gets tokens for a client: one with all the scopes or, where the org refuses that, one for each. */
export async function requestTokens(
    { address, scopes, clockOffsetSeconds, credential: { clientId } }: ClientTarget,
    proof: ClientCredential,
    http: HttpClient,
): Promise<AccessResults> {
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
