import { createPrivateKey } from "node:crypto";

import { pathSegment } from "../../okta/pathSegment";
import { privateKeyPem } from "../../rules/privateKeyPem";
import type { MethodVerify } from "../verify/method";
import { requestTokens } from "../verify/tokens";
import { fetchAppSnapshot } from "./appSnapshot";
import type { OAuthCredential } from "./credentials";

/** Tries a service app's private key. */
export const oauthVerify: MethodVerify<OAuthCredential> = {
    requestAccess: (target, http) => {
        const { privateKey: privateKeyPem, keyId } = target.credential;
        return requestTokens(target, { privateKeyPem, keyId }, http);
    },
    appIdOf: ({ clientId }) => clientId,
    rolesPathOf: ({ clientId }) => `/oauth2/v1/clients/${pathSegment(clientId)}/roles`,
    isEcKey: ({ privateKey }) =>
        createPrivateKey(privateKeyPem(privateKey, undefined) ?? "").asymmetricKeyType === "ec",
    fetchApp: fetchAppSnapshot,
};
