import { READ_ONLY_ROLES } from "../../rules/roles";
import { READ_ONLY_SCOPES } from "../../rules/scopes";
import { allowedFrom } from "../network/restriction";
import type { Credential, MethodCredentials } from "../verify/method";
import { expectedServiceUsers } from "./state";

/** The API token of a service user. */
export interface ApiKeyCredential extends Credential<"api-key"> {
    readonly apiKey: string;
}

const form = { okta_domain: "oktaDomain", api_key: "apiKey" } as const;

/** What the API key method hands over. */
export const apiKeyCredentials: MethodCredentials<ApiKeyCredential, keyof typeof form> = {
    form,
    read: ({ okta_domain: oktaDomain, api_key: apiKey }) => ({
        oktaDomain,
        credential: { method: "api-key", apiKey },
        // A key has no scopes. It is tried with the reads that Rezonate makes.
        scopes: READ_ONLY_SCOPES,
    }),
    secretOf: ({ apiKey }) => apiKey,
    rolesIn: () => [...READ_ONLY_ROLES],
    allowedFromIn: (stack) => {
        const [user, ...others] = expectedServiceUsers(stack);
        // A key does not tell whose it is.
        return user?.token === undefined || others.length > 0
            ? undefined
            : allowedFrom(user.token.network, user.zone);
    },
};
