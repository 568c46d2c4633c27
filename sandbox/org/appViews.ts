/**
 * How many apps an admin below SUPER_ADMIN is shown: "all"; "assigned-only", where a client with
 * READ_ONLY_ADMIN is shown only itself; or "no-first-party", where standard roles hide Okta's own.
 */
export const APP_VIEWS = ["all", "assigned-only", "no-first-party"] as const;
export type AppView = (typeof APP_VIEWS)[number];

/** Who is shown the grants of apps: super admins, or everyone who is shown the app. */
export const GRANT_VIEWS = ["super-admin", "all"] as const;
export type GrantView = (typeof GRANT_VIEWS)[number];

/** Okta's own apps, which every org has: the names by which the API calls them. */
export const FIRST_PARTY_APPS = {
    saasure: "Okta Admin Console",
    okta_enduser: "Okta Dashboard",
    okta_browser_plugin: "Okta Browser Plugin",
} as const;
