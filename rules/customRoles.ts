import { visibilityPermissions } from "./permissions";
import { hasRemediationRole, REMEDIATION_PERMISSIONS, remediationLabel } from "./remediation";
import { remediationResources, visibilityResources } from "./resourceNames";
import type { RequestedRoles } from "./roles";

/** A custom admin role of an integration, and the resource set that it is assigned on. */
export interface WantedCustomRole {
    /** What it is for, as one word: a part of the names of what is made. */
    readonly topic: "visibility" | "remediation";
    /** What both are called in Okta: after the app, since an org takes each name once. */
    readonly label: (clientId: string) => string;
    readonly permissions: (scopes: readonly string[]) => string[];
    /** ORNs of an org and its original address; `groups` are the only ones that remediation covers. */
    readonly resources: (orgId: string, orgUrl: string, groups?: readonly string[]) => string[];
}

/** The custom admin roles that an integration asks for. */
export function customRolesFor(wanted: RequestedRoles): WantedCustomRole[] {
    return [
        ...(wanted.adminVisibility ? [VISIBILITY] : []),
        ...(hasRemediationRole(wanted) ? [REMEDIATION] : []),
    ];
}

const VISIBILITY: WantedCustomRole = {
    topic: "visibility",
    label: (clientId) => `Rezonate visibility ${clientId}`,
    permissions: visibilityPermissions,
    resources: visibilityResources,
};

const REMEDIATION: WantedCustomRole = {
    topic: "remediation",
    label: remediationLabel,
    permissions: () => [...REMEDIATION_PERMISSIONS],
    resources: remediationResources,
};
