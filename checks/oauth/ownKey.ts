import type { AdminClient } from "../../okta/adminClient";
import { type AppJwk, type ListedApp, oidcApps } from "../../okta/appShapes";
import { type CallResult, readCall } from "../../okta/call";
import { fetchAllPages } from "../../okta/pages";
import { listOf, textOf } from "../../rules/json";
import { thumbprint } from "../../rules/jwk";

/** The RFC 7638 thumbprint of a key as Okta has it: whatever its `kid` is, and without its curve. */
export function thumbprintOf({ kty, n, e, crv, x, y }: AppJwk): string {
    if (kty === "RSA") {
        return thumbprint({ kty, n: n ?? undefined, e: e ?? undefined });
    }
    // Okta leaves the curve out; the length of a coordinate tells it.
    const length = x?.length ?? 0;
    const curve = length > 70 ? "P-521" : length > 50 ? "P-384" : "P-256";
    return thumbprint({
        kty: "EC",
        crv: crv ?? curve,
        x: x ?? undefined,
        y: y ?? undefined,
    });
}

/** The thumbprints of public JWKs as the state has them. */
export function thumbprintsIn(jwks: unknown): string[] {
    return listOf(jwks).map((key) =>
        thumbprintOf({
            kty: textOf(key, "kty") ?? "",
            n: textOf(key, "n"),
            e: textOf(key, "e"),
            x: textOf(key, "x"),
            y: textOf(key, "y"),
        }),
    );
}

/** The OIDC apps of an org: one address, so that several readers of a check read it once. */
export const OIDC_APPS_PATH = `/api/v1/apps?filter=${encodeURIComponent('name eq "oidc_client"')}&limit=200`;

/** The org's apps that trust one of these keys, the oldest first. */
export async function fetchAppsTrusting(
    client: AdminClient,
    thumbprints: readonly string[],
): Promise<{ readonly fact: CallResult; readonly value: ListedApp[] | undefined }> {
    const { fact, value } = await readCall(() => fetchAllPages(client, OIDC_APPS_PATH), oidcApps);
    const trusting = value?.filter(({ settings }) =>
        (settings?.oauthClient?.jwks?.keys ?? []).some((key) =>
            thumbprints.includes(thumbprintOf(key)),
        ),
    );
    trusting?.sort((a, b) => ((a.created ?? "") < (b.created ?? "") ? -1 : 1));
    return { fact, value: trusting };
}
