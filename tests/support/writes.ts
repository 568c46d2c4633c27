/** A write of the okta plugin: its method and the source of a regular expression for its path. */
export interface Write {
    readonly method: "POST" | "PUT" | "DELETE";
    readonly path: string;
}

/** The writes that the tests lose or kill Pulumi at. */
export const WRITES = {
    "the app's POST": { method: "POST", path: "^/api/v1/apps$" },
    "a grant's POST": { method: "POST", path: "^/api/v1/apps/[^/]*/grants$" },
    "the app's role's POST": { method: "POST", path: "^/oauth2/v1/clients/[^/]*/roles$" },
    "the app's role's DELETE": {
        method: "DELETE",
        path: "^/oauth2/v1/clients/[^/]*/roles/[^/]*$",
    },
    "the app's PUT": { method: "PUT", path: "^/api/v1/apps/[^/]*$" },
    "the app's DELETE": { method: "DELETE", path: "^/api/v1/apps/[^/]*$" },
    "the integration's DELETE": {
        method: "DELETE",
        path: "^/integrations/api/v1/api-services/[^/]*$",
    },
    "the zone's POST": { method: "POST", path: "^/api/v1/zones$" },
    "the service user's POST": { method: "POST", path: "^/api/v1/users$" },
    "the service user's role's POST": { method: "POST", path: "^/api/v1/users/[^/]*/roles$" },
} as const satisfies Record<string, Write>;
