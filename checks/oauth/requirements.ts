import { pathSegment } from "../../okta/pathSegment";
import { DEFAULT_LABEL, REMEDIATION_SUFFIX } from "../../rules/label";
import { partRemediation } from "../../rules/remediation";
import { hasCustomRole, roleTypesFor } from "../../rules/roles";
import { requestedScopes } from "../../rules/scopes";
import { idsWith, type Requirements } from "../requirements";

/** What the OAuth method requires. */
export const oauthRequirements: Requirements = {
    requested: ({ label = DEFAULT_LABEL, ...config }) => {
        const { app, hasOwnApp } = partRemediation(config, new Date());
        // What is granted and assigned is the same in one app and in two.
        const all = hasOwnApp ? config : app;
        const { remediationGroups: groups, remediationExcept: except } = config;
        return {
            names: [label, ...(hasOwnApp ? [label + REMEDIATION_SUFFIX] : [])],
            scopes: requestedScopes(all),
            roles: roleTypesFor(all),
            customRole: hasCustomRole(all),
            ...(all.remediation && groups && except && { reach: { groups, except } }),
        };
    },
    scopes: ["okta.apps.manage", "okta.appGrants.manage", "okta.roles.manage"],
    zoneScopes: ["okta.networkZones.manage"],
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
