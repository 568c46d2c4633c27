/** Scopes an OAuth runner needs to make the app, grant its scopes and assign its roles. */
export const runnerScopes: readonly string[] = [
    "okta.apps.manage",
    "okta.appGrants.manage",
    "okta.roles.manage",
];

/** Calls of the first `up` in the bucket of /api/v1/apps: the app is made, each scope granted, both read. */
export function callsOfFirstUp(scopes: number): number {
    return 1 + scopes + 1;
}

/** Seconds of clock difference from which assertions start to be refused. */
export const clockTolerance = 60;
