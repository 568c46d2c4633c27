import { REZONATE_TYPE } from "../../rules/marketplace";
import { requestedScopes } from "../../rules/scopes";
import { idsWith, type Requirements } from "../requirements";

/** What the Marketplace method requires. */
export const marketplaceRequirements: Requirements = {
    requested: ({ integrationType = REZONATE_TYPE, scopes }) => ({
        names: [integrationType],
        scopes: requestedScopes({ scopes }),
        roles: [],
    }),
    scopes: ["okta.oauthIntegrations.manage"],
    publicClientAdmins: false,
    bucket: "/integrations/api/v1/api-services",
    // The integration is made, its secrets are listed, one is made, one deactivated and deleted.
    calls: () => 5,
    nameConflict: {
        subject: "integration",
        code: "integration_installed",
        what: "an integration of type",
        path: () => "/integrations/api/v1/api-services",
        ids: (json, type) => idsWith(json, "type", type),
    },
};
