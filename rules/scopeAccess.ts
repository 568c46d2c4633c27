import { GROUP_ACTIONS, USER_ACTIONS } from "./remediation";
import { AdminRole } from "./roles";

/** An arg that limits what Rezonate is shown. */
export type ViewLimit = "visibilityGroups" | "visibilityApps";

/** What a scope is good for, and what beside it Okta wants of the app that uses it. */
export interface ScopeAccess {
    /** What Rezonate learns or does by it, as one sentence. */
    readonly purpose: string;
    /** Standard admin roles that serve the scope; SUPER_ADMIN serves every one. */
    readonly roles: readonly AdminRole[];
    /** The permission of a custom admin role that serves it; left out where Okta has none. */
    readonly permission?: string;
    /** The arg that can limit what is read by it; left out where it reads of the whole org. */
    readonly limit?: ViewLimit;
    /** Narrower permissions of the custom role of remediation, each with what it allows. */
    readonly actions?: Readonly<Record<string, string>>;
    /** What sources say against READ_ONLY_ADMIN; left out where they agree that it serves the scope. */
    readonly doubt?: string;
}

const { ApiAccessManagementAdmin, AppAdmin, GroupMembershipAdmin, HelpDeskAdmin } = AdminRole;
const { OrgAdmin, ReadOnlyAdmin, ReportAdmin, UserAdmin } = AdminRole;

// Okta publishes no table of the roles that serve a scope. A role in doubt is listed, since what is
// not listed is refused.
const SETTINGS = [OrgAdmin, ReadOnlyAdmin];
const PEOPLE = [
    ...SETTINGS,
    ApiAccessManagementAdmin,
    AppAdmin,
    GroupMembershipAdmin,
    HelpDeskAdmin,
    ReportAdmin,
    UserAdmin,
];
const APPS = [...SETTINGS, ApiAccessManagementAdmin, AppAdmin, ReportAdmin];

/** Scope by scope: what it is for, the admin roles and the permission of a custom role that serve it. */
export const SCOPE_ACCESS: Readonly<Record<string, ScopeAccess>> = {
    "okta.apiTokens.read": {
        purpose: "Which API tokens there are, whose they are and from where they may be used.",
        roles: PEOPLE,
        permission: "okta.users.apitokens.read",
        doubt: "Okta names READ_ONLY_ADMIN for its own tokens only.",
    },
    "okta.appGrants.read": {
        purpose: "Which Okta API scopes each app was granted, and by whom.",
        roles: APPS,
        doubt: "By one source only SUPER_ADMIN is shown grants, and no custom role can be.",
    },
    "okta.apps.read": {
        purpose: "Which apps there are, how people sign in to them and who is assigned to them.",
        roles: APPS,
        permission: "okta.apps.read",
        limit: "visibilityApps",
        doubt: "By one source READ_ONLY_ADMIN is shown only apps that the app itself is assigned to, and by it Okta's own apps are hidden below SUPER_ADMIN.",
    },
    "okta.authenticators.read": {
        purpose: "Which authenticators people can enroll, such as Okta Verify or passkeys.",
        roles: SETTINGS,
    },
    "okta.authorizationServers.read": {
        purpose: "Which custom authorization servers issue tokens, with which scopes and claims.",
        roles: [...SETTINGS, ApiAccessManagementAdmin],
        permission: "okta.authzServers.read",
    },
    "okta.devices.read": {
        purpose: "Which devices are registered, who uses them and whether they are managed.",
        roles: PEOPLE,
        permission: "okta.devices.read",
    },
    "okta.factors.read": {
        purpose: "Which factors each person has enrolled, and so who has none but a password.",
        roles: PEOPLE,
        limit: "visibilityGroups",
        permission: "okta.users.read",
    },
    "okta.groups.read": {
        purpose: "Which groups there are, and who is a member of them.",
        roles: PEOPLE,
        permission: "okta.groups.read",
        limit: "visibilityGroups",
    },
    "okta.idps.read": {
        purpose: "Which external identity providers people may sign in with.",
        roles: [...SETTINGS, AppAdmin],
        permission: "okta.identityProviders.read",
    },
    "okta.logs.read": {
        purpose: "What happened in the org: sign-ins, changes and admin actions of the System Log.",
        roles: PEOPLE,
    },
    "okta.networkZones.read": {
        purpose: "Which network zones there are, and so which addresses are trusted or blocked.",
        roles: SETTINGS,
    },
    "okta.orgs.read": {
        purpose: "The org's general settings and contacts.",
        roles: PEOPLE,
    },
    "okta.policies.read": {
        purpose: "Which rules decide on sign-on, passwords, enrollment and access to apps.",
        roles: [...SETTINGS, ApiAccessManagementAdmin, AppAdmin],
        permission: "okta.policies.read",
    },
    "okta.roles.read": {
        purpose: "Who holds which admin role, on what.",
        roles: SETTINGS,
        permission: "okta.iam.read",
        doubt: "By some sources admin roles are shown to SUPER_ADMIN only, or to a custom role.",
    },
    "okta.users.read": {
        purpose: "Who has an account, in which state, and when they last signed in.",
        roles: PEOPLE,
        limit: "visibilityGroups",
        permission: "okta.users.read",
    },
    "okta.logStreams.read": {
        purpose: "Where the System Log is streamed to.",
        roles: [],
    },
    "okta.users.manage": {
        purpose:
            "Lets Rezonate suspend people, end their sessions and reset what they sign in with.",
        roles: [HelpDeskAdmin, OrgAdmin, UserAdmin],
        permission: "okta.users.manage",
        actions: USER_ACTIONS,
    },
    "okta.groups.manage": {
        purpose: "Lets Rezonate take people out of groups, and put them in.",
        roles: [GroupMembershipAdmin, OrgAdmin, UserAdmin],
        permission: "okta.groups.manage",
        actions: GROUP_ACTIONS,
    },
};
