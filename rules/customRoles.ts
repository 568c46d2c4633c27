import { limitedPermissions, visibilityPermissions } from "./permissions";
import { hasRemediationRole, REMEDIATION_PERMISSIONS, remediationLabel } from "./remediation";
import {
    type CoveredLists,
    limitedResources,
    remediationResources,
    visibilityResources,
} from "./resourceNames";
import { hasLimitedView, type RequestedRoles } from "./roles";

/** A custom admin role of an integration, and the resource set that it is assigned on. */
export interface WantedCustomRole {
    /** What it is for, as one word: a part of the names of what is made. */
    readonly topic: "visibility" | "remediation";
    /** What both are called in Okta: after the app, since an org takes each name once. */
    readonly label: (clientId: string) => string;
    readonly permissions: (scopes: readonly string[]) => string[];
    /** True where it takes the place of READ_ONLY_ADMIN. */
    readonly isLimited?: boolean;
    /** ORNs of an org and its original address, by the integration's lists. */
    readonly resources: (orgId: string, orgUrl: string, lists: CoveredLists) => string[];
}

/** The custom admin roles that an integration asks for. */
export function customRolesFor(wanted: RequestedRoles): WantedCustomRole[] {
    return [
        ...(wanted.adminVisibility ? [VISIBILITY] : []),
        ...(hasLimitedView(wanted) ? [LIMITED_VISIBILITY] : []),
        ...(hasRemediationRole(wanted) ? [REMEDIATION] : []),
    ];
}

const VISIBILITY: WantedCustomRole = {
    topic: "visibility",
    label: (clientId) => `Rezonate visibility ${clientId}`,
    permissions: visibilityPermissions,
    resources: visibilityResources,
};

/** Under the same names, so that one becomes the other in place. */
const LIMITED_VISIBILITY: WantedCustomRole = {
    ...VISIBILITY,
    isLimited: true,
    permissions: limitedPermissions,
    resources: limitedResources,
};

const REMEDIATION: WantedCustomRole = {
    topic: "remediation",
    label: remediationLabel,
    permissions: () => [...REMEDIATION_PERMISSIONS],
    resources: remediationResources,
};
