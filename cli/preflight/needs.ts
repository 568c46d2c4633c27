import type { Method } from "../../components/internal/methods";
import { listOf, textOf, textsOf } from "../json";
import type { PreflightCode } from "./codes";

/** What the first `up` of one method needs of org and runner. */
interface Needs {
    /** Scopes of a runner that is an OAuth app. */
    readonly runnerScopes: readonly string[];
    /** Whether the org's setting "Public client app admins" reaches what is made. */
    readonly publicClientAdmins: boolean;
    /** The bucket of the rate limit that most calls go to, and how many that are. */
    readonly bucket: string;
    readonly calls: (scopes: number) => number;
    readonly namesake: Namesake;
}

/** What may be there already under the name of what is to be made. */
interface Namesake {
    /** What the name is, and the finding about it. */
    readonly subject: string;
    readonly code: PreflightCode;
    readonly what: string;
    readonly path: (name: string) => string;
    /** Ids in the answer of what has exactly this name. */
    readonly ids: (json: unknown, name: string) => string[];
    /** How to take over the one with an id. */
    readonly adopt?: (id: string) => string;
}

/** What each method needs. */
export const needs: Readonly<Record<Method, Needs>> = {
    oauth: {
        runnerScopes: ["okta.apps.manage", "okta.appGrants.manage", "okta.roles.manage"],
        publicClientAdmins: true,
        bucket: "/api/v1/apps",
        // The app is made, each scope granted, both read.
        calls: (scopes) => 1 + scopes + 1,
        namesake: {
            subject: "label",
            code: "label_taken",
            what: "an app called",
            // `q` finds by prefix, and by the app's technical name too.
            path: (label) => `/api/v1/apps?q=${encodeURIComponent(label)}&limit=200`,
            ids: (json, label) => idsWith(json, "label", label),
            adopt: (id) => `pulumi import okta:app/oAuth:OAuth rezonate-app ${id}`,
        },
    },
    marketplace: {
        runnerScopes: ["okta.oauthIntegrations.manage"],
        publicClientAdmins: false,
        bucket: "/integrations/api/v1/api-services",
        // The integration is made, its secrets are listed, one is made, one deactivated and deleted.
        calls: () => 5,
        namesake: {
            subject: "integration",
            code: "integration_installed",
            what: "an integration of type",
            path: () => "/integrations/api/v1/api-services",
            ids: (json, type) => idsWith(json, "type", type),
        },
    },
    "api-key": {
        runnerScopes: [
            "okta.users.manage",
            "okta.roles.manage",
            "okta.networkZones.manage",
            "okta.apiTokens.manage",
        ],
        publicClientAdmins: false,
        bucket: "/api/v1/users",
        // The user is made and read, its role assigned and read.
        calls: () => 4,
        namesake: {
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
