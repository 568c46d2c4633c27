import { pathSegment } from "../../okta/pathSegment";
import { DEFAULT_LABEL } from "../../rules/label";
import { hasCustomRole, roleTypesFor } from "../../rules/roles";
import { requestedScopes } from "../../rules/scopes";
import { idsWith, type Requirements } from "../requirements";

/** What the OAuth method requires. */
export const oauthRequirements: Requirements = {
    requested: ({ label = DEFAULT_LABEL, ...config }) => ({
        name: label,
        scopes: requestedScopes(config),
        roles: roleTypesFor(config),
        customRole: hasCustomRole(config),
    }),
    scopes: ["okta.apps.manage", "okta.appGrants.manage", "okta.roles.manage"],
    publicClientAdmins: true,
    bucket: "/api/v1/apps",
    // The app is made, each scope granted, both read.
    calls: (scopes) => 1 + scopes + 1,
    nameConflict: {
        subject: "label",
        code: "label_taken",
        what: "an app called",
        // `q` finds by prefix, and by the app's technical name too.
        path: (label) => `/api/v1/apps?q=${pathSegment(label)}&limit=200`,
        ids: (json, label) => idsWith(json, "label", label),
    },
};
