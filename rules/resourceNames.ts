/**
 * The ORNs (Okta Resource Names) of what the custom role of adminVisibility covers: the org's admin
 * roles, and all of its apps, groups and users. Sorted.
 *
 * @param orgUrl The original address of the org, since the partition is another in oktapreview.com.
 */
export function visibilityResources(orgId: string, orgUrl: string): string[] {
    const orn = ornIn(orgId, orgUrl);
    return [
        orn("directory", "groups"),
        orn("directory", "users"),
        orn("iam", "contained_resources"),
        orn("idp", "apps"),
    ];
}

/** The lists of ids and ORNs that say what custom roles cover; what is left out is all. */
export interface CoveredLists {
    readonly remediationGroups?: readonly string[] | undefined;
    readonly visibilityGroups?: readonly string[] | undefined;
    readonly visibilityApps?: readonly string[] | undefined;
}

/** The ORNs of what the custom role of a limited view covers: groups, the users in them, and apps. Sorted. */
export function limitedResources(
    orgId: string,
    orgUrl: string,
    { visibilityGroups = [], visibilityApps = [] }: CoveredLists,
): string[] {
    return [...groupResources(orgId, orgUrl, visibilityGroups), ...visibilityApps].sort();
}

/**
 * The ORNs of what the custom role of remediation covers: all groups and users, or some groups and
 * the users in them, which are resources of their own. Sorted.
 */
export function remediationResources(
    orgId: string,
    orgUrl: string,
    { remediationGroups: groups }: CoveredLists,
): string[] {
    const orn = ornIn(orgId, orgUrl);
    return groups === undefined
        ? [orn("directory", "groups"), orn("directory", "users")]
        : groupResources(orgId, orgUrl, groups).sort();
}

/** The ORNs of some groups, and of the users in them, which are resources of their own. */
function groupResources(orgId: string, orgUrl: string, groups: readonly string[]): string[] {
    const orn = ornIn(orgId, orgUrl);
    return groups
        .flatMap((id) => [`groups:${id}`, `groups:${id}:contained_resources`])
        .map((resource) => orn("directory", resource));
}

function ornIn(orgId: string, orgUrl: string): (service: string, resource: string) => string {
    const partition = /\.oktapreview\.com\/?$/i.test(orgUrl) ? "oktapreview" : "okta";
    return (service, resource) => `orn:${partition}:${service}:${orgId}:${resource}`;
}
