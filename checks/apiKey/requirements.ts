import { pathSegment } from "../../okta/pathSegment";
import { textOf } from "../../rules/json";
import { READ_ONLY_ROLES } from "../../rules/roles";
import type { Requirements } from "../requirements";

/** What the API key method requires. */
export const apiKeyRequirements: Requirements = {
    requested: ({ login }) => ({
        names: login === undefined ? [] : [login],
        scopes: [],
        roles: READ_ONLY_ROLES,
    }),
    scopes: [
        "okta.users.manage",
        "okta.roles.manage",
        "okta.networkZones.manage",
        "okta.apiTokens.manage",
    ],
    publicClientAdmins: false,
    bucket: "/api/v1/users",
    // The user is made and read, its role assigned and read.
    calls: () => 4,
    nameConflict: {
        subject: "login",
        code: "login_taken",
        what: "a user with the login",
        path: (login) => `/api/v1/users/${pathSegment(login)}`,
        ids: (json) => {
            const id = textOf(json, "id");
            return id === undefined ? undefined : [id];
        },
    },
};
