import type { Credential, MethodCredentials } from "../verify/method";

/** The client secret of an API service integration. */
export interface MarketplaceCredential extends Credential<"marketplace"> {
    readonly clientId: string;
    readonly clientSecret: string;
}

const form = {
    okta_domain: "oktaDomain",
    client_id: "clientId",
    client_secret: "clientSecret",
} as const;

/** What the Marketplace method hands over. */
export const marketplaceCredentials: MethodCredentials<MarketplaceCredential, keyof typeof form> = {
    form,
    read: ({ okta_domain: oktaDomain, client_id: clientId, client_secret: clientSecret }) => ({
        oktaDomain,
        credential: { method: "marketplace", clientId, clientSecret },
    }),
    secretOf: ({ clientSecret }) => clientSecret,
    rolesIn: () => undefined,
};
