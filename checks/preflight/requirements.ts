import { listOf, textOf, textsOf } from "../../rules/json";
import type { Method } from "../../rules/methods";
import type { PreflightCode } from "./codes";

/** What the first `up` of one method needs of org and runner. */
interface Requirements {
    /** Scopes of a runner that is an OAuth app. */
    readonly scopes: readonly string[];
    /** Whether the org's setting "Public client app admins" reaches what is made. */
    readonly publicClientAdmins: boolean;
    /** The bucket of the rate limit that most calls go to, and how many that are. */
    readonly bucket: string;
    readonly calls: (scopes: number) => number;
    readonly nameConflict: NameConflict;
}

/** What may be there already under the name of what is to be made. */
interface NameConflict {
    /** What the name is, and the finding about it. */
    readonly subject: string;
    readonly code: PreflightCode;
    readonly what: string;
    readonly path: (name: string) => string;
    /** Ids in the answer of what has exactly this name. */
    readonly ids: (json: unknown, name: string) => string[];
    /** How to take over the one with an id. */
    readonly importCommand?: (id: string) => string;
}

/** What each method needs. */
export const requirements: Readonly<Record<Method, Requirements>> = {
    oauth: {
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
            path: (label) => `/api/v1/apps?q=${encodeURIComponent(label)}&limit=200`,
            ids: (json, label) => idsWith(json, "label", label),
            importCommand: (id) => `pulumi import okta:app/oAuth:OAuth rezonate-app ${id}`,
        },
    },
    marketplace: {
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
    },
    "api-key": {
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
            path: (login) => `/api/v1/users/${encodeURIComponent(login)}`,
            ids: (json) => textsOf([json], "id"),
        },
    },
};

function idsWith(json: unknown, member: string, value: string): string[] {
    return textsOf(
        listOf(json).filter((one) => textOf(one, member) === value),
        "id",
    );
}

/** Seconds of clock difference from which assertions start to be refused. */
export const clockTolerance = 60;
