import { fetchNoApp, type MethodVerify } from "../verify/method";
import { requestTokens } from "../verify/tokens";
import type { MarketplaceCredential } from "./credentials";

/** Tries an integration's client secret. */
export const marketplaceVerify: MethodVerify<MarketplaceCredential> = {
    requestAccess: (target, http) =>
        requestTokens(target, { clientSecret: target.credential.clientSecret }, http),
    // An API service integration is not in the list of apps.
    appIdOf: () => undefined,
    // Okta itself makes an API service integration Super Admin; its scopes alone limit it.
    rolesPathOf: () => undefined,
    fetchApp: fetchNoApp,
};
